import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { Issue } from '../errors/item-errors.js'
import type { AttributeKind, AttributeModel, Storage, StoredType } from './attribute-model.js'
import { typeOf, wrongType } from './attribute-model.js'
import { Fault } from './fault.js'
import { runDecode } from './run-zod.js'
import { mismatch } from './scalars.js'

const scalars: ReadonlySet<AttributeKind> = new Set([
  'string',
  'number',
  'bigint',
  'numeric',
  'boolean',
  'null',
  'binary',
])

/** Several options, discriminated or not. The first that fits a value is taken, as zod does. */
export class UnionStorage implements Storage {
  #kind: AttributeKind | undefined
  #types: readonly StoredType[] | undefined

  /** `join` makes one model of several, where a value may be any of theirs. */
  constructor(
    readonly parts: readonly AttributeModel[],
    readonly join: (models: readonly AttributeModel[]) => AttributeModel | undefined,
  ) {}

  /** The kind of its options where they are scalars of one kind, null aside: literals, say. */
  get kind() {
    if (this.#kind === undefined) {
      const kinds = new Set(this.parts.map(option => option.kind))
      if (kinds.size > 1) kinds.delete('null')
      const [kind = 'union'] = kinds
      this.#kind = kinds.size === 1 && scalars.has(kind) ? kind : 'union'
    }
    return this.#kind
  }

  get types() {
    this.#types ??= [...new Set(this.parts.flatMap(option => option.types))]
    return this.#types
  }

  get element() {
    return this.join(this.parts.map(option => option.element).filter(element => element !== undefined))
  }

  child(segment: string | number) {
    return this.join(this.parts.map(option => option.child(segment)).filter(child => child !== undefined))
  }

  marshal(value: unknown): AttributeValue {
    const types = storedTypes(value)
    const typed = this.parts.filter(option => types.some(type => option.types.includes(type)))
    const [first] = typed
    if (first && typed.length === 1) return first.marshal(value)
    const admitting = typed.filter(option => admits(option, value))
    // What is only compared need not be one of the literals that the schema lists.
    const literals = typed.filter(option => option.schema._zod.values)
    let fault: Fault | undefined
    for (const option of [...admitting, ...literals]) {
      try {
        return option.marshal(value)
      } catch (error) {
        if (!(error instanceof Fault)) throw error
        fault ??= error
      }
    }
    throw fault ?? mismatch('a value of one of its options', value)
  }

  unmarshal(stored: AttributeValue, issues: Issue[]): unknown {
    const type = typeOf(stored)
    const typed = this.parts.filter(option => option.types.includes(type!))
    const [first] = typed
    if (first === undefined) return wrongType(this.types, stored, issues)
    if (typed.length === 1 || this.kind !== 'union') return first.unmarshal(stored, issues)
    const admitting = typed.filter(option => admitsStored(option, stored))
    const candidates = admitting.length > 0 ? admitting : typed
    if (candidates.length > 1) {
      for (const option of candidates) {
        const faults: Issue[] = []
        const value = option.unmarshal(stored, faults)
        if (faults.length === 0 && runDecode(option.schema, value).issues === undefined) return value
      }
    }
    return candidates[0]!.unmarshal(stored, issues)
  }
}

const byType: Readonly<Record<string, readonly StoredType[]>> = {
  string: ['S', 'N'],
  number: ['N'],
  bigint: ['N'],
  boolean: ['BOOL'],
}

/** The types that an encoded value can be stored as. */
function storedTypes(value: unknown): readonly StoredType[] {
  if (typeof value !== 'object') return byType[typeof value] ?? []
  if (value === null) return ['NULL']
  if (Array.isArray(value)) return ['L']
  if (value instanceof Uint8Array) return ['B']
  return value instanceof Set ? ['SS', 'NS', 'BS'] : ['M']
}

/** Whether an encoded value has the literal values that an option asks for: of itself, or of its members. */
function admits({ schema }: AttributeModel, value: unknown): boolean {
  const { values, propValues } = schema._zod
  if (values) return values.has(value as string)
  if (!propValues || typeof value !== 'object' || value === null) return true
  return Object.entries(propValues).every(([name, allowed]) => {
    const member = (value as Record<string, unknown>)[name]
    return member === undefined || allowed.has(member as string)
  })
}

/** The same of a stored value, without reading all of it. */
function admitsStored(option: AttributeModel, stored: AttributeValue): boolean {
  const { values, propValues } = option.schema._zod
  if (values) return values.has(option.unmarshal(stored, []) as string)
  if (!propValues || stored.M === undefined) return true
  return Object.entries(propValues).every(([name, allowed]) => {
    const member = stored.M[name]
    return member === undefined || allowed.has(option.child(name)?.unmarshal(member, []) as string)
  })
}
