import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { compileCondition } from '../expression/compile-condition.js'
import { conditionIn, conditionOperators } from '../expression/condition-operators.js'
import { Placeholders } from '../expression/placeholders.js'
import { createRefs } from '../expression/refs.js'
import { openModel } from '../schema/generic.js'
import type { AttributeEntry, ItemModel } from '../schema/item-model.js'
import type { Path } from '../schema/path.js'
import { writeText } from './condition-text.js'
import type { ConditionOf } from './options.js'

const plain: unique symbol = Symbol('plain')

/** A value on its way through conditions, which know stored values: by its tag they see what can be done with it. */
type Token = AttributeValue & { readonly [plain]?: unknown }

const tokenOf = (value: unknown): AttributeValue => ({ ...tagged(value), [plain]: value }) as Token

function tagged(value: any): AttributeValue {
  if (typeof value === 'string') return { S: value }
  if (typeof value === 'bigint' || Number.isFinite(value)) return { N: String(value) }
  if (typeof value === 'boolean') return { BOOL: value }
  if (value instanceof Uint8Array) return { B: value }
  // NumberValue of lib-dynamodb is a number. What is in anything else is lib-dynamodb's business.
  return value?.toAttributeValue?.() ?? { M: {} }
}

/** The value behind a token; what conditions make themselves are texts, binaries and numbers. */
const plainOf = (token: Token): unknown => (plain in token ? token[plain] : (token.S ?? token.B ?? Number(token.N)))

const model = openModel(tokenOf)
const anyItem = {
  entity: 'item',
  attributes: {
    get: (name: string): AttributeEntry => ({ name, storedName: name, stored: true, model }),
  },
} as unknown as ItemModel

/** The expressions of one command: no name and no value is part of their texts. Values are plain: lib-dynamodb converts them. */
export class Expressions {
  readonly #placeholders = new Placeholders()

  name(name: string): string {
    return this.#placeholders.name(name)
  }

  path(path: Path): string {
    return this.#placeholders.path(path)
  }

  value(value: unknown): string {
    return this.#placeholders.value(tokenOf(value))
  }

  /**
   * A filter or condition.
   * @throws MonotableError `expression.empty`, `expression.invalidValue`
   */
  condition<T>(given: ConditionOf<T>): string {
    if (typeof given !== 'function')
      return writeText(typeof given === 'string' ? { expression: given } : { ...given }, this)
    return compileCondition(conditionIn(given(createRefs(), conditionOperators)), anyItem, this.#placeholders)
  }

  /** What the placeholders stand for; nothing where there are none, as DynamoDB demands. */
  attributes(): { ExpressionAttributeNames?: Record<string, string>; ExpressionAttributeValues?: Record<string, any> } {
    const names = this.#placeholders.names()
    const values = this.#placeholders.values()
    return {
      ...(names && { ExpressionAttributeNames: names }),
      ...(values && {
        ExpressionAttributeValues: Object.fromEntries(
          Object.entries(values).map(([placeholder, token]) => [placeholder, plainOf(token)]),
        ),
      }),
    }
  }
}
