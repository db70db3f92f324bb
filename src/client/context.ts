import type { Documents } from '../driver/documents.js'
import { MonotableError } from '../errors/monotable-error.js'
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

/** @throws MonotableError `query.invalid` where it is no whole number from 1 */
export function checkCount(name: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= 1)) return value
  throw new MonotableError('query.invalid', { reason: `${name} must be a whole number from 1.` })
}
