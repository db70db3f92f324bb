import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { Issue } from '../errors/item-errors.js'
import type { AttributeModel } from './attribute-model.js'
import { bareObject, isBare } from './bare-object.js'
import { type ItemModel, type StoredItem, zodObject } from './item-model.js'
import type { Path } from './path.js'
import { runDecode } from './run-zod.js'

/**
 * Decodes a whole stored item: checks its type tags, then validates it and applies codecs and defaults. Attributes that the
 * schema does not know are left out.
 * @param restored encoded values of the attributes that live in the key alone
 */
export function decodeItem(
  { entries, schema }: ItemModel,
  item: StoredItem,
  restored: ReadonlyMap<string, unknown>,
): { readonly item: object } | { readonly issues: readonly Issue[] } {
  const issues: Issue[] = []
  const encoded = bareObject<unknown>()
  // Each attribute leaves it as it was.
  const at: [string] = ['']
  const inheritsNothing = isBare(item)
  for (let index = 0; index < entries.length; index++) {
    const { name, storedName, stored, model } = entries[index]!
    at[0] = name
    const value = stored
      ? model.unmarshal(inheritsNothing || Object.hasOwn(item, storedName) ? item[storedName] : undefined, issues, at)
      : restored.get(name)
    if (value !== undefined) encoded[name] = value
  }
  const decoded = issues.length > 0 ? undefined : runDecode(zodObject(schema), encoded, issues)
  return issues.length > 0 ? { issues } : { item: decoded as object }
}

/**
 * Decodes one attribute or nested place; what is not stored becomes its default, or undefined.
 * What is wrong with it, a missing value too where one is required, is told in `issues`.
 */
export function decodeValue(
  model: AttributeModel,
  stored: AttributeValue | undefined,
  path: Path,
  issues: Issue[],
): unknown {
  const before = issues.length
  const encoded = model.unmarshal(stored, issues, [...path])
  return issues.length > before ? undefined : runDecode(model.schema, encoded, issues, path)
}
