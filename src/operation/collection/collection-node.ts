import type { Condition } from '../../expression/condition.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { PartitionNode } from '../query/query-node.js'

/** Reads the items of several entities in one partition, of the table or of an index. */
export interface CollectionNode extends PartitionNode {
  readonly kind: 'collection'
  /** By the name that the collection has for the entity. */
  readonly filters: ReadonlyMap<string, Condition>
  /** Is told of items that are of none of the entities. */
  readonly onForeign: ((stored: StoredItem) => void) | undefined
}
