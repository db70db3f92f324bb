import type { Condition } from '../../expression/condition.js'

/** What every read of many items has. */
export interface ReadNode {
  readonly filter?: Condition | undefined
  readonly projection?: readonly string[] | undefined
  readonly consistent?: boolean
  /** Whether items are read too whose time is over, and that DynamoDB has not deleted yet. */
  readonly includeExpired?: boolean
  /** Whether items of an index that holds only parts of them are read whole from the table. */
  readonly hydrate?: boolean
  readonly limit?: number
  readonly pageSize?: number
  readonly maxRequests?: number
  readonly cursor?: string | undefined
  readonly signal: AbortSignal | undefined
}

export const emptyReadNode: ReadNode = Object.freeze({ signal: undefined })
