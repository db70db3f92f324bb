import type { Condition } from '../../expression/condition.js'

/** What every read of many items has. */
export interface ReadNode {
  readonly filter: Condition | undefined
  readonly projection: readonly string[] | undefined
  readonly consistent: boolean
  readonly limit: number | undefined
  readonly pageSize: number | undefined
  readonly maxRequests: number | undefined
  readonly cursor: string | undefined
  readonly signal: AbortSignal | undefined
}

export const emptyReadNode: ReadNode = Object.freeze({
  filter: undefined,
  projection: undefined,
  consistent: false,
  limit: undefined,
  pageSize: undefined,
  maxRequests: undefined,
  cursor: undefined,
  signal: undefined,
})
