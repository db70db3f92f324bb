import type { Expiry } from '../../entity/time-to-live.js'
import type { Condition } from '../../expression/condition.js'

/** What a write answers with: the item as it was, as it is, or nothing. */
export type Returning = 'old' | 'new' | 'none'

/** What the nodes of writes share. */
export interface WriteNode {
  readonly kind: 'create' | 'put' | 'update' | 'upsert' | 'delete' | 'check'
  readonly version: number | undefined
  /** Whether the item must be there, or must not, beside what the kind of write demands. */
  readonly presence: 'present' | 'absent' | undefined
  readonly condition: Condition | undefined
  readonly returning: Returning
  /** Whether that was asked for, and is not just what the operation does of itself. */
  readonly returningAsked?: boolean
  /** When the item expires, where that is said. */
  readonly expiry: Expiry | undefined
  /** Whether it goes as a transaction, which DynamoDB makes once however often it is sent. */
  readonly exactlyOnce: boolean
  readonly signal: AbortSignal | undefined
}

/** A write of which nothing is said yet. */
export const emptyWriteNode = Object.freeze({
  version: undefined,
  presence: undefined,
  condition: undefined,
  returning: 'new',
  expiry: undefined,
  exactlyOnce: false,
  signal: undefined,
} as const satisfies Omit<WriteNode, 'kind'>)
