import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { $ZodType } from 'zod/v4/core'
import * as z from 'zod/v4/core'
import type { Issue } from '../../src/errors/item-errors.js'
import { DefinitionError, InvalidItemError } from '../../src/errors/monotable-error.js'
import { decodeItem } from '../../src/schema/decode.js'
import { encodeItem, marshalItem } from '../../src/schema/encode.js'
import { createItemModel, type ItemModel, type ItemModelOptions, type StoredItem } from '../../src/schema/item-model.js'
import { parseDecimal } from '../../src/schema/numbers.js'
import type { ObjectSchema } from '../../src/schema/object-schema.js'

/** The model of an entity with one attribute, `a`. */
export const modelOf = (schema: $ZodType, options?: ItemModelOptions): ItemModel =>
  createItemModel(
    'Thing',
    new z.$ZodObject({ type: 'object', shape: { a: schema } }) as unknown as ObjectSchema,
    options,
  )

/** The model of a schema as an attribute. */
export const attributeOf = (schema: $ZodType) => modelOf(schema).attributes.get('a')!.model

/** Writes an item as create does, without its keys. */
export const write = (model: ItemModel, item: object): StoredItem => marshalItem(model, encodeItem(model, { ...item }))

/** Reads an item that must be valid. */
export function read(model: ItemModel, stored: StoredItem): object {
  const result = decodeItem(model, stored, new Map())
  if ('issues' in result) throw new Error(JSON.stringify(result.issues))
  return result.item
}

/** How one value of a schema is stored. */
export const storedForm = (schema: $ZodType, value: unknown): AttributeValue | undefined =>
  write(modelOf(schema), { a: value }).a

/** What a stored value of a schema is read as. */
export const readForm = (schema: $ZodType, stored: AttributeValue): unknown =>
  (read(modelOf(schema), { a: stored }) as { a?: unknown }).a

const brief = ({ path, code, message }: Issue) => ({ path: path.join('/'), code, message })

/** What is wrong with a value that is written. */
export function writeIssues(schema: $ZodType, value: unknown) {
  try {
    storedForm(schema, value)
  } catch (error) {
    if (error instanceof InvalidItemError && 'issues' in error.details) return error.details.issues.map(brief)
    throw error
  }
  return []
}

/** What is wrong with a value that is stored. */
export function readIssues(schema: $ZodType, stored: AttributeValue | undefined) {
  const result = decodeItem(modelOf(schema), stored ? { a: stored } : {}, new Map())
  return 'issues' in result ? result.issues.map(brief) : []
}

/** Why a schema is refused, and where. */
export function refusal(schema: $ZodType, options?: ItemModelOptions) {
  try {
    modelOf(schema, options)
  } catch (error) {
    if (error instanceof DefinitionError && error.code === 'definition.schema') {
      const { path, reason } = error.details as { path: string; reason: string }
      return { path, reason }
    }
    throw error
  }
  return undefined
}

/** What DynamoDB gives back for what it was given: numbers written out, sets in another order. */
function stored(value: AttributeValue): AttributeValue {
  if (value.N !== undefined) return { N: plainNumber(value.N) }
  if (value.NS) return { NS: value.NS.map(plainNumber).reverse() }
  if (value.SS) return { SS: value.SS.toReversed() }
  if (value.BS) return { BS: value.BS.toReversed() }
  if (value.L) return { L: value.L.map(stored) }
  if (value.M) return { M: storedItem(value.M) }
  return value
}

export const storedItem = (item: StoredItem): StoredItem => {
  const copy: StoredItem = Object.create(null)
  for (const name of Object.keys(item).reverse()) copy[name] = stored(item[name]!)
  return copy
}

function plainNumber(text: string): string {
  const { sign, digits, exponent } = parseDecimal(text)!
  if (digits === '') return '0'
  const whole = exponent > 0 ? digits.slice(0, exponent).padEnd(exponent, '0') : '0'
  const fraction = exponent > 0 ? digits.slice(exponent) : '0'.repeat(-exponent) + digits
  return `${sign < 0 ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`
}
