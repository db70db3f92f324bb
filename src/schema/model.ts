import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { $ZodType } from 'zod/v4/core'
import type { Issue } from '../errors/item-errors.js'
import { type AttributeModel, type MapParts, type Storage, type StoredType, typeOf } from './attribute-model.js'
import { Fault, type Trail, tell } from './fault.js'
import { once } from './once.js'
import { runDecode } from './run-zod.js'

/** Levels of nesting that DynamoDB allows, a top-level attribute's value being the first. */
export const MAX_LEVELS = 32

export const tooDeep = new Fault('tooDeep', `is nested over ${MAX_LEVELS} levels deep, or holds itself`)

/** Names that plain objects inherit: zod loses an own `__proto__`, and takes what is inherited for a value. */
const inheritedNames = Object.getOwnPropertyNames(Object.prototype)

const isConverted = ({ wrappers }: AttributeModel) => wrappers.has('pipe')

const isOpen = ({ kind }: AttributeModel) => kind === 'any'

const isHazard = (model: AttributeModel) =>
  (model.kind === 'map' || model.kind === 'record') && inheritedNames.some(name => model.child(name))

/** One place of a schema: its wrappers, and the storage of what they wrap. Facts that lazy schemas can hide are found when first asked for. */
export class Model implements AttributeModel {
  readonly #types = once(() => {
    const { types } = this.#storage()
    return this.#takesNull ? [...new Set<StoredType>([...types, 'NULL'])] : types
  })
  readonly #converts = once((): boolean => reaches(this, isConverted))
  readonly #altered = once((): boolean => reaches(this, model => isConverted(model) || isOpen(model)))
  readonly #hazardous = once((): boolean => reaches(this, model => isConverted(model) || isHazard(model)))
  readonly #storage: () => Storage
  readonly #takesNull: boolean
  #reading: Storage | undefined

  constructor(
    readonly schema: $ZodType,
    readonly base: $ZodType,
    storage: () => Storage,
    readonly wrappers: ReadonlySet<string> = new Set(),
  ) {
    this.#storage = storage
    this.#takesNull = wrappers.has('nullable')
  }

  get kind() {
    return this.#storage().kind
  }

  get parts(): readonly AttributeModel[] {
    const storage = this.#storage()
    // What a lazy schema stands for is a model itself, with wrappers of its own.
    return storage instanceof Model ? [storage] : (storage.parts ?? [])
  }

  get element() {
    return this.#storage().element
  }

  get fixed() {
    return this.#storage().fixed
  }

  get map(): MapParts | undefined {
    return this.nullable || isConverted(this) ? undefined : this.#storage().map
  }

  get types() {
    return this.#types()
  }

  get nullable() {
    return this.types.includes('NULL')
  }

  get optional() {
    return this.schema._zod.optin !== undefined
  }

  get converts() {
    return this.#converts()
  }

  get altered() {
    return this.#altered()
  }

  get hazardous() {
    return this.#hazardous()
  }

  get defaultValue() {
    const { schema, wrappers } = this
    if (!wrappers.has('default') && !wrappers.has('prefault') && schema._zod.optin !== 'defaulted') return undefined
    return () => runDecode(schema, undefined, [])
  }

  child(segment: string | number) {
    return this.#storage().child?.(segment)
  }

  marshal(value: unknown, at: Trail = []): AttributeValue {
    if (at.length > MAX_LEVELS) throw tooDeep
    return value === null && this.#takesNull ? { NULL: true } : this.#storage().marshal(value, at)
  }

  unmarshal(stored: AttributeValue | undefined, issues: Issue[], at: Trail = []): unknown {
    // A set that lost its last element is gone with it.
    if (stored === undefined) return this.kind === 'set' && !this.optional ? new Set() : undefined
    if (this.#takesNull && stored.NULL) return null
    const before = issues.length
    this.#reading ??= this.#storage()
    const value = this.#reading.unmarshal(stored, issues, at)
    if (value === undefined && issues.length === before)
      tell(issues, at, 'wrongType', `expected type ${this.types.join(' or ')}, found ${typeOf(stored) ?? 'nothing'}`)
    if (issues.length === before || !this.wrappers.has('catch')) return value
    // z.catch takes the place of whatever is wrong; NaN fits no schema, and so brings zod to it.
    issues.length = before
    return Number.NaN
  }
}

/** Whether a model, or one at any depth in it, is such. Of schemas that make new ones without end it takes the worse for true. */
function reaches(model: AttributeModel, isSuch: (model: AttributeModel) => boolean): boolean {
  const found = new Set([model])
  for (const one of found) {
    if (isSuch(one) || found.size > 1000) return true
    for (const part of one.parts) found.add(part)
  }
  return false
}
