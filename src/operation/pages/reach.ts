import type { CompiledEntity, CompiledPattern } from '../../entity/compiled-entity.js'
import { isRestorable, type KeyPart } from '../../entity/key-part.js'
import type { AttributeEntry } from '../../schema/item-model.js'
import { onceFor } from '../../schema/once.js'

/** What a read of the table, or of an access pattern's index, can ask for and see of an entity's items. */
export interface Reach {
  /** Undefined for the table. */
  readonly pattern: CompiledPattern | undefined
  readonly partitionKey: readonly KeyPart[]
  readonly sortKey: readonly KeyPart[]
  /** The parts of all keys of what is read: of the table, then of the index. */
  readonly parts: readonly KeyPart[]
  /** The key attributes of the table, or else of the index alone. */
  readonly indexKeys: readonly string[]
  /** All key attributes: they are fetched whatever the projection, for they tell what an item is, and make cursors. */
  readonly keyNames: readonly string[]
  /** The stored attributes that an index holds which is not of all attributes: the keys, and those that it names. */
  readonly held: ReadonlySet<string> | undefined
  /** The stored names of attributes that only keys hold of what is read. */
  readonly inKeys: ReadonlySet<string>
  /** The attributes that are read, or in keys. */
  readonly visible: readonly AttributeEntry[]
}

/** Worked out once for each access pattern: it is all of the definition's. */
const reaches = onceFor((entity: CompiledEntity) => {
  const table = createReach(entity, undefined)
  const index = onceFor((pattern: CompiledPattern) => createReach(entity, pattern))
  return (pattern: CompiledPattern | undefined) => (pattern ? index(pattern) : table)
})

export const reachOf = (entity: CompiledEntity, pattern: CompiledPattern | undefined): Reach => reaches(entity)(pattern)

function createReach(entity: CompiledEntity, pattern: CompiledPattern | undefined): Reach {
  const { partitionKey, sortKey } = pattern ?? {
    partitionKey: [entity.partitionKey],
    sortKey: entity.sortKey ? [entity.sortKey] : [],
  }
  const indexParts = [...partitionKey, ...sortKey]
  const parts = pattern ? [...entity.primaryKey, ...indexParts] : entity.primaryKey
  const keyNames = [...new Set(namesOf(parts))]
  const projection = pattern?.index.projection ?? 'all'
  const held =
    projection === 'all' ? undefined : new Set([...keyNames, ...(projection === 'keysOnly' ? [] : projection)])
  const isRead = (entry: AttributeEntry) => entry.stored && (!held || held.has(entry.storedName))
  const inKeys = new Set(restorable(parts).flatMap(entry => (isRead(entry) ? [] : [entry.storedName])))
  const visible = [...entity.model.attributes.values()].filter(entry => isRead(entry) || inKeys.has(entry.storedName))
  return { pattern, partitionKey, sortKey, parts, indexKeys: namesOf(indexParts), keyNames, held, inKeys, visible }
}

const namesOf = (parts: readonly KeyPart[]) => parts.map(part => part.name)

/** The attributes that can be read back from keys. */
export const restorable = (parts: readonly KeyPart[]): readonly AttributeEntry[] =>
  parts.flatMap(part => part.entries.filter((_, index) => isRestorable(part, index)))
