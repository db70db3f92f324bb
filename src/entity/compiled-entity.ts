import type { AttributeEntry, ItemModel } from '../schema/item-model.js'
import { onceFor } from '../schema/once.js'
import type { Table, TableIndex } from '../table/table-types.js'
import type { OnInvalid } from './definition-types.js'
import type { AnyEntity, Discriminator } from './entity-types.js'
import type { Evolution } from './evolution.js'
import type { Extension } from './extension.js'
import type { KeyPart } from './key-part.js'
import { mayBeSentinel, OWNER, type UniqueConstraint } from './unique.js'

/** A named access pattern, ready for use: the index, and the parts of its key. */
export interface CompiledPattern {
  readonly name: string
  readonly index: TableIndex
  readonly partitionKey: readonly KeyPart[]
  readonly sortKey: readonly KeyPart[]
}

/** The attributes that the library keeps, and the form of the time in them. */
interface ManagedAttributes {
  readonly version: AttributeEntry | undefined
  readonly createdAt: TimestampAttribute | undefined
  readonly updatedAt: TimestampAttribute | undefined
}
export interface TimestampAttribute {
  readonly entry: AttributeEntry
  /** The time in the form that the attribute's schema takes. */
  readonly from: (time: Date) => unknown
}

/** An entity with everything worked out that its operations need; made once, when it is defined. */
export interface CompiledEntity {
  readonly name: string
  readonly table: Table
  readonly model: ItemModel
  readonly partitionKey: KeyPart
  readonly sortKey: KeyPart | undefined
  /** Both, or the one that there is. */
  readonly primaryKey: readonly KeyPart[]
  /** The attributes that it is made of, in its order. */
  readonly keyEntries: readonly AttributeEntry[]
  readonly patterns: ReadonlyMap<string, CompiledPattern>
  /** Attributes of the schema that are keys of indexes which no access pattern uses. */
  readonly bareKeys: readonly KeyPart[]
  readonly managed: ManagedAttributes
  /** The attribute by which DynamoDB deletes items when their time is over. */
  readonly timeToLive: TimestampAttribute | undefined
  readonly unique: readonly UniqueConstraint[]
  readonly evolution: Evolution | undefined
  /** In the order in which they run: the library's own, then the definition's. */
  readonly extensions: readonly Extension[]
  readonly discriminator: Discriminator | undefined
  /** Whether the discriminator was given by the definition, so that entities may share key templates. */
  readonly discriminated: boolean
  /** Whether some attribute lives in the key alone. */
  readonly hasKeyOnly: boolean
  readonly onInvalid: OnInvalid
}

/** All key parts of a pattern. */
export const partsOf = onceFor(({ partitionKey, sortKey }: CompiledPattern): readonly KeyPart[] => [
  ...partitionKey,
  ...sortKey,
])

// Registered, so that the ESM and the CJS copy of this package understand each other's entities.
const compiled = Symbol.for('monotable.entity')

/** Puts the compiled form beside a definition, out of the way of whoever prints it. */
export const attachCompiled = <E extends object>(entity: E, value: CompiledEntity): E =>
  Object.defineProperty(entity, compiled, { value })

/** The compiled form of an entity. */
export const compiledEntity = (entity: AnyEntity): CompiledEntity =>
  (entity as unknown as { [compiled]: CompiledEntity })[compiled]

/** The attributes beside the key that tell whose an item is: the discriminator; without one, what marks its sentinels. */
export function tellingApart(entity: CompiledEntity): readonly string[] {
  if (entity.discriminator) return [entity.discriminator.attribute]
  return entity.unique.length > 0 && mayBeSentinel(entity.primaryKey.at(-1)!.format) ? [OWNER] : []
}

/** The stored attributes by which an item is known again: those of its key, what tells it apart, and the time-to-live. */
export const identifying = (entity: CompiledEntity): readonly string[] => [
  ...entity.primaryKey.map(part => part.name),
  ...tellingApart(entity),
  ...(entity.timeToLive ? [entity.timeToLive.entry.storedName] : []),
]

/** All values of the discriminator that say an item is the entity's; the first is written. */
export const discriminatorValues = ({ value, aliases = [] }: Discriminator): readonly string[] => [value, ...aliases]
