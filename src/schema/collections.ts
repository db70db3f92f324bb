import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { Issue } from '../errors/item-errors.js'
import type { AttributeModel, Storage } from './attribute-model.js'
import { wrongType } from './attribute-model.js'
import { Fault, nestIssues, within } from './fault.js'
import { canonicalNumber } from './numbers.js'
import { mismatch } from './scalars.js'

/** An array, or a tuple: `items` have models of their own, `rest` is the model of what follows. */
export class ListStorage implements Storage {
  readonly kind = 'list'
  readonly types = ['L'] as const
  readonly parts: readonly AttributeModel[]

  /** `join` makes one model of several, where a value may be any of theirs. */
  constructor(
    readonly items: readonly AttributeModel[],
    readonly rest: AttributeModel | undefined,
    readonly join: (models: readonly AttributeModel[]) => AttributeModel | undefined,
  ) {
    this.parts = rest ? [...items, rest] : items
  }

  get element() {
    return this.join(this.parts)
  }

  child(segment: string | number) {
    return typeof segment === 'number' ? (this.items[segment] ?? this.rest) : undefined
  }

  marshal(value: unknown): AttributeValue {
    if (!Array.isArray(value)) throw mismatch('an array', value)
    const stored: AttributeValue[] = []
    let index = 0
    try {
      for (; index < value.length; index++) {
        const model = this.items[index] ?? this.rest
        if (model === undefined) throw new Fault('tooManyElements', 'is one element too many')
        stored.push(model.marshal(value[index]))
      }
    } catch (error) {
      throw within(error, index)
    }
    return { L: stored }
  }

  unmarshal(stored: AttributeValue, issues: Issue[]): unknown {
    if (stored.L === undefined) return wrongType(this.types, stored, issues)
    const list: unknown[] = []
    for (const [index, element] of stored.L.entries()) {
      const start = issues.length
      // An element too many is read as undefined: zod tells of it.
      list.push((this.items[index] ?? this.rest)?.unmarshal(element, issues))
      if (issues.length > start) nestIssues(issues, start, index)
    }
    return list
  }
}

const tags = { S: 'SS', N: 'NS', B: 'BS' } as const
/** What makes elements equal to DynamoDB, which refuses a set that has two of them. */
const identities = { S: (text: string) => text, N: canonicalNumber, B: String }

/** A set, of elements that are all stored as strings, as numbers or as binaries. */
export class SetStorage implements Storage {
  readonly parts: readonly AttributeModel[]
  readonly types: readonly [(typeof tags)[keyof typeof tags]]
  readonly kind

  constructor(
    readonly element: AttributeModel,
    readonly type: keyof typeof tags,
  ) {
    this.parts = [element]
    this.types = [tags[type]]
    const numbers = element.kind === 'bigint' ? 'bigintSet' : 'numberSet'
    this.kind = ({ S: 'stringSet', N: numbers, B: 'binarySet' } as const)[type]
  }

  child() {
    return undefined
  }

  marshal(value: unknown): AttributeValue {
    if (!(value instanceof Set)) throw mismatch('a Set', value)
    if (value.size === 0)
      throw new Fault(
        'emptySet',
        'is an empty set, which DynamoDB does not store: leave it out, and make it optional in the schema',
      )
    const identity = identities[this.type] as (value: unknown) => string
    const stored = new Map<string, unknown>()
    for (const element of value) {
      const scalar = this.element.marshal(element)[this.type]
      stored.set(identity(scalar), scalar)
    }
    return { [this.types[0]]: [...stored.values()] } as unknown as AttributeValue
  }

  unmarshal(stored: AttributeValue, issues: Issue[]): unknown {
    const elements: readonly unknown[] | undefined = stored[this.types[0]]
    if (elements === undefined) return wrongType(this.types, stored, issues)
    return new Set(
      elements.map(element => this.element.unmarshal({ [this.type]: element } as unknown as AttributeValue, issues)),
    )
  }
}
