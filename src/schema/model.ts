import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { $ZodType } from 'zod/v4/core'
import type { Issue } from '../errors/item-errors.js'
import type { AttributeModel, Storage, StoredType } from './attribute-model.js'
import { runDecode } from './run-zod.js'

/** What the wrappers around a schema say: nullable, codec, default or prefault, catch. */
export interface Wrappers {
  readonly nullable: boolean
  readonly converts: boolean
  readonly defaulted: boolean
  readonly caught: boolean
}

const unwrapped: Wrappers = { nullable: false, converts: false, defaulted: false, caught: false }

/** Names that plain objects inherit: zod loses an own `__proto__`, and takes what is inherited for a value. */
const inheritedNames = Object.getOwnPropertyNames(Object.prototype)

const isHazard = (model: AttributeModel): boolean =>
  (model.kind === 'map' || model.kind === 'record') && inheritedNames.some(name => model.child(name))

/** One place of a schema: its wrappers, and the storage of what they wrap. Facts that lazy schemas can hide are found when first asked for. */
export class Model implements AttributeModel {
  #types: readonly StoredType[] | undefined
  #converts: boolean | undefined
  #hazardous: boolean | undefined
  #unbounded: boolean | undefined

  constructor(
    readonly schema: $ZodType,
    readonly base: $ZodType,
    readonly storage: Storage,
    readonly wrappers: Wrappers = unwrapped,
  ) {}

  get kind() {
    return this.storage.kind
  }

  get parts() {
    return this.storage.parts
  }

  get element() {
    return this.storage.element
  }

  get types() {
    const { storage, wrappers } = this
    this.#types ??= wrappers.nullable && !storage.types.includes('NULL') ? [...storage.types, 'NULL'] : storage.types
    return this.#types
  }

  get nullable() {
    return this.types.includes('NULL')
  }

  get optional() {
    return this.schema._zod.optin !== undefined
  }

  get converts() {
    this.#converts ??= reaches(this, model => model instanceof Model && model.wrappers.converts)
    return this.#converts
  }

  get hazardous() {
    this.#hazardous ??= reaches(this, isHazard)
    return this.#hazardous
  }

  get unbounded() {
    this.#unbounded ??= reaches(
      this,
      model => model.kind === 'any' || (model instanceof Model && model.storage.recursive === true),
    )
    return this.#unbounded
  }

  get defaultValue() {
    if (!this.wrappers.defaulted && this.schema._zod.optin !== 'defaulted') return undefined
    return () => runDecode(this.schema, undefined).value
  }

  child(segment: string | number) {
    return this.storage.child(segment)
  }

  marshal(value: unknown): AttributeValue {
    return value === null && this.wrappers.nullable ? { NULL: true } : this.storage.marshal(value)
  }

  unmarshal(stored: AttributeValue, issues: Issue[]): unknown {
    if (stored.NULL && this.wrappers.nullable) return null
    const before = issues.length
    const value = this.storage.unmarshal(stored, issues)
    if (issues.length === before || !this.wrappers.caught) return value
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

/** What a required attribute reads as that is not stored: a set that lost its last element is gone with it. */
export function missingValue(model: AttributeModel): Set<never> | undefined {
  return model.kind.endsWith('Set') && !model.optional ? new Set() : undefined
}
