import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { encodeValue } from '../schema/encode.js'
import type { Place } from './attribute-path.js'
import { encodeOperand, invalidValue } from './encode-operand.js'

/** A value in the form in which a change needs it. */
export type Encode = (value: unknown, place: Place, entity: string) => AttributeValue

/** What a place is set to: validated. */
export const encodeWhole: Encode = (value, { model, path }, entity) => {
  if (value === undefined) throw invalidValue(path, 'it is undefined; use remove')
  if (model === undefined) throw invalidValue(path, 'it can only be set to stored values')
  return encodeValue(model, value, path, 'whole', entity)
}

/** What is added to a number or taken from it: an amount need not be within the bounds of what it changes. */
export const encodeAmount: Encode = (value, place, entity) => {
  if (typeof value !== 'number' && typeof value !== 'bigint')
    throw invalidValue(place.path, 'only numbers are added and taken away')
  return encodeOperand(value, place, entity)
}

/** What is joined to a list: each element is validated, the length is not. */
export const encodeElements: Encode = (value, place, entity) => {
  if (!Array.isArray(value)) throw invalidValue(place.path, 'only lists are joined to a list')
  return { L: value.map((element, index) => encodeWhole(element, inside(place, index), entity)) }
}

/** What `ADD` takes: an amount, or elements for a set, each of which is validated. */
export const encodeAddition: Encode = (value, place, entity) =>
  value instanceof Set
    ? setOf(value, place, element => encodeWhole(element, inside(place), entity))
    : encodeAmount(value, place, entity)

/** What `DELETE` takes: elements of a set. */
export const encodeDeletion: Encode = (value, place, entity) => {
  if (!(value instanceof Set)) throw invalidValue(place.path, 'only elements of a set are deleted')
  return setOf(value, place, element => encodeOperand(element, inside(place), entity))
}

/** The place of an element. */
function inside(place: Place, index?: number): Place {
  const model = place.model && (index === undefined ? place.model.element : place.model.child(index))
  if (model === undefined) throw invalidValue(place.path, 'nothing of this type is in it')
  return { ...place, model, path: index === undefined ? place.path : [...place.path, index] }
}

function setOf(
  values: ReadonlySet<unknown>,
  { path }: Place,
  encode: (value: unknown) => AttributeValue,
): AttributeValue {
  const [first, ...others] = Array.from(values, encode)
  if (first === undefined) throw invalidValue(path, 'the set is empty')
  const elements = [first, ...others]
  if (first.N !== undefined) return { NS: elements.map(element => element.N!) }
  return first.B !== undefined
    ? { BS: elements.map(element => element.B!) }
    : { SS: elements.map(element => element.S!) }
}
