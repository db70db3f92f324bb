import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { Path } from '../schema/path.js'

/**
 * The names and values of a command's expressions. No name and no value is ever part of an expression's text: the text has
 * `#n0` and `:v0` for them, made here alone. A name, and a scalar value, has one placeholder however often it occurs.
 */
export class Placeholders {
  readonly #names = new Map<string, string>()
  readonly #values: [string, AttributeValue][] = []
  readonly #scalars = new Map<string, string>()

  /** The placeholder of a stored name. */
  name(stored: string): string {
    let placeholder = this.#names.get(stored)
    if (placeholder === undefined) {
      placeholder = `#n${this.#names.size}`
      this.#names.set(stored, placeholder)
    }
    return placeholder
  }

  /** The placeholder of a value. */
  value(value: AttributeValue): string {
    const scalar = textOf(value)
    const known = scalar && this.#scalars.get(scalar)
    if (known) return known
    const placeholder = `:v${this.#values.length}`
    this.#values.push([placeholder, value])
    if (scalar) this.#scalars.set(scalar, placeholder)
    return placeholder
  }

  /** A path with a placeholder for each name: `#n0.#n1[2]`. */
  path(stored: Path): string {
    let text = ''
    for (const segment of stored) {
      if (typeof segment === 'number') text += `[${segment}]`
      else text += text === '' ? this.name(segment) : `.${this.name(segment)}`
    }
    return text
  }

  /** `ExpressionAttributeNames`; undefined where there are none, which is what DynamoDB wants. */
  names(): Record<string, string> | undefined {
    if (this.#names.size === 0) return undefined
    const names: Record<string, string> = {}
    for (const [stored, placeholder] of this.#names) names[placeholder] = stored
    return names
  }

  /** `ExpressionAttributeValues`; undefined where there are none. */
  values(): Record<string, AttributeValue> | undefined {
    return this.#values.length === 0 ? undefined : Object.fromEntries(this.#values)
  }
}

function textOf({ S, N, BOOL }: AttributeValue): string | undefined {
  if (S !== undefined) return `S${S}`
  if (N !== undefined) return `N${N}`
  return BOOL === undefined ? undefined : `BOOL${BOOL}`
}
