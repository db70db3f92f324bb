import { type $ZodLazy, type $ZodShape, type $ZodType, type $ZodTypes, $ZodUnion } from 'zod/v4/core'
import { DefinitionError } from '../errors/monotable-error.js'
import type { AttributeModel, Storage } from './attribute-model.js'
import { ListStorage, SetStorage } from './collections.js'
import { DeferredStorage } from './deferred.js'
import { anyStorage } from './generic.js'
import { type MapParts, MapStorage } from './maps.js'
import { Model } from './model.js'
import { refusals } from './refusals.js'
import * as scalars from './scalars.js'
import { UnionStorage } from './union.js'
import { unwrap } from './unwrap.js'

/** Levels of nesting that DynamoDB allows, a top-level attribute's value being the first. */
export const MAX_LEVELS = 32

/** How many lazy schemas are looked into when an entity is defined; the rest, if they ever end, when first used. */
const LAZY_BUDGET = 100

export interface ModelCompiler {
  /**
   * Compiles a schema; `path` says where it is, for errors.
   * @throws DefinitionError for what DynamoDB can't store
   */
  compile(schema: $ZodType, path: string): Model
  /**
   * Compiles the lazy schemas that were met, so that what is wrong with them is told now.
   * @throws DefinitionError
   */
  settle(): void
}

/** Compiles zod schemas into models, each schema once, so that schemas may hold themselves. */
export function createModelCompiler(entity: string): ModelCompiler {
  const known = new WeakMap<object, Storage>()
  const deferred: DeferredStorage[] = []

  function compile(schema: $ZodType, path: string, level: number): Model {
    const { base, dynamodb, ...wrappers } = unwrap(schema, reason => refuse(path, reason))
    if (level > MAX_LEVELS) refuse(path, `it is nested over ${MAX_LEVELS} levels deep`)
    if (dynamodb === undefined) return new Model(schema, base, storageOf(base, path, level), wrappers)
    if (dynamodb !== 'N' || base._zod.def.type !== 'string')
      refuse(path, "meta's 'dynamodb' can only be 'N', and only of a string, which is then stored as a number")
    return new Model(schema, base, scalars.numericStorage, wrappers)
  }

  function storageOf(base: $ZodTypes, path: string, level: number): Storage {
    // All lazy schemas of one getter mean the same, though a function that makes schemas makes new ones each time.
    const identity = base._zod.def.type === 'lazy' ? base._zod.def.getter : base
    const storage = known.get(identity)
    if (storage) return storage
    known.set(identity, new DeferredStorage(() => new Model(base, base, known.get(identity)!)))
    const built = build(base, path, level)
    known.set(identity, built)
    return built
  }

  function build(base: $ZodTypes, path: string, level: number): Storage {
    const { def } = base._zod
    const inner = (schema: $ZodType, step: string) => compile(schema, path + step, level + 1)
    switch (def.type) {
      case 'string':
      case 'template_literal':
        return scalars.stringStorage
      case 'number':
        return scalars.numberStorage
      case 'bigint':
        return scalars.bigintStorage
      case 'boolean':
        return scalars.booleanStorage
      case 'null':
        return scalars.nullStorage
      case 'any':
      case 'unknown':
        return anyStorage
      case 'enum':
      case 'literal':
        return literal(base, path)
      case 'custom':
        return custom(base, def.fn, path)
      case 'array':
        return new ListStorage([], inner(def.element, '[]'), join)
      case 'tuple':
        return new ListStorage(
          def.items.map((item, index) => inner(item, `[${index}]`)),
          def.rest ? inner(def.rest, '[]') : undefined,
          join,
        )
      case 'set':
        return set(inner(def.valueType, '[]'), path)
      case 'object':
        return object(def, path, level + 1)
      case 'record':
        return new MapStorage({
          kind: 'record',
          members: new Map(),
          rest: inner(def.valueType, '.*'),
          names: inner(def.keyType, ' (its names)'),
        })
      case 'union':
        return new UnionStorage(
          def.options.map(option => compile(option, path, level)),
          join,
        )
      case 'intersection':
        return defer(() => intersection(base, compile(def.left, path, level), compile(def.right, path, level)))
      case 'lazy':
        return defer(() => {
          // zod never asks a getter again that threw: it is asked here first, in case it names what is not defined yet.
          def.getter()
          // What is behind it can be nested without end, and is measured when it is written.
          return compile((base as $ZodLazy)._zod.innerType, path, 1)
        })
      default:
        return refuse(path, refusals[def.type] ?? `schemas of type '${def.type}' have no stored form`)
    }
  }

  function literal(base: $ZodTypes, path: string): Storage {
    const storages = new Set<Storage>()
    for (const value of base._zod.values ?? [])
      storages.add(literals[value === null ? 'null' : typeof value] ?? refuse(path, refusals.undefined!))
    const [storage] = storages
    if (storage && storages.size === 1) return storage
    return new UnionStorage(
      Array.from(storages, storage => new Model(base, base, storage)),
      join,
    )
  }

  function custom(base: $ZodTypes, accepts: (value: unknown) => unknown, path: string): Storage {
    if (isBinary(accepts)) return scalars.binaryStorage
    // z.instanceof notes the class in newer versions of zod; in older ones an instance is refused when it is written.
    const { Class } = base._zod.bag as { Class?: { name: string } }
    if (Class) refuse(path, `a ${Class.name} has no stored form: use a codec`)
    return anyStorage
  }

  function set(element: Model, path: string): Storage {
    const [type, ...others] = element.types
    if (others.length > 0 || (type !== 'S' && type !== 'N' && type !== 'B'))
      refuse(path, 'a set holds strings alone, numbers alone or binaries alone: use an array')
    return new SetStorage(element, type)
  }

  function object(
    { shape, catchall }: { shape: $ZodShape; catchall?: $ZodType | undefined },
    path: string,
    level: number,
  ): Storage {
    const members = new Map<string, Model>()
    for (const name of namesOf(shape, reason => refuse(path, reason))) {
      if (name === '') refuse(path, 'DynamoDB takes no empty name in a map: give the member a name')
      members.set(name, compile(shape[name]!, `${path}.${name}`, level))
    }
    const strict = catchall?._zod.def.type === 'never'
    const rest = catchall && !strict ? compile(catchall, `${path}.*`, level) : undefined
    return new MapStorage({ kind: 'map', members, rest, strict })
  }

  function intersection(base: $ZodTypes, left: Model, right: Model): Model {
    const [a, b] = [mapOf(left), mapOf(right)]
    if (!a || !b) return new Model(base, base, { ...anyStorage, parts: [left, right] })
    const members = new Map([...b.members, ...a.members])
    const merged = new MapStorage({
      kind: 'map',
      members,
      rest: a.rest ?? b.rest,
      strict: Boolean(a.strict && b.strict),
    })
    return new Model(base, base, merged)
  }

  /** One model of several, for a place in a union. */
  function join(models: readonly AttributeModel[]): AttributeModel | undefined {
    const options = [...new Set(models.map(model => model.schema))]
    return options.length < 2 ? models[0] : compile(new $ZodUnion({ type: 'union', options }), '', 1)
  }

  function defer(resolve: () => Model): Storage {
    const storage = new DeferredStorage(resolve)
    deferred.push(storage)
    return storage
  }

  function settle(): void {
    for (let index = 0; index < Math.min(deferred.length, LAZY_BUDGET); index++) {
      try {
        deferred[index]!.target
      } catch (error) {
        // A lazy schema may name one that is not defined yet.
        if (!(error instanceof ReferenceError)) throw error
      }
    }
  }

  function refuse(path: string, reason: string): never {
    throw new DefinitionError('definition.schema', { entity, path, reason })
  }

  return { compile: (schema, path) => compile(schema, path, 1), settle }
}

const literals: Readonly<Record<string, Storage>> = {
  string: scalars.stringStorage,
  number: scalars.numberStorage,
  bigint: scalars.bigintStorage,
  boolean: scalars.booleanStorage,
  null: scalars.nullStorage,
}

/** Whether a custom check takes a Uint8Array, and nothing of another type: zod has no type for binary. */
function isBinary(accepts: (value: unknown) => unknown): boolean {
  try {
    return Boolean(accepts(new Uint8Array(1))) && !['', 0, true, null, {}, []].some(accepts)
  } catch {
    return false
  }
}

/** The parts of a map that has no wrappers, be it behind a lazy schema. */
function mapOf({ storage, wrappers }: Model): MapParts | undefined {
  if (wrappers.nullable || wrappers.converts) return undefined
  if (storage instanceof MapStorage) return storage.of
  return storage instanceof DeferredStorage && storage.target instanceof Model ? mapOf(storage.target) : undefined
}

/**
 * The names of an object schema's members.
 * @throws DefinitionError by `refuse`
 */
export function namesOf(shape: object, refuse: (reason: string) => never): readonly string[] {
  return Reflect.ownKeys(shape).map(name => {
    if (typeof name === 'symbol') return refuse('a symbol names no attribute: use a string')
    if (name === '__proto__')
      return refuse(
        "zod can't hold an attribute named '__proto__': name it otherwise (storedAs can keep the stored name of a top-level one)",
      )
    return name
  })
}
