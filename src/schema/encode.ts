import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { Issue } from '../errors/item-errors.js'
import { InvalidItemError, InvalidKeyError, MonotableError } from '../errors/monotable-error.js'
import type { AttributeModel } from './attribute-model.js'
import { bareObject } from './bare-object.js'
import { MAX_LEVELS } from './create-model.js'
import { detach } from './detach.js'
import { issueOf } from './fault.js'
import { type AttributeEntry, type ItemModel, type StoredItem, zodObject } from './item-model.js'
import { levelsOf } from './item-size.js'
import { formatPath, type Path } from './path.js'
import { runEncode } from './run-zod.js'
import { overwrite } from './text-checks.js'

/**
 * Validates a whole item, its defaults filled in, and encodes it.
 * @returns encoded values by the schema's names
 * @throws InvalidItemError `item.invalid`
 */
export function encodeItem(model: ItemModel, item: object): Record<string, unknown> {
  const issues: Issue[] = []
  const given = bareObject<unknown>()
  for (const [name, value] of Object.entries(item)) {
    if (value === undefined) continue
    const entry = model.attributes.get(name)
    if (entry) given[name] = prepare(entry.model, value, [name], issues)
    else issues.push({ path: [name], code: 'unrecognized_keys', message: 'is not an attribute of the schema' })
  }
  const encoded = runEncode(zodObject(model.schema), given)
  if (encoded.issues) issues.push(...encoded.issues)
  if (issues.length > 0) throw invalid(model.entity, issues)
  return Object.assign(bareObject<unknown>(), encoded.value)
}

/**
 * Makes the stored item of encoded values, under their stored names. What is undefined, or lives in the key alone, is left out.
 * @throws InvalidItemError `item.invalid` for what has no stored form
 */
export function marshalItem(model: ItemModel, encoded: Readonly<Record<string, unknown>>): StoredItem {
  const issues: Issue[] = []
  const item = bareObject<AttributeValue>()
  for (const { name, storedName, stored, model: attribute } of model.attributes.values()) {
    const value = stored && Object.hasOwn(encoded, name) ? encoded[name] : undefined
    if (value === undefined) continue
    const marshalled = marshal(attribute, value, [name], issues)
    if (marshalled) item[storedName] = marshalled
  }
  if (issues.length > 0) throw invalid(model.entity, issues)
  return item
}

/**
 * Encodes one attribute or nested place. A `whole` value is about to be stored, and is validated. An `operand` is only
 * compared with what is stored: codecs convert it, but it need not have the format, or keep the bounds, of the schema.
 * @throws InvalidItemError `item.invalid` for a whole value
 * @throws MonotableError `expression.invalidValue` for an operand
 */
export function encodeValue(
  model: AttributeModel,
  value: unknown,
  path: Path,
  purpose: 'whole' | 'operand',
  entity: string,
): AttributeValue {
  const issues: Issue[] = []
  const encoded =
    purpose === 'whole' || model.converts ? encodeChecked(model, value, path, issues) : overwritten(model, value)
  const stored = issues.length === 0 ? marshal(model, encoded, path, issues) : undefined
  if (stored) return stored
  if (purpose === 'whole') throw invalid(entity, issues)
  throw new MonotableError('expression.invalidValue', { path: formatPath(path), reason: reasonOf(issues, path) })
}

/** Whether a value of the application's is valid in this place. */
export const accepts = (model: AttributeModel, value: unknown): boolean =>
  runEncode(model.schema, value).issues === undefined

/**
 * The encoded value of a key attribute: of a Date, say, the text that its codec makes. It is not validated, for it may be
 * the bound of a query.
 * @throws InvalidKeyError `key.illFormedValue` when a codec refuses it
 */
export function encodeKeyValue({ name, model }: AttributeEntry, value: unknown): unknown {
  if (!model.converts || value == null) return overwritten(model, value)
  const encoded = runEncode(model.schema, value)
  if (encoded.issues)
    throw new InvalidKeyError('key.illFormedValue', { attribute: name, reason: reasonOf(encoded.issues, []) })
  return encoded.value
}

/**
 * The stored value of a key attribute that is stored as it is, from its encoded value.
 * @throws InvalidKeyError `key.illFormedValue`
 */
export function marshalKeyValue({ name, model }: AttributeEntry, encoded: unknown): AttributeValue {
  const issues: Issue[] = []
  const stored = marshal(model, encoded, [], issues)
  if (stored) return stored
  throw new InvalidKeyError('key.illFormedValue', { attribute: name, reason: reasonOf(issues, []) })
}

function encodeChecked(model: AttributeModel, value: unknown, path: Path, issues: Issue[]): unknown {
  const given = prepare(model, value, path, issues)
  if (issues.length > 0) return undefined
  const encoded = runEncode(model.schema, given)
  for (const issue of encoded.issues ?? []) issues.push({ ...issue, path: [...path, ...issue.path] })
  return encoded.value
}

/** What the schema's own trim, toLowerCase and the like make of a text: it is stored so, and found only so. */
const overwritten = (model: AttributeModel, value: unknown): unknown =>
  typeof value === 'string' ? overwrite(model, value) : value

/** A value as zod can read it without losing or inventing anything. */
function prepare(model: AttributeModel, value: unknown, path: Path, issues: Issue[]): unknown {
  if (!model.hazardous && !model.converts) return value
  try {
    const copy = detach(value)
    // Codecs are given objects as they came.
    return model.hazardous ? copy : value
  } catch (error) {
    issues.push(issueOf(error, path))
    return value
  }
}

function marshal(model: AttributeModel, value: unknown, path: Path, issues: Issue[]): AttributeValue | undefined {
  try {
    const stored = model.marshal(value)
    if (!model.unbounded || levelsOf(stored) + path.length - 1 <= MAX_LEVELS) return stored
    issues.push({ path, code: 'tooDeep', message: `is nested over ${MAX_LEVELS} levels deep` })
  } catch (error) {
    issues.push(issueOf(error, path))
  }
  return undefined
}

const invalid = (entity: string, issues: readonly Issue[]) => new InvalidItemError('item.invalid', { entity, issues })

function reasonOf(issues: readonly Issue[], path: Path): string {
  return issues
    .map(issue => (issue.path.length > path.length ? `${formatPath(issue.path)} ${issue.message}` : issue.message))
    .join('; ')
}
