import type {
  TransactGetItem,
  TransactGetItemsCommandInput,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'
import { requestErrorName } from '../../errors/outcome.js'
import type { StoredItem } from '../../schema/item-model.js'
import { pause } from '../backoff.js'
import type { SharedContext } from '../context.js'
import { GetBuilder } from '../get/get-operation.js'
import { keyText } from '../key-text.js'
import { Lazy, type Operation, type ReadOperation } from '../operation.js'
import { isThrottled } from '../throttled.js'
import { isPassing, MAX_CONFLICTS } from '../write/send-transaction.js'
import { invalid } from './merge.js'

/** DynamoDB's limit on the items of a transaction. */
const MAX_ITEMS = 100

/** What the operations of a transaction of reads give, by position. */
export type TransactRead<T extends readonly unknown[]> = {
  -readonly [I in keyof T]: T[I] extends ReadOperation<infer R> ? R : never
}

/** Reads of several items as they are at one moment (TransactGetItems). */
export interface TransactGetOperation<T extends readonly unknown[]> extends Operation<TransactRead<T>> {
  compile(): TransactGetItemsCommandInput
}

export class TransactGetBuilder extends Lazy<readonly unknown[]> {
  constructor(
    private readonly shared: SharedContext,
    private readonly operations: readonly unknown[],
    private readonly abort?: AbortSignal,
  ) {
    super()
  }

  signal(signal: AbortSignal | undefined): TransactGetBuilder {
    return new TransactGetBuilder(this.shared, this.operations, signal)
  }

  compile(): TransactGetItemsCommandInput {
    return this.plan().input
  }

  explain(): string {
    const reads = this.reads().map((read, position) => `${position}: ${read.explain()}`)
    return [
      'TransactGetItems: as they are at one moment, for twice the read units of these, consistent:',
      ...reads,
    ].join('\n')
  }

  protected async run(): Promise<readonly unknown[]> {
    const reads = this.reads()
    const { input, indexes } = this.plan()
    const items = await this.send(input, [...new Set(reads.map(read => read.context.entity.name))].join('+'))
    const results: unknown[] = []
    for (const [position, read] of reads.entries()) {
      const index = indexes[position]!
      // One that is asked for twice is written back once, and then as it is.
      items[index] = await read.settle(items[index])
      results.push(read.decode(items[index]))
    }
    return results
  }

  /** Sends it; again where it met a write. */
  private async send(input: TransactGetItemsCommandInput, entity: string): Promise<(StoredItem | undefined)[]> {
    const sending = { entity, signal: this.abort, capacity: this.capacity }
    for (let attempt = 1; ; attempt++)
      try {
        const { Responses = [] } = await this.shared.transport.send('TransactGetItems', input, sending)
        return Responses.map(({ Item }) => Item)
      } catch (error) {
        if (attempt === MAX_CONFLICTS || !(isConflict(error) || isThrottled(error))) throw error
        await pause(attempt, this.abort)
      }
  }

  private reads(): readonly GetBuilder[] {
    return this.operations.map((operation, position) => {
      if (!(operation instanceof GetBuilder)) throw invalid(`operation ${position} is no get of an entity`)
      if (operation.context.transport !== this.shared.transport)
        throw invalid(`operation ${position} is of another database`)
      return operation
    })
  }

  /** Each item once, whole where it is asked for in several ways; and where each operation finds its own. */
  private plan(): { readonly input: TransactGetItemsCommandInput; readonly indexes: readonly number[] } {
    const items: TransactGetItem[] = []
    const known = new Map<string, number>()
    const indexes = this.reads().map(read => {
      const { ConsistentRead, ...get } = read.compile()
      const name = keyText(read.context.entity.table, get.Key!)
      const index = known.get(name)
      if (index === undefined) {
        known.set(name, items.length)
        return items.push({ Get: get }) - 1
      }
      const { ProjectionExpression, ExpressionAttributeNames, ...whole } = items[index]!.Get!
      if (JSON.stringify(get) !== JSON.stringify(items[index]!.Get)) items[index] = { Get: whole }
      return index
    })
    if (items.length === 0 || items.length > MAX_ITEMS)
      throw invalid(`it reads ${items.length} items; DynamoDB takes 1 to ${MAX_ITEMS}`)
    return { input: { TransactItems: items }, indexes }
  }
}

const isConflict = (error: unknown) =>
  requestErrorName(error) === 'TransactionCanceledException' &&
  ((error as Error).cause as TransactionCanceledException).CancellationReasons?.some(isPassing)
