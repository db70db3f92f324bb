import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { typeOf } from '../schema/attribute-model.js'
import type { Path } from '../schema/path.js'

/** Placeholders with what they stand for, by what makes two of these the same. */
type Known<T> = Map<unknown, readonly [placeholder: string, meant: T]>

/**
 * The names and values of a command's expressions. No name and no value is ever part of an expression's text: the text has
 * `#n0` and `:v0` for them, made here alone. A name, and a scalar value, has one placeholder however often it occurs.
 */
export class Placeholders {
  readonly #names: Known<string> = new Map()
  readonly #values: Known<AttributeValue> = new Map()

  /** The placeholder of a stored name. */
  name(stored: string): string {
    return placeholderOf(this.#names, '#n', stored, stored)
  }

  /** The placeholder of a value. */
  value(value: AttributeValue): string {
    const scalar = value.S ?? value.N ?? value.BOOL
    return placeholderOf(this.#values, ':v', scalar === undefined ? value : `${typeOf(value)}${scalar}`, value)
  }

  /** A path with a placeholder for each name: `#n0.#n1[2]`. */
  path(stored: Path): string {
    let text = ''
    for (const segment of stored)
      text += typeof segment === 'number' ? `[${segment}]` : `${text && '.'}${this.name(segment)}`
    return text
  }

  /** `ExpressionAttributeNames`; undefined where there are none, which is what DynamoDB wants. */
  names(): Record<string, string> | undefined {
    return recordOf(this.#names)
  }

  /** `ExpressionAttributeValues`; undefined where there are none. */
  values(): Record<string, AttributeValue> | undefined {
    return recordOf(this.#values)
  }
}

function placeholderOf<T>(known: Known<T>, prefix: string, identity: unknown, meant: T): string {
  if (!known.has(identity)) known.set(identity, [prefix + known.size, meant])
  return known.get(identity)![0]
}

function recordOf<T>(known: Known<T>): Record<string, T> | undefined {
  if (known.size === 0) return undefined
  const record: Record<string, T> = {}
  for (const [placeholder, meant] of known.values()) record[placeholder] = meant
  return record
}
