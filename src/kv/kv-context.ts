import type { Duration } from '../entity/time-to-live.js'
import type { CapacityCounter } from '../operation/capacity.js'
import type { SendOptions, Transport } from '../operation/transport.js'
import type { Table } from '../table/table-types.js'
import type { EntryKeys } from './entry-key.js'
import { ENTRY, type Layout } from './layout.js'

/** What the operations of a store work with. */
export interface KVContext {
  readonly tableName: string
  readonly table: Table
  readonly transport: Transport
  readonly capacity: CapacityCounter | undefined
  readonly keys: EntryKeys
  readonly layout: Layout
  readonly consistent: boolean
  /** How long entries live for which it is not said. */
  readonly expires: Duration | 'never'
  readonly now: () => Date
  /** What ends the call that is being made. */
  readonly signal: AbortSignal | undefined
}

/** How the requests of a call are sent. */
export const sending = ({ signal }: KVContext): SendOptions => ({ entity: ENTRY, signal })
