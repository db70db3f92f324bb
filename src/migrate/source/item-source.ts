import type { StoredItem } from '../../schema/item-model.js'
import type { Table } from '../../table/table-types.js'

/** Where items come from: a live table, a file. */
export interface ItemSource {
  /** The table that they are of, or would be: of a file it is read or guessed. */
  readonly table: Table
  /** How many there are, where that is known; DynamoDB says it to within some hours. */
  readonly itemCount: number | undefined
  /** Whether the table is as DynamoDB describes it, time-to-live and all: a file tells less. */
  readonly isDescribed?: true
  /** What was guessed and may be wrong, in sentences: the key names of a file that does not tell them. */
  readonly notes: readonly string[]
  /** All items, from the first on each time; not in memory at once. */
  items(options?: { readonly signal?: AbortSignal | undefined }): AsyncIterable<StoredItem>
}
