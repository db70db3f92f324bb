import { type $ZodShape, type $ZodType, type $ZodTypes, globalRegistry } from 'zod/v4/core'
import type { Storage } from './attribute-model.js'
import { listStorage, notAlike, setStorage } from './collections.js'
import { anyStorage } from './generic.js'
import { mapStorage } from './maps.js'
import { MAX_LEVELS, Model } from './model.js'
import { once } from './once.js'
import { insteadOf, noStoredForm } from './refusals.js'
import { kindOf, scalars } from './scalars.js'
import { unionStorage } from './union.js'

/** How many lazy schemas are looked into when an entity is defined; the rest, if they ever end, when first used. */
const LAZY_BUDGET = 100

/** Throws the DefinitionError of what is at a path. */
export type Refuse = (path: string, reason: string) => never

/**
 * Compiles the members of an object schema into models, each schema once, so that schemas may hold themselves.
 * @throws what `refuse` throws, for what DynamoDB can't store
 */
export function compileShape(shape: $ZodShape, refuse: Refuse): ReadonlyMap<string, Model> {
  const known = new WeakMap<object, () => Storage>()
  const deferred: (() => Storage)[] = []

  /** Takes a schema's wrappers off, down to the schema of what is stored: of codecs and pipes that is their input side. */
  function compile(schema: $ZodType, path: string, level: number): Model {
    if (level > MAX_LEVELS) refuse(path, `it is nested over ${MAX_LEVELS} levels deep`)
    const wrappers = new Set<string>()
    let base = schema as $ZodTypes
    let dynamodb: unknown
    for (;;) {
      const { def } = base._zod
      dynamodb ??= globalRegistry.get(base)?.dynamodb
      if (def.type === 'pipe' && isOneWay(base)) refuse(path, noStoredForm('a transform', insteadOf.transform))
      const inner = def.type === 'pipe' ? def.in : 'innerType' in def && !(def.type in insteadOf) && def.innerType
      if (!inner) break
      wrappers.add(def.type)
      base = inner as $ZodTypes
    }
    if (dynamodb === undefined) return new Model(schema, base, storageOf(base, path, level), wrappers)
    if (dynamodb !== 'N' || base._zod.def.type !== 'string')
      refuse(path, "meta's 'dynamodb' can only be 'N', and only of a string")
    return new Model(schema, base, () => scalars.numeric, wrappers)
  }

  function storageOf(base: $ZodTypes, path: string, level: number): () => Storage {
    const { def } = base._zod
    // All lazy schemas of one getter mean the same, though a function that makes schemas makes new ones each time.
    const identity = def.type === 'lazy' ? def.getter : base
    let storage = known.get(identity)
    if (storage === undefined) {
      storage = once(() => build(base, path, level))
      known.set(identity, storage)
      if (def.type === 'lazy' || def.type === 'intersection') deferred.push(storage)
      else storage()
    }
    return storage
  }

  function build(base: $ZodTypes, path: string, level: number): Storage {
    const { def } = base._zod
    const inner = (schema: $ZodType, step: string) => compile(schema, path + step, level + 1)
    switch (def.type) {
      case 'string':
      case 'number':
      case 'bigint':
      case 'boolean':
      case 'null':
        return scalars[def.type]
      case 'template_literal':
        return scalars.string
      case 'any':
      case 'unknown':
        return anyStorage
      case 'enum':
      case 'literal':
        return literal(base, path)
      case 'custom':
        return custom(base, def.fn, path)
      case 'array':
        return listStorage([], inner(def.element, '[]'))
      case 'tuple':
        return listStorage(
          def.items.map((item, index) => inner(item, `[${index}]`)),
          def.rest ? inner(def.rest, '[]') : undefined,
        )
      case 'set': {
        const storage = setStorage(inner(def.valueType, '[]'))
        if (storage.element!.types.length !== 1 || storage.types.length !== 1)
          refuse(path, `its elements are ${notAlike}: use an array`)
        return storage
      }
      case 'object': {
        const members = membersOf(def.shape, path, level + 1)
        const strict = def.catchall?._zod.def.type === 'never'
        return mapStorage('map', {
          members,
          rest: def.catchall && !strict ? inner(def.catchall, '.*') : undefined,
          strict,
        })
      }
      case 'record':
        return mapStorage('record', {
          members: new Map(),
          rest: inner(def.valueType, '.*'),
          names: inner(def.keyType, ' (its names)'),
        })
      case 'union':
        return unionStorage(def.options.map(option => compile(option, path, level)))
      case 'intersection':
        return intersection(compile(def.left, path, level), compile(def.right, path, level))
      case 'lazy':
        // zod never asks a getter again that threw: it is asked here first, in case it names what is not defined yet.
        // What is behind it can be nested without end, and is measured when it is written.
        return compile(def.getter(), path, 1)
      default:
        return refuse(path, noStoredForm(`z.${def.type}()`, insteadOf[def.type]))
    }
  }

  function literal(base: $ZodTypes, path: string): Storage {
    const kinds = new Set(Array.from(base._zod.values ?? [], kindOf))
    const storages = Array.from(
      kinds,
      kind => scalars[kind as keyof typeof scalars] ?? refuse(path, noStoredForm(kind, insteadOf[kind])),
    )
    return storages.length === 1
      ? storages[0]!
      : unionStorage(storages.map(storage => new Model(base, base, () => storage)))
  }

  function custom(base: $ZodTypes, accepts: (value: unknown) => unknown, path: string): Storage {
    if (isBinary(accepts)) return scalars.binary
    // z.instanceof notes the class in newer versions of zod; in older ones an instance is refused when it is written.
    const { Class } = base._zod.bag as { Class?: { name: string } }
    return Class ? refuse(path, noStoredForm(`a ${Class.name}`)) : anyStorage
  }

  function membersOf(shape: $ZodShape, path: string, level: number): ReadonlyMap<string, Model> {
    const names = Reflect.ownKeys(shape).map(name => {
      if (typeof name === 'symbol') return refuse(path, 'a symbol names no attribute: use a string')
      if (name === '') return refuse(path, 'DynamoDB takes no empty name: use another')
      if (name === '__proto__')
        return refuse(path, "zod can't hold an attribute named '__proto__': name it otherwise, and use storedAs")
      return name
    })
    return new Map(names.map(name => [name, compile(shape[name]!, path ? `${path}.${name}` : name, level)] as const))
  }

  const members = membersOf(shape, '', 1)
  for (let index = 0; index < Math.min(deferred.length, LAZY_BUDGET); index++) {
    try {
      deferred[index]!()
    } catch (error) {
      // A lazy schema may name one that is not defined yet.
      if (!(error instanceof ReferenceError)) throw error
    }
  }
  return members
}

/** Objects are merged; anything else is stored by what it is. */
function intersection(left: Model, right: Model): Storage {
  const { map: a } = left
  const { map: b } = right
  if (!a || !b) return { ...anyStorage, parts: [left, right] }
  const members = new Map([...b.members, ...a.members])
  return mapStorage('map', { members, rest: a.rest ?? b.rest, strict: a.strict && b.strict })
}

/** Whether a schema is a transform, or ends in one. */
function isOneWay({ _zod }: $ZodType): boolean {
  const def: { type: string; in?: $ZodType; out?: $ZodType; innerType?: $ZodType } = _zod.def
  return def.type === 'transform' || [def.in, def.out, def.innerType].some(inner => inner && isOneWay(inner))
}

/** Whether a custom check takes a Uint8Array, and nothing of another type: zod has no type for binary. */
function isBinary(accepts: (value: unknown) => unknown): boolean {
  try {
    return Boolean(accepts(new Uint8Array(1))) && !['', 0, true, null, {}, []].some(accepts)
  } catch {
    return false
  }
}
