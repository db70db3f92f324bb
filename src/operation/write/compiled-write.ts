import type { DeleteItemCommandInput, PutItemCommandInput, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb'
import type { Condition } from '../../expression/condition.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { Expectation } from '../failure.js'
import type { WriteCommand } from '../transport.js'
import type { SentinelChange } from './sentinels.js'
import type { WriteNode } from './write-node.js'

/** An item that was read before a write, so that the write can be made of it; it may be missing. */
export interface Old {
  readonly item: StoredItem | undefined
}

export type WriteInput = PutItemCommandInput | UpdateItemCommandInput | DeleteItemCommandInput

/** A write of one item, worked out: to go alone as a command, or with others in a transaction. */
export interface CompiledWrite {
  readonly command: WriteCommand | 'ConditionCheck'
  /** Whether nothing is asked of the item that is there, but that it is not another entity's. */
  readonly blind?: boolean
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
  /**
   * Whether the item that is there is what this write leaves; undefined where it may have been made, and there is no telling:
   * others came after it, or all that it does is computed of what was there.
   */
  isDone(current: StoredItem | undefined): boolean | undefined
  /** The stored item after the write, made of what was read before it. */
  after(old: StoredItem | undefined): StoredItem | undefined
}

/** There is nothing to write: the item as it is. */
export interface Unchanged {
  readonly unchanged: object
}

/** A write that can be worked out, as its builder is. */
export interface Writable {
  readonly node: WriteNode
  /** The attributes of the primary key, as the application gave them. */
  readonly key: Readonly<Record<string, unknown>>
  /** Whether the item must be read, consistently, before the write can be worked out. */
  readonly readsFirst: boolean
  /** Whether it changes the item that is there, and so needs it to be alive and of the schema as it is. */
  readonly keepsItem: boolean
  /**
   * Works the write out: of what was read where it reads first, else of nothing.
   * @throws InvalidItemError, InvalidKeyError, MonotableError `update.*`, `expression.*`
   */
  compileWrite(old?: Old): CompiledWrite | Promise<CompiledWrite | Unchanged>
  /** The same of nothing, once, so that generated values and times are the same in what is shown and in what is sent. */
  compiled(): CompiledWrite
}
