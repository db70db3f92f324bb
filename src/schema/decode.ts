import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { Issue } from '../errors/item-errors.js'
import type { AttributeModel } from './attribute-model.js'
import { bareObject } from './bare-object.js'
import { type ItemModel, type StoredItem, zodObject } from './item-model.js'
import { missingValue } from './model.js'
import type { Path } from './path.js'
import { runDecode } from './run-zod.js'

/**
 * Decodes a whole stored item: checks its type tags, then validates it and applies codecs and defaults. Attributes that the
 * schema does not know are left out.
 * @param restored encoded values of the attributes that live in the key alone
 */
export function decodeItem(
  model: ItemModel,
  stored: StoredItem,
  restored: ReadonlyMap<string, unknown>,
): { readonly item: object } | { readonly issues: readonly Issue[] } {
  const issues: Issue[] = []
  const encoded = bareObject<unknown>()
  for (const entry of model.attributes.values()) {
    const { name, storedName, model: attribute } = entry
    const value = entry.stored
      ? unmarshal(attribute, Object.hasOwn(stored, storedName) ? stored[storedName] : undefined, [name], issues)
      : restored.get(name)
    if (value !== undefined) encoded[name] = value
  }
  if (issues.length > 0) return { issues }
  const decoded = runDecode(zodObject(model.schema), encoded)
  return decoded.issues ? { issues: decoded.issues } : { item: decoded.value as object }
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
  const encoded = unmarshal(model, stored, path, issues)
  if (issues.length > before) return undefined
  const decoded = runDecode(model.schema, encoded)
  for (const issue of decoded.issues ?? []) issues.push({ ...issue, path: [...path, ...issue.path] })
  return decoded.value
}

function unmarshal(model: AttributeModel, stored: AttributeValue | undefined, path: Path, issues: Issue[]): unknown {
  if (stored === undefined) return missingValue(model)
  const start = issues.length
  const value = model.unmarshal(stored, issues)
  for (let index = start; index < issues.length; index++)
    issues[index] = { ...issues[index]!, path: [...path, ...issues[index]!.path] }
  return value
}
