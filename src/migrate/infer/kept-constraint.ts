import type { StoredItem } from '../../schema/item-model.js'

/** An item of the library's own that keeps a unique value, and the item that has the value. */
export interface KeptValue {
  /** The values of the constraint's attributes, as they stand in a key. */
  readonly texts: readonly string[]
  /** The partition that it is in, where that is not made of the value. */
  readonly partition: string | undefined
  readonly owner: StoredItem
}

/** A constraint of an entity, as the items that keep its values tell. */
export interface KeptConstraint {
  readonly name: string
  readonly values: readonly KeptValue[]
}
