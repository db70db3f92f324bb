import type { DeleteItemCommandInput, PutItemCommandInput, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb'
import type { Condition } from '../../expression/condition.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { Expectation } from '../failure.js'
import type { WriteCommand } from '../transport.js'
import type { SentinelChange } from './sentinels.js'

/** An item that was read before a write, so that the write can be made of it; it may be missing. */
export interface Old {
  readonly item: StoredItem | undefined
}

export type WriteInput = PutItemCommandInput | UpdateItemCommandInput | DeleteItemCommandInput

/** A write of one item, worked out: to go alone as a command, or with others in a transaction. */
export interface CompiledWrite {
  readonly command: WriteCommand | 'ConditionCheck'
  /** As a command of its own. */
  readonly input: WriteInput
  /** The primary key of the item. */
  readonly key: StoredItem
  readonly expected: Expectation
  /** That what was read is unchanged: the library's own condition, on whose failure the write is made anew. */
  readonly guard: Condition | undefined
  /** What becomes of the sentinels of unique values, in the same transaction. */
  readonly sentinels: readonly SentinelChange[]
  /** Whether making it twice is not the same as making it once, and nothing keeps it from that. */
  readonly unrepeatable: boolean
  /** The item as it will be read, where that is known beforehand. */
  readonly item?: object
  /** Whether the item that is there is what this write leaves. */
  isDone(current: StoredItem | undefined): boolean
  /** The stored item after the write, made of what was read before it. */
  after(old: StoredItem | undefined): StoredItem | undefined
}
