import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { $ZodObject } from 'zod/v4/core'
import { DefinitionError } from '../errors/monotable-error.js'
import type { AttributeModel } from './attribute-model.js'
import { bareObject } from './bare-object.js'
import { compileShape, type Refuse } from './create-model.js'
import type { ObjectSchema } from './object-schema.js'
import { onceFor } from './once.js'

/** An item as DynamoDB has it. Those that the library makes inherit nothing, so that `__proto__` is an ordinary name in them. */
export type StoredItem = Record<string, AttributeValue>

/** One attribute of an entity. */
export interface AttributeEntry {
  readonly name: string
  /** What the stored attribute is called. */
  readonly storedName: string
  /** False where the attribute lives in the key alone. */
  readonly stored: boolean
  readonly model: AttributeModel
}

/** What is known of an entity's items. */
export interface ItemModel {
  readonly entity: string
  readonly schema: ObjectSchema
  readonly attributes: ReadonlyMap<string, AttributeEntry>
  /** The same as a list, for what goes through them for each item. */
  readonly entries: readonly AttributeEntry[]
}

export interface ItemModelOptions {
  /** Stored names, by the schema's. */
  readonly storedAs?: Readonly<Record<string, string | undefined>>
  /** Attributes that live in the key alone. */
  readonly keyOnly?: readonly string[]
}

/** zod's own view of a schema. */
export const zodObject = (schema: ObjectSchema): $ZodObject => schema as unknown as $ZodObject

/**
 * Compiles the schema of an entity's items.
 * @throws DefinitionError `definition.schema` for what DynamoDB can't store, for names that are used twice or not there
 */
export function createItemModel(entity: string, schema: ObjectSchema, options: ItemModelOptions = {}): ItemModel {
  const refuse: Refuse = (path, reason) => {
    throw new DefinitionError('definition.schema', { entity, path, reason })
  }
  const { type, shape, catchall } = zodObject(schema)._zod.def
  if (type !== 'object') refuse('', 'an item is a z.object')
  if (catchall && catchall._zod.def.type !== 'never')
    refuse('', 'items hold keys too, so it must be closed: use z.object, and z.record for what is open')

  const storedAs = new Map(Object.entries(options.storedAs ?? {}))
  const keyOnly = new Set(options.keyOnly)
  const attributes = new Map<string, AttributeEntry>()
  const owners = new Map<string, string>()
  for (const [name, model] of compileShape(shape, refuse)) {
    const storedName = storedAs.get(name) ?? name
    const stored = !keyOnly.has(name)
    const owner = stored ? owners.get(storedName) : undefined
    if (storedName === '') refuse(name, 'its stored name is empty')
    if (owner !== undefined) refuse(name, `it is stored as '${storedName}', and so is '${owner}': rename one of them`)
    if (stored) owners.set(storedName, name)
    attributes.set(name, Object.freeze({ name, storedName, stored, model }))
  }

  for (const name of [...storedAs.keys(), ...keyOnly])
    if (!attributes.has(name)) refuse(name, 'storedAs or keyOnly names it, and it is not an attribute of the schema')
  return Object.freeze({ entity, schema, attributes, entries: [...attributes.values()] })
}

/** Fills the defaults of top-level attributes into what `create` and `put` are given; defaults that are functions are called. */
export function fillDefaults(entries: Iterable<AttributeEntry>, input: object): Record<string, unknown> {
  const filled = Object.assign(bareObject<unknown>(), input)
  for (const { name, model } of entries) {
    if (filled[name] !== undefined) continue
    const value = model.defaultValue?.()
    if (value !== undefined) filled[name] = value
  }
  return filled
}

/** The attributes that have a default. */
export const defaulted = /* @__PURE__ */ onceFor(({ attributes }: ItemModel) =>
  [...attributes.values()].filter(({ model }) => model.defaultValue),
)
