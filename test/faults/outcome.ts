import { BatchIncompleteError, MonotableError, type TransactionOperation } from '../../src/index.js'
import { isSurprising } from '../support/surprising.js'
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

/**
 * Whether an error is one that a call may meet: the workloads do nothing that could make another one.
 * @param isThere whether what the call is about is there all the time
 */
export function isExpected(error: unknown, isThere = false): boolean {
  if (!(error instanceof MonotableError)) return false
  const { name = '', operations = [] } = error.details as {
    readonly name?: string
    readonly operations?: readonly TransactionOperation[]
  }
  const isMissing = error.code === 'item.notFound' || operations.some(({ code }) => code === 'item.notFound')
  return (
    (notWritten.has(error.code) || /^(request\.(failed|aborted)|batch\.incomplete|write\.unread)$/.test(error.code)) &&
    !(isThere && isMissing) &&
    !isSurprising(name) &&
    partsOf(error).every(part => isExpected(part, isThere))
  )
}

/**
 * Whether an error says of a write, or of one of those that it is of, that nobody knows. What was given up may say so always: it
 * does not tell a request that was on its way from the pause before it.
 */
export const isInDoubt = (error: unknown): boolean =>
  (error instanceof MonotableError &&
    error.code !== 'request.aborted' &&
    (error.details as { readonly outcome?: string }).outcome === 'unknown') ||
  partsOf(error).some(isInDoubt)

/** What the operations of a batch failed with, and what ended it. */
const partsOf = (error: unknown): readonly unknown[] =>
  error instanceof BatchIncompleteError
    ? [...error.failed.map(({ cause }) => cause), error.cause].filter(cause => cause !== undefined)
    : []

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
