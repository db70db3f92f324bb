import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { Issue } from '../errors/item-errors.js'
import type { AttributeModel, Storage } from './attribute-model.js'
import { wrongType } from './attribute-model.js'
import { bareObject } from './bare-object.js'
import { Fault, nestIssues, within } from './fault.js'
import { missingValue } from './model.js'
import { checkText, mismatch } from './scalars.js'

/** Whether a value is an object of names and values, and no instance of a class. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

export interface MapParts {
  readonly kind: 'map' | 'record'
  readonly members: ReadonlyMap<string, AttributeModel>
  /** The model of members under other names: a record's values, a catchall. */
  readonly rest?: AttributeModel | undefined
  /** The model of a record's names. */
  readonly names?: AttributeModel
  /** Whether other names are refused on reading too. */
  readonly strict?: boolean
}

/** A nested object or a record. */
export class MapStorage implements Storage {
  readonly types = ['M'] as const
  readonly parts: readonly AttributeModel[]
  readonly element = undefined
  #required: readonly string[] | undefined

  constructor(readonly of: MapParts) {
    this.parts = [...of.members.values(), of.rest, of.names].filter(part => part !== undefined)
  }

  get kind() {
    return this.of.kind
  }

  get required(): readonly string[] {
    this.#required ??= [...this.of.members].filter(([, model]) => !model.optional).map(([name]) => name)
    return this.#required
  }

  child(segment: string | number) {
    // What zod leaves out must not be written inside it either.
    return this.of.members.get(String(segment)) ?? (segment === '__proto__' ? undefined : this.of.rest)
  }

  marshal(value: unknown): AttributeValue {
    if (!isPlainObject(value)) throw mismatch('an object', value)
    const { members, rest } = this.of
    const stored = bareObject<AttributeValue>()
    let name = ''
    try {
      for (name of Object.keys(value)) {
        const member = value[name]
        if (member === undefined) continue
        const model = members.get(name) ?? rest
        if (model === undefined) throw new Fault('unrecognized_keys', 'is not in the schema')
        if (model === rest) checkName(name)
        stored[name] = model.marshal(member)
      }
      for (name of this.required) if (stored[name] === undefined) throw new Fault('required', 'is required')
    } catch (error) {
      throw within(error, name)
    }
    return { M: stored }
  }

  unmarshal(stored: AttributeValue, issues: Issue[]): unknown {
    if (stored.M === undefined) return wrongType(this.types, stored, issues)
    const { members, rest, strict } = this.of
    const value = bareObject<unknown>()
    for (const name of Object.keys(stored.M)) {
      const start = issues.length
      const model = members.get(name) ?? rest
      if (model === undefined) {
        if (strict) issues.push({ path: [], code: 'unrecognized_keys', message: 'is not in the schema' })
      } else if (name === '__proto__') issues.push(unreadable)
      else value[name] = model.unmarshal(stored.M[name]!, issues)
      if (issues.length > start) nestIssues(issues, start, name)
    }
    for (const name of this.required) {
      const missing = value[name] === undefined ? missingValue(members.get(name)!) : undefined
      if (missing) value[name] = missing
    }
    return value
  }
}

const unreadable = {
  path: [],
  code: 'reservedName',
  message: "zod leaves out what is named '__proto__': only z.any() and z.unknown() can hold it",
}

/** @throws Fault for what DynamoDB does not take as a name in a map */
export function checkName(name: string): void {
  if (name === '') throw new Fault('emptyName', 'has an empty name, which DynamoDB does not take')
  checkText(name)
}
