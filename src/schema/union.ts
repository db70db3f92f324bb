import { $ZodUnion } from 'zod/v4/core'
import type { Issue } from '../errors/item-errors.js'
import {
  type AttributeKind,
  type AttributeModel,
  type ScalarKind,
  type Storage,
  type StoredType,
  typeOf,
} from './attribute-model.js'
import { mismatch, type Trail } from './fault.js'
import { Model, tooDeep } from './model.js'
import { once } from './once.js'
import { runDecode } from './run-zod.js'
import { kindOf, scalars } from './scalars.js'

/** The types that encoded values can be stored as, by their kinds; those of other kinds as their own scalar is. */
const typesOf: Readonly<Record<string, readonly StoredType[]>> = {
  string: ['S', 'N'],
  set: ['SS', 'NS', 'BS'],
  list: ['L'],
  map: ['M'],
}

/** Several options, discriminated or not. The first that fits a value is taken, as zod does. */
export function unionStorage(options: readonly AttributeModel[]): Storage {
  const types = once(() => [...new Set(options.flatMap(option => option.types))])
  const kind = once(() => sharedKind(options))
  const having = (types: readonly StoredType[]) =>
    options.filter(option => types.some(type => option.types.includes(type)))
  return {
    get kind() {
      return kind()
    },
    get types() {
      return types()
    },
    parts: options,
    get element() {
      return join(options.map(({ element }) => element))
    },
    child: segment => join(options.map(option => option.child(segment))),
    marshal(value, at) {
      const valueKind = kindOf(value)
      const members = (valueKind === 'map' ? value : {}) as Record<string, unknown>
      const typed = having(typesOf[valueKind] ?? scalars[valueKind as ScalarKind]?.types ?? [])
      const admitting = typed.filter(option =>
        admits(option, members, name => (name === undefined ? value : members[name])),
      )
      let first: { readonly error: unknown; readonly place: Trail } | undefined
      // What is only compared need not be one of the literals that the schema lists.
      for (const option of [...admitting, ...typed.filter(option => !admitting.includes(option))]) {
        const depth = at.length
        try {
          return option.marshal(value, at)
        } catch (error) {
          if (error === tooDeep) throw error
          first ??= { error, place: [...at] }
          at.length = depth
        }
      }
      if (first === undefined) throw mismatch('a value of one of its options', value)
      at.splice(0, at.length, ...first.place)
      throw first.error
    },
    unmarshal(stored, issues, at) {
      const { M: members = {} } = stored
      const typed = having([typeOf(stored)!])
      const admitting = typed.filter(option =>
        admits(option, members, name =>
          name === undefined ? option.unmarshal(stored, []) : option.child(name)?.unmarshal(members[name], []),
        ),
      )
      const candidates = admitting.length > 0 ? admitting : typed
      if (candidates.length > 1 && kind() === 'union')
        for (const option of candidates) {
          const faults: Issue[] = []
          const value = option.unmarshal(stored, faults, at)
          if (faults.length === 0) runDecode(option.schema, value, faults)
          if (faults.length === 0) return value
        }
      return candidates[0]?.unmarshal(stored, issues, at)
    },
  }
}

/** One model of several, where a value may be any of theirs. */
export function join(models: readonly (AttributeModel | undefined)[]): AttributeModel | undefined {
  const [first, ...others] = new Map(models.flatMap(model => (model ? [[model.schema, model]] : []))).values()
  if (first === undefined || others.length === 0) return first
  const all = [first, ...others]
  const union = new $ZodUnion({ type: 'union', options: all.map(({ schema }) => schema) })
  const storage = unionStorage(all)
  return new Model(union, union, () => storage)
}

/** The kind of options that are all scalars of one kind, null aside: literals, say. */
function sharedKind(options: readonly AttributeModel[]): AttributeKind {
  const kinds = new Set(options.map(({ kind }) => kind))
  if (kinds.size > 1) kinds.delete('null')
  const [kind = 'union'] = kinds
  return kinds.size === 1 && kind in scalars ? kind : 'union'
}

/** Whether a value has the literal values that an option asks for: of itself, or of the members that it has. */
function admits({ schema }: AttributeModel, members: object, read: (name?: string) => unknown): boolean {
  const { values, propValues } = schema._zod
  if (values) return values.has(read() as string)
  return Object.entries(propValues ?? {}).every(
    ([name, allowed]) => !Object.hasOwn(members, name) || allowed.has(read(name) as string),
  )
}
