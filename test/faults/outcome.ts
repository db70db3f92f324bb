import { BatchIncompleteError, MonotableError } from '../../src/index.js'
import type { Outcome } from './history.js'

/** Errors that say that nothing was written: a condition did not hold, or it was refused before it was sent. */
const notWritten: ReadonlySet<string> = new Set([
  'item.exists',
  'item.notFound',
  'condition.failed',
  'version.conflict',
  'unique.taken',
  'transaction.failed',
  'write.contended',
  'update.missingParent',
])

/** Those of which none is to be expected: the workloads do nothing that could make them. */
export const isExpected = (error: unknown): error is MonotableError =>
  error instanceof MonotableError &&
  (notWritten.has(error.code) || /^(request\.(failed|aborted)|batch\.incomplete|write\.unread)$/.test(error.code))

/**
 * What an error says of the write that it is of, or of one of several in a batch. That a condition did not hold is *refused*: by the
 * last request, while one before it may be on its way still.
 */
export function outcomeOf(error: unknown, position?: number): Outcome | 'refused' {
  if (!(error instanceof MonotableError)) return 'unknown'
  if (error instanceof BatchIncompleteError && position !== undefined) {
    const failure = error.failed.find(failed => failed.position === position)
    if (!failure) return error.succeeded.some(success => success.position === position) ? 'done' : 'unknown'
    // Left unprocessed, and each answer said so.
    return failure.cause === undefined ? 'not done' : outcomeOf(failure.cause)
  }
  const { outcome, written } = error.details as { readonly outcome?: string; readonly written?: boolean }
  if (written || outcome === 'written' || error.code === 'write.unread') return 'done'
  if (outcome === 'not written') return 'not done'
  return notWritten.has(error.code) ? 'refused' : 'unknown'
}
