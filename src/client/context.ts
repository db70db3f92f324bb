import type { Documents } from '../driver/documents.js'
import type { CapacityCounter } from '../operation/capacity.js'
import type { TableFacts } from './table-info.js'

/** What the operations of a client have in common. */
export interface TableContext {
  readonly tableName: string
  readonly documents: Documents
  readonly capacity: CapacityCounter | undefined
  readonly table: TableFacts
}

/** How a request is sent. The errors and hooks speak of any item of the table. */
export const sending = ({ signal }: { readonly signal?: AbortSignal | undefined } = {}) => ({ entity: 'item', signal })
