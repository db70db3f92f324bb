import type { Projected } from '../expression/projection-types.js'

/** Of a `T` what the paths `P` lead to; all of it where there are none. */
export type Selected<T, P> = Projected<T, P extends readonly [infer N] ? N : P>

/** What one request gave. */
export interface Page<T> {
  /** The items, in the order in which they were read. */
  readonly items: T[]
  /** How many items it returned. */
  readonly count: number
  /** How many items it read, before the filter. */
  readonly scannedCount: number
  /** Where the next one begins, for `startKey`; missing where there is no more. */
  readonly lastKey?: Readonly<Record<string, any>>
}

/** A page of several, as `queryPages` and `scanPages` give them. */
export interface NumberedPage<T> extends Page<T> {
  /** From 1. */
  readonly pageNumber: number
}

/** A write that was not made, for its condition did not hold. */
export interface NotMade<T> {
  /** It was not made. */
  readonly success: false
  /** The item as it is; missing where there is none. */
  readonly current?: T
}

/** Stands for a condition that is not given: what is inferred of nothing is what is allowed, this included. */
export interface Omitted {
  readonly omitted: never
}

/** A write without a condition is made, or an error is thrown; one with a condition has two outcomes. */
export type OutcomeOf<T, Made, Condition> = 0 extends 1 & Condition
  ? Made | NotMade<T>
  : [Omitted] extends [Condition]
    ? Made
    : Made | NotMade<T>

/** A `create` that was made. */
export interface Created<T> {
  /** It was made. */
  readonly success: true
  /** The item as it was given. */
  readonly item: T
}
/** An `update` that was made. */
export interface Updated<A> {
  /** It was made. */
  readonly success: true
  /** The attributes that `returnValues` asks for. */
  readonly attributes: A
}
/** An `increment` that was made. */
export interface Incremented<V> {
  /** It was made. */
  readonly success: true
  /** The number as it is now. */
  readonly value: V
}
/** An `appendToList` that was made. */
export interface Appended<V> {
  /** It was made. */
  readonly success: true
  /** The list as it is now. */
  readonly list: V
}
/** A `delete` that was made, or that had nothing to delete. */
export interface Deleted<T> {
  /** It was made. */
  readonly success: true
  /** The item as it was, where `returnOld` asks for it and there was one. */
  readonly item?: T
}

/** What an update gives back. */
export type AttributesOf<T, R> = R extends 'NONE'
  ? undefined
  : R extends 'ALL_NEW'
    ? T
    : R extends 'ALL_OLD'
      ? T | undefined
      : Partial<T>

/** What came of a batch. Items with the same key count each, and what became of the last of them is what became of all. */
interface BatchCounts {
  /** How many items were written or deleted. */
  readonly succeeded: number
  /** How many were not. */
  readonly failed: number
}
/** What came of `batchCreate`. */
export interface BatchCreated<T> extends BatchCounts {
  /** The items that DynamoDB did not take, however often they were sent: it was too much for it. */
  readonly failedItems: T[]
}
/** What came of `batchDelete`. */
export interface BatchDeleted<K> extends BatchCounts {
  /** The keys of the items that were not deleted, however often it was tried: it was too much for DynamoDB. */
  readonly failedKeys: K[]
}

/** What DynamoDB says of a table. */
export interface TableInfo {
  /** The table's name. */
  readonly name: string
  /** Such as `'ACTIVE'`. */
  readonly status: string
  /** Counted by DynamoDB every six hours or so. */
  readonly itemCount: number
  /** `{ pk: 'HASH', sk: 'RANGE' }` */
  readonly keySchema: Readonly<Record<string, 'HASH' | 'RANGE'>>
  /** An ISO 8601 date. */
  readonly creationDate: string
}
