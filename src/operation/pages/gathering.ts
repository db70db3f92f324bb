import type { ConsumedCapacity } from '../capacity.js'
import { Lazy } from '../operation.js'
import type { Batch } from './read-batches.js'
import type { ReadInput } from './read-plan.js'

/** What a gathering needs of the read that it gathers from. */
interface Gatherable {
  compile(counting?: boolean): ReadInput
  explain(counting?: boolean): string
  signal(signal: AbortSignal | undefined): this
  consumedCapacity(): ConsumedCapacity
  batches(counting?: boolean): AsyncIterable<Batch>
}

/** All of what a read finds, made into one answer: a list, a count, the first item. */
export class Gathering<R> extends Lazy<R> {
  constructor(
    private readonly reader: Gatherable,
    private readonly gather: (batches: AsyncIterable<Batch>) => Promise<R>,
    private readonly counting = false,
  ) {
    super()
  }

  compile(): ReadInput {
    return this.reader.compile(this.counting)
  }

  explain(): string {
    return this.reader.explain(this.counting)
  }

  signal(signal: AbortSignal | undefined): Gathering<R> {
    return new Gathering(this.reader.signal(signal), this.gather, this.counting)
  }

  override consumedCapacity(): ConsumedCapacity {
    return this.reader.consumedCapacity()
  }

  protected async run(): Promise<R> {
    return this.gather(this.reader.batches(this.counting))
  }
}
