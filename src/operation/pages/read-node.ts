import type { Condition } from '../../expression/condition.js'

/** What every read of many items has. */
export interface ReadNode {
  readonly filter?: Condition | undefined
  readonly projection?: readonly string[] | undefined
  readonly consistent?: boolean
  readonly limit?: number
  readonly pageSize?: number
  readonly maxRequests?: number
  readonly cursor?: string | undefined
  readonly signal: AbortSignal | undefined
}

export const emptyReadNode: ReadNode = { signal: undefined }
