import { type CapacityCounter, type ConsumedCapacity, createCapacityCounter } from './capacity.js'

/**
 * A thing to do with a table. Lazy and immutable: it is sent when it is first awaited, each method returns a new one, and
 * awaiting the same one again gives the same answer without sending anything.
 */
export interface Operation<out R> extends Promise<R> {
  /**
   * The exact input of the DynamoDB command that it would send first; sends nothing.
   * @throws what the operation would throw before it sends anything
   */
  compile(): object
  /** In words: table or index, key condition, filter, read cost, warnings; sends nothing. */
  explain(): string
  /**
   * What its own requests have consumed so far: nothing before it is awaited, and no units unless the database counts them
   * (`consumedCapacity: true`).
   */
  consumedCapacity(): ConsumedCapacity
  /**
   * The same operation, ended with `request.aborted` when the signal says so; a write may have been made by then. By none where it is
   * `undefined`.
   */
  signal(signal: AbortSignal | undefined): this
}

/** An operation that reads one item. */
export interface ReadOperation<out R> extends Operation<R> {
  /** Tells it from a write: transactions and batches of reads take no other. */
  readonly kind: 'read'
}

/** An operation that writes one item. */
export interface WriteOperation<out R> extends Operation<R> {
  /** Tells it from a read: transactions and batches of writes take no other. */
  readonly kind: 'write'
}

/** What all operations share: being awaited. */
export abstract class Lazy<R> implements Promise<R> {
  #answer: Promise<R> | undefined
  #capacity: CapacityCounter | undefined

  /** Made when it is asked for: most operations of a chain are never sent. */
  protected get capacity(): CapacityCounter {
    this.#capacity ??= createCapacityCounter()
    return this.#capacity
  }

  /** What is wrong with an operation is told to who awaits it, as a rejection: it throws nothing. */
  protected abstract run(): Promise<R>

  // biome-ignore lint/suspicious/noThenProperty: an operation is a promise, as its users expect
  then<A = R, B = never>(
    fulfilled?: ((value: R) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#answer ??= this.run()
    return this.#answer.then(fulfilled, rejected)
  }

  catch<B = never>(rejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<R | B> {
    return this.then(null, rejected)
  }

  finally(settled?: (() => void) | null): Promise<R> {
    return this.then().finally(settled)
  }

  consumedCapacity(): ConsumedCapacity {
    return this.capacity.total()
  }

  get [Symbol.toStringTag](): string {
    return 'Operation'
  }
}
