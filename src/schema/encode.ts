import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { Issue } from '../errors/item-errors.js'
import { InvalidItemError, InvalidKeyError, MonotableError } from '../errors/monotable-error.js'
import type { AttributeModel } from './attribute-model.js'
import { bareObject } from './bare-object.js'
import { Fault, type Trail } from './fault.js'
import { type AttributeEntry, defaulted, type ItemModel, type StoredItem, zodObject } from './item-model.js'
import { isPlainObject, reservedName } from './maps.js'
import { tooDeep } from './model.js'
import { formatPath, type Path } from './path.js'
import { runEncode } from './run-zod.js'
import { overwrite } from './text-checks.js'

/**
 * Fills the defaults of a whole item in, validates it, and encodes it.
 * @returns encoded values by the schema's names
 * @throws InvalidItemError `item.invalid`
 */
export function encodeItem(itemModel: ItemModel, item: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { entity, attributes, schema } = itemModel
  const issues: Issue[] = []
  const given = bareObject<unknown>()
  for (const name of Object.keys(item ?? {})) {
    const value = item[name]
    const entry = attributes.get(name)
    if (value === undefined) continue
    if (entry) given[name] = prepare(entry.model, value, [name], issues)
    else issues.push({ path: [name], code: 'unrecognized_keys', message: 'is not an attribute of the schema' })
  }
  for (const { name, model } of defaulted(itemModel)) {
    const value = given[name] === undefined ? model.defaultValue!() : undefined
    if (value !== undefined) given[name] = prepare(model, value, [name], issues)
  }
  const encoded = runEncode(zodObject(schema), given, issues)
  if (issues.length > 0) throw invalid(entity, issues)
  return Object.assign(bareObject<unknown>(), encoded)
}

/**
 * Makes the stored item of encoded values, under their stored names. What is undefined, or lives in the key alone, is left out.
 * @throws InvalidItemError `item.invalid` for what has no stored form
 */
export function marshalItem({ entity, attributes }: ItemModel, encoded: Readonly<Record<string, unknown>>): StoredItem {
  const issues: Issue[] = []
  const item = bareObject<AttributeValue>()
  for (const { name, storedName, stored, model } of attributes.values()) {
    const value = stored && Object.hasOwn(encoded, name) ? encoded[name] : undefined
    const marshalled = value === undefined ? undefined : marshal(model, value, [name], issues)
    if (marshalled) item[storedName] = marshalled
  }
  if (issues.length > 0) throw invalid(entity, issues)
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
  let encoded: unknown
  if (purpose === 'whole' || model.converts) {
    const given = prepare(model, value, path, issues)
    if (issues.length === 0) encoded = runEncode(model.schema, given, issues, path)
  } else encoded = overwrite(model, value)
  const stored = issues.length === 0 ? marshal(model, encoded, path, issues) : undefined
  if (stored) return stored
  if (purpose === 'whole') throw invalid(entity, issues)
  throw new MonotableError('expression.invalidValue', { path: formatPath(path), reason: reasonOf(issues, path) })
}

/** Whether a value of the application's is valid in this place. */
export function accepts(model: AttributeModel, value: unknown): boolean {
  const issues: Issue[] = []
  runEncode(model.schema, value, issues)
  return issues.length === 0
}

/**
 * The encoded value of a key attribute: of a Date, say, the text that its codec makes. It is not validated, for it may be
 * the bound of a query.
 * @throws InvalidKeyError `key.illFormedValue` when a codec refuses it
 */
export function encodeKeyValue({ name, model }: AttributeEntry, value: unknown): unknown {
  if (!model.converts || value == null) return overwrite(model, value)
  const issues: Issue[] = []
  const encoded = runEncode(model.schema, value, issues)
  if (issues.length > 0) throw illFormed(name, issues)
  return encoded
}

/**
 * The stored value of a key attribute that is stored as it is, from its encoded value.
 * @throws InvalidKeyError `key.illFormedValue`
 */
export function marshalKeyValue({ name, model }: AttributeEntry, encoded: unknown): AttributeValue {
  const issues: Issue[] = []
  const stored = marshal(model, encoded, [], issues)
  if (stored) return stored
  throw illFormed(name, issues)
}

const marshal = (model: AttributeModel, value: unknown, path: Path, issues: Issue[]) =>
  attempt(marshalWith, model, value, path, issues)

/** A value as zod can read it without losing or inventing anything. */
const prepare = (model: AttributeModel, value: unknown, path: Path, issues: Issue[]) =>
  (model.hazardous ? attempt(detachWith, model, value, path, issues) : undefined) ?? value

const marshalWith = (model: AttributeModel, value: unknown, at: Trail) => model.marshal(value, at)
const detachWith = (_: AttributeModel, value: unknown, at: Trail) => detach(value, at)

/** A walk through a value, whose fault, if it has one, becomes an issue. */
function attempt<T>(
  walk: (model: AttributeModel, value: unknown, at: Trail) => T,
  model: AttributeModel,
  value: unknown,
  path: Path,
  issues: Issue[],
): T | undefined {
  const at = path.slice()
  try {
    return walk(model, value, at)
  } catch (error) {
    // Only values that hold themselves, or are nested by the thousands, use up the stack.
    const fault = error instanceof RangeError ? tooDeep : error
    if (!(fault instanceof Fault)) throw error
    issues.push({ path: fault === tooDeep ? path : at, code: fault.code, message: fault.message })
    return undefined
  }
}

/**
 * A copy of a value whose objects inherit nothing, for zod to read: in a plain one it takes an inherited `constructor` for a value.
 * @throws Fault for an own `__proto__`, which zod would leave out without a word
 */
function detach(value: unknown, at: Trail): unknown {
  const inside = (segment: string | number, part: unknown) => {
    at.push(segment)
    if (segment === '__proto__') throw new Fault(...reservedName)
    const copy = detach(part, at)
    at.pop()
    return copy
  }
  if (Array.isArray(value)) return value.map((element, index) => inside(index, element))
  if (!isPlainObject(value)) return value
  const copy = bareObject<unknown>()
  for (const name of Object.keys(value)) copy[name] = inside(name, value[name])
  return copy
}

const invalid = (entity: string, issues: readonly Issue[]) => new InvalidItemError('item.invalid', { entity, issues })

const illFormed = (attribute: string, issues: readonly Issue[]) =>
  new InvalidKeyError('key.illFormedValue', { attribute, reason: reasonOf(issues, []) })

function reasonOf(issues: readonly Issue[], path: Path): string {
  return issues
    .map(issue => (issue.path.length > path.length ? `${formatPath(issue.path)} ${issue.message}` : issue.message))
    .join('; ')
}
