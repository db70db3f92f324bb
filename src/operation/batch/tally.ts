import {
  type BatchFailure,
  BatchIncompleteError,
  type BatchSuccess,
  MonotableError,
} from '../../errors/monotable-error.js'
import { tell } from '../tell.js'
import type { BatchProgress } from './batch-operation.js'

/** One operation of a batch, for its errors. */
export type Subject = Omit<BatchFailure, 'cause' | 'position'>

/** What has become of each operation of a batch. */
export class Tally {
  readonly failed: BatchFailure[] = []
  readonly #results = new Map<number, unknown>()
  #reported = 0

  constructor(
    private readonly subjectOf: (position: number) => Subject,
    private readonly total: number | undefined,
    private readonly onProgress: ((progress: BatchProgress) => void) | undefined,
    /** How many were done before these. */
    private readonly before = 0,
  ) {}

  get done(): number {
    return this.before + this.#results.size
  }

  succeed(position: number, result: unknown): void {
    this.#results.set(position, result)
  }

  fail(position: number, cause: unknown): void {
    this.failed.push({ ...this.subjectOf(position), position, cause })
  }

  /** Tells how far it has come, where that is further than before. */
  report(): void {
    const { done, total } = this
    const failed = this.failed.length
    if (done + failed === this.#reported) return
    this.#reported = done + failed
    tell(this.onProgress, { done, failed, total })
  }

  /** The results by position. @throws BatchIncompleteError where any is missing */
  finish(count: number): unknown[] {
    if (this.failed.length > 0) throw this.error()
    return Array.from({ length: count }, (_, position) => this.#results.get(position))
  }

  error(cause: unknown = this.failed.find(failure => failure.cause)?.cause): BatchIncompleteError {
    const failed = this.failed.toSorted((a, b) => a.position - b.position)
    const succeeded: BatchSuccess[] =
      this.total === undefined
        ? []
        : [...this.#results].map(([position, result]) => ({ position, result })).sort((a, b) => a.position - b.position)
    return new BatchIncompleteError(
      'batch.incomplete',
      {
        succeeded: this.done,
        failed: failed.length,
        ...(cause instanceof MonotableError && { reason: cause.message }),
      },
      { cause, failed, succeeded },
    )
  }
}
