import { keyOf as keyDetails } from '../../entity/decode-item.js'
import type { WriteOperation } from '../operation.js'
import { readOldInput } from '../write/read-old.js'
import { transactionItem } from '../write/send-transaction.js'
import { compileSentinel } from '../write/sentinels.js'
import { WriteBuilder } from '../write/write-builder.js'
import { BatchBuilder, type BatchNode, buildersOf } from './batch-builder.js'
import type { BatchCommand } from './batch-operation.js'
import { batchWriteInput, planWrites, whyAlone } from './plan-writes.js'
import { runWrites } from './run-writes.js'
import { type Subject, Tally } from './tally.js'

/** What the operations of a batch of writes give, by position. A deleted item is given where `returning('old')` asks for it. */
export type BatchWritten<T extends readonly unknown[]> = { -readonly [I in keyof T]: WrittenBy<T[I]> }
type WrittenBy<O> = O extends { readonly '~inBatch': infer R } ? R : O extends WriteOperation<infer R> ? R : never

export interface BatchWriteNode extends BatchNode {
  readonly operations: readonly unknown[]
  /** Whether the results of the operations are of interest. */
  readonly gives: 'results' | 'nothing'
}

/** Any number of writes. */
export class BatchWriteBuilder extends BatchBuilder<BatchWriteNode, unknown[] | undefined> {
  compile(): readonly BatchCommand[] {
    const { chunks, chains } = planWrites(this.writes())
    return [
      ...chunks.map(chunk => ({
        command: 'BatchWriteItem' as const,
        input: batchWriteInput(this.context.tableName, chunk),
      })),
      ...chains.flat().map(({ write }) => firstCommand(write)),
    ]
  }

  explain(): string {
    const { chunks, chains } = planWrites(this.writes())
    const alone = chains.flat()
    const reasons = new Map<string, number>()
    for (const { write } of alone) {
      const reason = whyAlone(write) ?? 'others on its key go alone'
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
    }
    const together = chunks.flat().length
    return [
      `${this.node.operations.length} writes to table '${this.context.tableName}', up to ${this.node.concurrency} requests at a time`,
      ...(together > 0 ? [`  together  ${together} in ${chunks.length} BatchWriteItem`] : []),
      ...Array.from(reasons, ([reason, count]) => `  alone     ${count}: ${reason}`),
      '  cost      1 write unit for each 1 KB of each item, together or alone, and of its entry in each index that changes',
    ].join('\n')
  }

  protected async run(): Promise<unknown[] | undefined> {
    const { context, node, sending } = this
    const writes = this.writes()
    const plan = planWrites(writes)
    const tally = new Tally(position => subjectOf(writes[position]!), writes.length, node.onProgress)
    await runWrites(context, writes, plan, tally, node.concurrency, sending)
    const results = tally.finish(writes.length)
    return node.gives === 'results' ? results : undefined
  }

  private writes(): readonly WriteBuilder[] {
    return buildersOf<WriteBuilder>(this.context, this.node.operations, WriteBuilder, 'write of one item')
  }
}

/** A write, for errors; of an item whose key comes of defaults, with the key that it got. */
function subjectOf(write: WriteBuilder): Subject {
  const { kind } = write.node
  const { entity } = write.context
  const key = kind === 'put' || kind === 'create' ? keyDetails(entity, write.compiled().item!) : write.key
  return { entity: entity.name, operation: kind, key }
}

/** What a write that goes alone sends first. */
function firstCommand(write: WriteBuilder): BatchCommand {
  const { context, key } = write
  if (write.readsFirst) return { command: 'GetItem', input: readOldInput(context, key) }
  const compiled = write.compiled()
  const { command, input, sentinels } = compiled
  if (command !== 'ConditionCheck' && sentinels.length === 0 && !write.node.exactlyOnce) return { command, input }
  return {
    command: 'TransactWriteItems',
    input: {
      TransactItems: [transactionItem(compiled), ...sentinels.map(change => compileSentinel(context, change))],
    },
  }
}
