import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { MonotableError } from '../errors/monotable-error.js'
import { typeOf } from '../schema/attribute-model.js'
import { encodeValue } from '../schema/encode.js'
import { formatPath, type Path } from '../schema/path.js'
import type { Place } from './attribute-path.js'

/**
 * A value in the form that is stored at a place, to be compared with what is there: converted, not validated.
 * @throws MonotableError `expression.invalidValue`
 */
export function encodeOperand(value: unknown, { model, path }: Place, entity: string): AttributeValue {
  if (value === undefined) throw invalidValue(path, 'it is undefined; use exists or notExists')
  if (model === undefined) throw invalidValue(path, 'it can only be compared with stored values')
  return encodeValue(model, value, path, 'operand', entity)
}

/** What a string or binary is asked to begin with. It need not be a whole value, so the schema has no say in it. */
export function encodePrefix(value: unknown, { path }: Place): AttributeValue {
  const text = asText(value)
  if (text === undefined) throw invalidValue(path, 'only strings and binaries begin with something')
  return text
}

/** What a string, list or set is asked to contain. */
export function encodeHeld(value: unknown, place: Place, entity: string): AttributeValue {
  const { model, path } = place
  const text = asText(value)
  if (text && (model === undefined || model.types.includes(typeOf(text)!))) return text
  if (model?.element === undefined) throw invalidValue(path, 'nothing of this type is in it')
  return encodeOperand(value, { ...place, model: model.element }, entity)
}

/** What a size is compared with. */
export function encodeSize(value: unknown, { path }: Place): AttributeValue {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw invalidValue(path, 'a size is compared with a number')
  return { N: String(value) }
}

export function invalidValue(path: Path, reason: string): MonotableError {
  return new MonotableError('expression.invalidValue', { path: formatPath(path), reason })
}

function asText(value: unknown): AttributeValue | undefined {
  if (typeof value === 'string') return { S: value }
  return value instanceof Uint8Array ? { B: value } : undefined
}
