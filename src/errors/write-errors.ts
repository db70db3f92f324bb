import type { Texts } from './texts.js'

/** Why an operation of a transaction failed, or that it did not. */
export type TransactionReason = 'none' | 'condition' | 'unique' | 'conflict' | 'throttled' | 'other'

/** What one operation of a transaction was, and what became of it. */
export interface TransactionOperation {
  /** The entity that the operation is of. */
  readonly entity: string
  /** Its kind, such as `create`, `update`, `check`. */
  readonly operation: string
  /** Why it failed; `none` where it is not to blame. */
  readonly reason: TransactionReason
  /** The code of its error, where it has one. */
  readonly code?: string
}

/** The details of every error about unique values, transactions and batches, by code. */
export interface WriteErrors {
  'unique.taken': { entity: string; constraint: string; attributes: readonly string[] }
  'write.contended': { entity: string; attempts: number }
  'write.unread': { entity: string; written: true }
  'transaction.failed': { operations: readonly TransactionOperation[]; attempts: number }
  'transaction.invalid': { reason: string }
  /** `reason` is why the first of those failed that did. */
  'batch.incomplete': { succeeded: number; failed: number; reason?: string }
  'batch.invalid': { reason: string }
}

export const writeErrors: Texts<WriteErrors> = {
  'unique.taken': d =>
    `Another ${d.entity} has this ${d.attributes.join(' and ')} already (unique constraint '${d.constraint}'); nothing was written.`,
  'write.contended': d =>
    `This ${d.entity} was changed by others each of the ${d.attempts} times that it was tried; nothing was written. Try again later.`,
  'write.unread': d =>
    `This ${d.entity} was written, and deleted by somebody else before it was read: there is nothing to give back.`,
  'transaction.failed': d =>
    `The transaction was cancelled, and nothing was written.${d.operations
      .map(({ entity, operation, reason, code }, index) =>
        reason === 'none' ? '' : `\n  ${index}: ${operation} of ${entity}: ${code ?? reason}`,
      )
      .join('')}`,
  'transaction.invalid': d => `This transaction can't be made: ${d.reason}.`,
  'batch.incomplete': d =>
    (d.failed > 0
      ? `${d.failed} of ${d.failed + d.succeeded} were left over: error.failed has each with what is wrong, error.succeeded what was done.`
      : `It ended early, with ${d.succeeded} done: error.cause says why.`) + (d.reason ? `\n  ${d.reason}` : ''),
  'batch.invalid': d => `This batch can't be made: ${d.reason}.`,
}
