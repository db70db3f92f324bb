import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { typeOf } from '../schema/attribute-model.js'
import { encodeValue } from '../schema/encode.js'
import { anything } from '../schema/generic.js'
import { invalidValue, type Place } from './attribute-path.js'

/**
 * The stored form of a value that is compared with a place, or changes it.
 * @throws MonotableError `expression.invalidValue`; InvalidItemError where a value is validated
 */
export type Encode = (value: unknown, place: Place) => AttributeValue

/** What is compared is converted; what is written is validated too. */
const encodeAs =
  (purpose: 'operand' | 'whole', instead: string): Encode =>
  (value, place) =>
    value === undefined
      ? refuse(place, `it is undefined; use ${instead}`)
      : encodeValue(place.model ?? refuse(place, misfit), value, place.path, purpose, place.entity)

export const encodeOperand = encodeAs('operand', 'exists or notExists')
const encodeWhole = encodeAs('whole', 'remove')

/** An amount need not be within the bounds of what it changes. */
const encodeAmount: Encode = (value, place) =>
  typeof value === 'number' || typeof value === 'bigint'
    ? encodeOperand(value, place)
    : refuse(place, 'only numbers are added or taken away')

const asText = (value: unknown): AttributeValue | undefined =>
  typeof value === 'string' ? { S: value } : value instanceof Uint8Array ? { B: value } : undefined

/** Each of the values as an element of a list or set. */
function encodeElements(values: Iterable<unknown>, place: Place, encode: Encode): AttributeValue[] {
  const model = place.model?.element ?? refuse(place, misfit)
  return Array.from(values, (value, index) => encode(value, { ...place, model, path: [...place.path, index] }))
}

function encodeSet(values: ReadonlySet<unknown>, place: Place, encode: Encode): AttributeValue {
  const elements = encodeElements(values, place, encode)
  const type = typeOf(elements[0] ?? refuse(place, 'the set is empty')) as 'S'
  // The schema may have made two elements equal, which DynamoDB refuses.
  const distinct = new Map(elements.map(element => [JSON.stringify(element), element[type]]))
  return { [`${type}S`]: [...distinct.values()] } as unknown as AttributeValue
}

/** How values are encoded, by the kind of the node or action that has them. Those of other tests are operands. */
export const encoders: Readonly<Partial<Record<string, Encode>>> = {
  size: (value, place) =>
    Number.isFinite(value)
      ? encodeOperand(value, { ...place, model: anything })
      : refuse(place, 'a size is compared with a number'),
  // Not a whole value: the schema has no say in it.
  beginsWith: (value, place) => asText(value) ?? refuse(place, 'only strings and binaries begin with something'),
  contains(value, place) {
    const text = asText(value)
    if (text && place.model?.types.includes(typeOf(text)!)) return text
    return encodeOperand(value, { ...place, model: place.model?.element })
  },
  type: value => ({ S: String(value) }),
  set: encodeWhole,
  plus: encodeAmount,
  minus: encodeAmount,
  append: (value, place) =>
    Array.isArray(value)
      ? { L: encodeElements(value, place, encodeWhole) }
      : refuse(place, 'only lists are joined to a list'),
  add: (value, place) => (value instanceof Set ? encodeSet(value, place, encodeWhole) : encodeAmount(value, place)),
  delete: (value, place) =>
    value instanceof Set ? encodeSet(value, place, encodeOperand) : refuse(place, 'only elements of a set are deleted'),
}

const misfit = 'nothing of this type is in it'

function refuse({ path }: Place, reason: string): never {
  throw invalidValue(path, reason)
}
