import type { Operation } from '../operation.js'
import type { CommandName } from '../transport.js'

/** How far a batch has come. */
export interface BatchProgress {
  /** Operations that are done. */
  readonly done: number
  /** Those that are given up. */
  readonly failed: number
  /** How many there are; `undefined` where that is not known beforehand. */
  readonly total: number | undefined
}

/** A request that a batch would send. */
export interface BatchCommand {
  /** The DynamoDB operation, such as `BatchWriteItem`. */
  readonly command: CommandName
  /** Its exact input. */
  readonly input: object
}

/**
 * Many operations, in as few requests as they can be made in. As any operation it is lazy and immutable, and sent when it is
 * awaited. What DynamoDB leaves unprocessed, or refuses because it is too much at once, is sent again after a pause that grows,
 * 8 times in a row without progress at most.
 * @throws BatchIncompleteError where anything is left, with each operation that is and what was done of the others
 */
export interface BatchOperation<out R> extends Operation<R> {
  /** The requests that it would send, before any has to be repeated; of a write that reads first, that read. Sends nothing. */
  compile(): readonly BatchCommand[]
  /** In words: how many requests of which kind, what goes alone and why, what it costs. Sends nothing. */
  explain(): string
  /** At most so many requests at a time: 4 unless said otherwise. */
  concurrency(requests: number): this
  /**
   * Tells how far it has come, after each request that brought it forward. What the function throws fails nothing.
   * @example db.agents.putMany(agents).onProgress(({ done, total }) => console.log(`${done} of ${total}`))
   */
  onProgress(report: (progress: BatchProgress) => void): this
  /** Ends it when the signal says so; what was done until then is told in the BatchIncompleteError. */
  signal(signal: AbortSignal | undefined): this
}
