import { $ZodUnion } from 'zod/v4/core'
import type { Issue } from '../errors/item-errors.js'
import { type AttributeKind, type AttributeModel, type Storage, type StoredType, typeOf } from './attribute-model.js'
import { mismatch } from './fault.js'
import { Model } from './model.js'
import { runDecode } from './run-zod.js'
import { kindOf, scalars } from './scalars.js'

/** The types that encoded values can be stored as, by their kinds. */
const typesOf: Readonly<Record<string, readonly StoredType[]>> = {
  string: ['S', 'N'],
  number: ['N'],
  bigint: ['N'],
  boolean: ['BOOL'],
  null: ['NULL'],
  binary: ['B'],
  set: ['SS', 'NS', 'BS'],
  list: ['L'],
  map: ['M'],
}

/** Several options, discriminated or not. The first that fits a value is taken, as zod does. */
export function unionStorage(options: readonly AttributeModel[]): Storage {
  // Options that hold the union itself are not there yet when it is made.
  let known: Pick<Storage, 'kind' | 'types'> | undefined
  const facts = () => {
    known ??= { kind: sharedKind(options), types: [...new Set(options.flatMap(({ types }) => types))] }
    return known
  }
  const having = (types: readonly StoredType[]) =>
    options.filter(option => types.some(type => option.types.includes(type)))
  return {
    get kind() {
      return facts().kind
    },
    get types() {
      return facts().types
    },
    parts: options,
    get element() {
      return join(options.map(({ element }) => element))
    },
    child: segment => join(options.map(option => option.child(segment))),
    marshal(value, at) {
      const kind = kindOf(value)
      const members = (kind === 'map' ? value : {}) as Record<string, unknown>
      const typed = having(typesOf[kind] ?? [])
      const admitting = typed.filter(option =>
        admits(option, members, name => (name === undefined ? value : members[name])),
      )
      // What is only compared need not be one of the literals that the schema lists.
      const candidates = typed.length > 1 ? [...admitting, ...typed] : typed
      const [first] = candidates
      if (first === undefined) throw mismatch('a value of one of its options', value)
      if (candidates.length > 1)
        for (const option of candidates) {
          try {
            return option.marshal(value, [...at])
          } catch {
            // The next may take it; if none does, the first tells why.
          }
        }
      return first.marshal(value, at)
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
      if (candidates.length > 1 && facts().kind === 'union')
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
