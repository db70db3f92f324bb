import type { TransactWriteItemsCommandInput } from '@aws-sdk/client-dynamodb'
import { once } from '../../schema/once.js'
import type { SharedContext } from '../context.js'
import { Lazy, type Operation, type WriteOperation } from '../operation.js'
import { createToken, transactionItem } from '../write/send-transaction.js'
import { WriteBuilder } from '../write/write-builder.js'
import type { WholeWrite } from '../write/write-types.js'
import { invalid, mergeWrites, type Step } from './merge.js'
import { runTransaction } from './run-transaction.js'
import { transactionSentinels } from './transaction-sentinels.js'

/** What `transactWrite` takes beside the operations. */
export interface TransactWriteOptions {
  /**
   * A token of your own (1 to 36 characters), by which DynamoDB knows the transaction again for ten minutes: sent a second time,
   * from another process too, it is not made a second time. All that goes into it must be the same then, so that writes which
   * note the time need `now`, and writes that read first can't be part of it.
   */
  readonly token?: string | undefined
  /** The time of the writes, for timestamps and time-to-live. */
  readonly now?: Date | undefined
}

/** What the operations of a transaction give, by position: the item of `create` and `put`, nothing of the others. */
export type TransactWritten<T extends readonly unknown[]> = {
  -readonly [I in keyof T]: T[I] extends WholeWrite<infer Item> ? Item : undefined
}

/** Writes of several items, of which all are made or none (TransactWriteItems). */
export interface TransactWriteOperation<T extends readonly unknown[]> extends Operation<TransactWritten<T>> {
  /** The transaction, with a token that is made anew when it is sent; of writes that read first it needs what they read, and throws. */
  compile(): TransactWriteItemsCommandInput
}

export class TransactWriteBuilder extends Lazy<readonly unknown[]> {
  constructor(
    private readonly shared: SharedContext,
    private readonly operations: readonly WriteOperation<unknown>[],
    private readonly options: TransactWriteOptions,
    private readonly abort?: AbortSignal,
  ) {
    super()
  }

  signal(signal: AbortSignal | undefined): TransactWriteBuilder {
    return new TransactWriteBuilder(this.shared, this.operations, this.options, signal)
  }

  compile(): TransactWriteItemsCommandInput {
    const steps = this.steps()
    if (steps.some(({ write }) => write.readsFirst))
      throw invalid('it reads items first, of which it is made: there is nothing to show before it runs')
    const compiled = steps.map(({ write }) => write.compiled())
    const { sentinels } = transactionSentinels(steps, compiled, () => false)
    return {
      TransactItems: [...compiled.map(transactionItem), ...sentinels.map(({ item }) => item)],
      ClientRequestToken: this.options.token ?? createToken(),
    }
  }

  explain(): string {
    const steps = this.steps().map(({ positions, write }) => `${positions.join('+')}: ${write.explain()}`)
    return ['TransactWriteItems: all or nothing, and twice the write units of these:', ...steps].join('\n')
  }

  protected async run(): Promise<readonly unknown[]> {
    const steps = this.steps()
    const name = [...new Set(steps.map(({ write }) => write.context.entity.name))].join('+')
    const sending = { entity: name, signal: this.abort, capacity: this.capacity }
    const compiled = await runTransaction(this.shared, steps, this.options.token, sending)
    const results: unknown[] = this.operations.map(() => undefined)
    for (const [step, { positions, operations }] of steps.entries())
      for (const [index, operation] of operations.entries())
        if (isWhole(operation)) results[positions[index]!] = compiled[step]!.item
    return results
  }

  /** Once, so that generated values and times are the same in what is shown and in what is sent. */
  private readonly steps = once((): readonly Step[] => {
    const { token, now } = this.options
    const { operations, shared } = this
    if (operations.length === 0) throw invalid('it has no operations')
    const time = now ?? shared.now()
    const writes = operations.map((operation, position) => {
      if (!(operation instanceof WriteBuilder)) throw invalid(`operation ${position} is no write of an entity`)
      if (operation.context.transport !== shared.transport)
        throw invalid(`operation ${position} is of another database`)
      // It gives nothing of what was there, and so need not be made of all of it.
      return operation.changed({ returning: 'none' }, time)
    })
    const steps = mergeWrites(writes)
    if (token !== undefined) checkToken(steps, token, now)
    return steps
  })
}

const isWhole = ({ node }: WriteBuilder) => node.kind === 'create' || node.kind === 'put'

/** A second sending must have the same bytes as the first. */
function checkToken(steps: readonly Step[], token: string, now: Date | undefined): void {
  if (token.length < 1 || token.length > 36) throw invalid('its token must have 1 to 36 characters')
  for (const { write } of steps) {
    const { name, timeToLive, extensions } = write.context.entity
    if (write.readsFirst)
      throw invalid(`the ${write.node.kind} of ${name} reads first, and can't have a token of yours`)
    // Generated defaults are others the second time.
    const [shown, again] = [write, write.changed({})].map(each => JSON.stringify(each.compileWrite().input))
    const timed = timeToLive || extensions.some(extension => extension.name !== 'version')
    if (shown !== again)
      throw invalid(`the ${write.node.kind} of ${name} has generated values: give them, for a token of yours`)
    if (timed && !now)
      throw invalid(`${name} notes the time, so that a token of yours needs a fixed time too: give now`)
  }
}
