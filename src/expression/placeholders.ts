import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { typeOf } from '../schema/attribute-model.js'
import type { Path } from '../schema/path.js'

/** The first placeholders of a sort, of which most commands need no more: as names of members they are made once. */
const firstOf = (prefix: string): readonly string[] => Array.from({ length: 32 }, (_, index) => prefix + index)

const firstNames = firstOf('#n')
const firstValues = firstOf(':v')

/** The placeholders of one sort, and what they stand for. */
class Known<T> {
  readonly #placeholders = new Map<unknown, string>()
  #record: Record<string, T> | undefined

  constructor(
    readonly prefix: string,
    readonly first: readonly string[],
  ) {}

  /** The placeholder of what is meant; `identity` is what makes two of these the same. */
  placeholderOf(identity: unknown, meant: T): string {
    const known = this.#placeholders.get(identity)
    if (known !== undefined) return known
    const { size } = this.#placeholders
    const placeholder = this.first[size] ?? this.prefix + size
    this.#placeholders.set(identity, placeholder)
    this.#record ??= {}
    this.#record[placeholder] = meant
    return placeholder
  }

  record(): Record<string, T> | undefined {
    return this.#record
  }
}

/**
 * The names and values of a command's expressions. No name and no value is ever part of an expression's text: the text has
 * `#n0` and `:v0` for them, made here alone. A name, and a scalar value, has one placeholder however often it occurs.
 */
export class Placeholders {
  readonly #names = new Known<string>('#n', firstNames)
  readonly #values = new Known<AttributeValue>(':v', firstValues)

  /** The placeholder of a stored name. */
  name(stored: string): string {
    return this.#names.placeholderOf(stored, stored)
  }

  /** The placeholder of a value. */
  value(value: AttributeValue): string {
    const scalar = value.S ?? value.N ?? value.BOOL
    return this.#values.placeholderOf(scalar === undefined ? value : `${typeOf(value)}${scalar}`, value)
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
    return this.#names.record()
  }

  /** `ExpressionAttributeValues`; undefined where there are none. */
  values(): Record<string, AttributeValue> | undefined {
    return this.#values.record()
  }
}
