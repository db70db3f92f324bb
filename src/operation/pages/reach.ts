import type { CompiledEntity, CompiledPattern } from '../../entity/compiled-entity.js'
import { isRestorable, type KeyPart } from '../../entity/key-part.js'
import type { AttributeEntry } from '../../schema/item-model.js'
import { onceFor } from '../../schema/once.js'
import type { TableIndex } from '../../table/table-types.js'

/** What a read of the table, or of an access pattern's index, can ask for and see of an entity's items. */
export interface Reach {
  /** Undefined for the table. */
  readonly index: TableIndex | undefined
  readonly partitionKey: readonly KeyPart[]
  readonly sortKey: readonly KeyPart[]
  /** The parts of all keys of what is read: of the table, then of the index. */
  readonly parts: readonly KeyPart[]
  /** All key attributes: they are fetched whatever the projection, for they tell what an item is, and make cursors. */
  readonly keyNames: readonly string[]
  /** The stored attributes that an index holds which is not of all attributes: the keys, and those that it names. */
  readonly held: ReadonlySet<string> | undefined
  /** The stored names of attributes that only keys hold of what is read. */
  readonly inKeys: ReadonlySet<string>
  /** The attributes that are read, or in keys. */
  readonly visible: readonly AttributeEntry[]
}

/** Of the table it is the entity's own. */
type Source = CompiledEntity | CompiledPattern

/** Worked out once for each: it is all of the definition's. */
const reaches = /* @__PURE__ */ onceFor((entity: CompiledEntity) =>
  onceFor((source: Source) => createReach(entity, source)),
)

export const reachOf = (entity: CompiledEntity, pattern: CompiledPattern | undefined): Reach =>
  reaches(entity)(pattern ?? entity)

function createReach({ primaryKey, model }: CompiledEntity, source: Source): Reach {
  const index = 'index' in source ? source.index : undefined
  const partitionKey = [source.partitionKey].flat()
  const sortKey = [source.sortKey ?? []].flat()
  const parts = [...new Set([...primaryKey, ...partitionKey, ...sortKey])]
  const keyNames = [...new Set(parts.map(part => part.name))]
  const held =
    !index || index.projection === 'all'
      ? undefined
      : new Set([...keyNames, ...(index.projection === 'keysOnly' ? [] : index.projection)])
  const isRead = (entry: AttributeEntry) => entry.stored && (!held || held.has(entry.storedName))
  const inKeys = new Set(restorable(parts).flatMap(entry => (isRead(entry) ? [] : [entry.storedName])))
  const visible = [...model.attributes.values()].filter(entry => isRead(entry) || inKeys.has(entry.storedName))
  return { index, partitionKey, sortKey, parts, keyNames, held, inKeys, visible }
}

/** The attributes that can be read back from keys. */
export const restorable = (parts: readonly KeyPart[]): readonly AttributeEntry[] =>
  parts.flatMap(part => part.entries.filter((_, index) => isRestorable(part, index)))
