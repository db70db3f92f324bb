import { MonotableError } from '../../errors/monotable-error.js'
import type { SharedContext } from '../context.js'
import { Lazy } from '../operation.js'
import type { SendOptions } from '../transport.js'
import { wholeNumber } from '../whole-number.js'
import type { BatchCommand, BatchProgress } from './batch-operation.js'

/** What all batches can be told. */
export interface BatchNode {
  readonly concurrency: number
  readonly onProgress: ((progress: BatchProgress) => void) | undefined
  readonly signal: AbortSignal | undefined
}

export const emptyBatchNode = Object.freeze({
  concurrency: 4,
  onProgress: undefined,
  signal: undefined,
} as const satisfies BatchNode)

/** What the builders of batches share. */
export abstract class BatchBuilder<N extends BatchNode, R, C extends SharedContext = SharedContext> extends Lazy<R> {
  readonly node: N

  constructor(
    readonly context: C,
    node: N,
  ) {
    super()
    this.node = Object.freeze(node)
  }

  abstract compile(): readonly BatchCommand[]
  abstract explain(): string

  concurrency(concurrency: number): this {
    return this.with({ concurrency: wholeNumber('batch.invalid', 'concurrency', concurrency) } as Partial<N>)
  }

  onProgress(onProgress: (progress: BatchProgress) => void): this {
    return this.with({ onProgress } as Partial<N>)
  }

  signal(signal: AbortSignal | undefined): this {
    return this.with({ signal } as Partial<N>)
  }

  /** What its requests carry, but for whose they are. */
  protected get sending(): Omit<SendOptions, 'entity'> {
    return { signal: this.node.signal, capacity: this.capacity }
  }

  protected with(change: Partial<N>): this {
    const Same = this.constructor as new (context: C, node: N) => this
    return new Same(this.context, { ...this.node, ...change })
  }
}

const invalidBatch = (reason: string): MonotableError => new MonotableError('batch.invalid', { reason })

/**
 * The operations of a batch, as the builders that they are.
 * @throws MonotableError `batch.invalid` for anything else, and for those of another database
 */
export function buildersOf<B extends { readonly context: SharedContext }>(
  { transport }: SharedContext,
  operations: readonly unknown[],
  Kind: abstract new (...args: any) => B,
  what: string,
): readonly B[] {
  return operations.map((operation, position) => {
    if (!(operation instanceof Kind)) throw invalidBatch(`operation ${position} is no ${what}`)
    if (operation.context.transport !== transport) throw invalidBatch(`operation ${position} is of another database`)
    return operation
  })
}
