import { type DefinitionErrors, definitionErrors } from './definition-errors.js'
import { type ItemErrors, itemErrors, type KeyDetails } from './item-errors.js'
import { type KeyErrors, keyErrors } from './key-errors.js'
import { type OperationErrors, operationErrors } from './operation-errors.js'
import type { Texts } from './texts.js'
import { type WriteErrors, writeErrors } from './write-errors.js'

/** What an error says of itself as data, by its code. */
export interface ErrorDetails extends KeyErrors, DefinitionErrors, ItemErrors, OperationErrors, WriteErrors {}
/** What went wrong, as a stable name such as `key.delimiterInValue`. */
export type ErrorCode = keyof ErrorDetails

const texts: Texts<ErrorDetails> = {
  ...keyErrors,
  ...definitionErrors,
  ...itemErrors,
  ...operationErrors,
  ...writeErrors,
}

/** What an error can carry beside its details. Not shown when the error is logged, for it holds attribute values. */
interface Evidence {
  readonly cause?: unknown
  readonly key?: KeyDetails | undefined
  readonly item?: unknown
  /** The primary key of the item that has a unique value. */
  readonly owner?: KeyDetails | undefined
  /** Where a read that ended early goes on. */
  readonly cursor?: string | undefined
  readonly errors?: readonly (MonotableError | undefined)[]
  /** What is left of a batch, and what was done of it. */
  readonly failed?: readonly BatchFailure[]
  readonly succeeded?: readonly BatchSuccess[]
}

/** An operation of a batch that was not made, or of which that is not known. */
export interface BatchFailure {
  /** Its place among the operations, keys or items that were given, from 0. */
  readonly position: number
  /** The entity that the operation is of. */
  readonly entity: string
  /** Its kind: `get`, `put`, `delete`. */
  readonly operation: string
  /** The attributes of its primary key. */
  readonly key: KeyDetails
  /** What it failed with; `undefined` where DynamoDB has only left it unprocessed, and no answer was lost. */
  readonly cause: unknown
}

/** An operation of a batch that was made, with its result. */
export interface BatchSuccess {
  /** Its place among the operations, keys or items that were given, from 0. */
  readonly position: number
  /** What it would have given alone. */
  readonly result: unknown
}

/**
 * Every error that monotable throws. `code` is stable, `details` are data, the message is for people.
 * Neither message nor details hold attribute values.
 */
export class MonotableError<Code extends ErrorCode = ErrorCode> extends Error {
  /** What went wrong, as a stable name such as `key.delimiterInValue`. */
  readonly code: Code
  /** What is known of it, as data; which, the code says. No attribute values. */
  readonly details: ErrorDetails[Code]
  /** What is known beside the details. */
  protected readonly evidence: () => Evidence

  constructor(code: Code, details: ErrorDetails[Code], evidence: Evidence = {}) {
    super(texts[code](details), evidence)
    this.name = new.target.name
    this.code = code
    this.details = details
    // A function is not shown with the error.
    this.evidence = () => evidence
    Object.defineProperty(this, 'evidence', { enumerable: false })
  }

  /** The key of the item in question, where there is one. */
  get key(): KeyDetails | undefined {
    return this.evidence().key
  }

  /** The item as DynamoDB has it now, where the answer told: decoded, or as stored where it does not decode. */
  get item(): unknown {
    return this.evidence().item
  }
}

/** A definition that can't work; thrown where it is made, before anything is sent. */
export class DefinitionError extends MonotableError<keyof DefinitionErrors> {}
/** Attributes that make no key: missing, empty, holding a delimiter, too long. Nothing was sent. */
export class InvalidKeyError extends MonotableError<keyof KeyErrors> {}
/**
 * An item that does not fit its entity's schema, given (`item.invalid`) or stored (`item.invalidStored`), with what is wrong
 * in `details.issues`; or one that is too large (`item.tooLarge`).
 */
export class InvalidItemError extends MonotableError<'item.invalid' | 'item.invalidStored' | 'item.tooLarge'> {}
/** `create`, or `put` of a versioned item that carries no version, found an item; `error.item` is that item. */
export class ItemExistsError extends MonotableError<'item.exists'> {}
/** `getOrThrow` or `update` found no item. */
export class ItemNotFoundError extends MonotableError<'item.notFound'> {}
/** A write's condition did not hold; `error.item` is the item as it stands. */
export class ConditionFailedError extends MonotableError<'condition.failed'> {}
/**
 * Another writer was first: `details.expected` is the version asked for, `details.current` the one that is there (`undefined`
 * where the item is gone), `error.item` the item as it stands.
 */
export class VersionConflictError extends MonotableError<'version.conflict'> {}
/** `maxRequests` ended `all()`, `first()`, `count()` or `items()` before the end; `after(error.cursor)` goes on. */
export class QueryIncompleteError extends MonotableError<'query.incomplete'> {
  /** Where the read goes on, for `after`. */
  get cursor(): string | undefined {
    return this.evidence().cursor
  }
}
/** A cursor that is malformed, forged, or of another query. */
export class InvalidCursorError extends MonotableError<'cursor.invalid'> {}
/**
 * A unique value is taken: `details.constraint` and `details.attributes` say which, `error.owner` is the primary key of the
 * item that has it.
 */
export class UniqueConstraintError extends MonotableError<'unique.taken'> {
  /** The primary key of the item that has the value, where DynamoDB told. */
  get owner(): KeyDetails | undefined {
    return this.evidence().owner
  }
}
/**
 * A transaction was cancelled, and nothing of it was made: `details.operations` says what each operation was and why it
 * failed, `error.errors` has the error of each that did, with its item.
 */
export class TransactionFailedError extends MonotableError<'transaction.failed'> {
  /** By the position of the operation: what it would have failed with alone, `undefined` where it is not to blame. */
  get errors(): readonly (MonotableError | undefined)[] {
    return this.evidence().errors ?? []
  }
}
/**
 * A batch ended before all of it was done. Nothing of it is dropped silently: `error.failed` has each operation that is left,
 * with its key and what it failed with, `error.succeeded` each that was done, with its result.
 */
export class BatchIncompleteError extends MonotableError<'batch.incomplete'> {
  /** By their positions. */
  get failed(): readonly BatchFailure[] {
    return this.evidence().failed ?? []
  }
  /** By their positions; empty for `deletePartition`, which only counts them: `details.succeeded`. */
  get succeeded(): readonly BatchSuccess[] {
    return this.evidence().succeeded ?? []
  }
}
