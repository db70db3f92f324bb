import type { ClientOptions } from '../driver/connect.js'
import type { Hooks } from '../driver/hooks.js'
import type { Refused } from '../errors/refused.js'
import type { Where } from '../expression/condition-types.js'
import type { PathOf } from '../expression/projection-types.js'
import type { BatchProgress } from '../operation/batch/batch-operation.js'
import type { SortKey } from './sort-key.js'

/** What a `TableClient` is made of. */
export interface TableClientOptions<T> extends ClientOptions {
  /** The name of the table. */
  readonly tableName: string
  /** Functions that are told of each request, for logs and metrics. */
  readonly hooks?: Hooks | undefined
  /** Whether DynamoDB is to report consumed capacity: see `consumedCapacity()`, and `ResponseEvent`. */
  readonly consumedCapacity?: boolean | undefined
  /**
   * The table's partition key, and its sort key where it has one. Where they are not given, they are asked of DynamoDB when they
   * are first needed: by batches, and by `preventOverwrite: true`.
   */
  readonly keyNames?:
    | readonly [partitionKey: keyof T & string]
    | readonly [partitionKey: keyof T & string, sortKey: keyof T & string]
    | undefined
}

/** A number that lib-dynamodb keeps whole: its `NumberValue`, by shape. */
interface WrappedNumber {
  toAttributeValue(): { readonly N: string }
}

/** What a number is. */
export type Numeric = number | bigint | WrappedNumber

/** What a key attribute can hold. */
type KeyValue = string | Numeric | Uint8Array

/** Attributes that make a key, of a table or of an index. */
export type Key<T> = { readonly [K in keyof T as NonNullable<T[K]> extends KeyValue ? K : never]?: T[K] }

/** A condition as text, in DynamoDB's words, with what its placeholders stand for. */
export interface ConditionText {
  /** Such as `'attribute_exists(pk) AND #count < :max'`. Names of attributes may be reserved words. */
  readonly expression: string
  /** What each `#placeholder` stands for. */
  readonly names?: Readonly<Record<string, string>> | undefined
  /** What each `:placeholder` stands for. */
  readonly values?: Readonly<Record<string, unknown>> | undefined
}

/** Which items are meant: the typed builder, or text. */
export type ConditionOf<T> = Where<T> | ConditionText | string

/** A path as text, `'address.city'` or `'tags[0]'`; or the name of an attribute as a list of one, where dots and brackets are a part of it. */
export type ProjectionPath<T> = PathOf<T> | readonly [name: keyof T & string]

interface Abortable {
  /** Ends it when the signal says so. */
  readonly signal?: AbortSignal | undefined
}

/** What `get` takes beside the key. */
export interface GetOptions<P> extends Abortable {
  /** Whether every earlier write is seen, at twice the cost. */
  readonly consistent?: boolean | undefined
  /** The parts of the item to return; all of it where none are given. */
  readonly projection?: readonly P[] | undefined
}

/** What `scan` takes. */
export interface ScanOptions<T, P> extends Abortable {
  /** Leaves out what it does not hold of, after it was read and paid for. */
  readonly filter?: ConditionOf<T> | undefined
  /** The parts of the items to return; all of them where none are given. */
  readonly projection?: readonly P[] | undefined
  /** The index to read, in the place of the table. */
  readonly index?: string | undefined
  /** The most items to read in this request, from 1; the filter comes after that. */
  readonly limit?: number | undefined
  /** Where to go on: the `lastKey` of the page before. */
  readonly startKey?: Readonly<Record<string, any>> | undefined
  /** Whether every earlier write is seen, at twice the cost; global indexes refuse it. */
  readonly consistent?: boolean | undefined
}

/** What `query` takes beside the partition key. */
export interface QueryOptions<T, P> extends ScanOptions<T, P> {
  /** What the sort key must be: one operator for each attribute of it. */
  readonly sortKey?: SortKey<Key<T>> | undefined
  /** Whether the last comes first. */
  readonly descending?: boolean | undefined
}

interface Paging {
  /** The most items to read in each request, from 1: 100 unless said otherwise. */
  readonly pageSize?: number | undefined
  /** The most pages, from 1: as many as there are unless said otherwise. */
  readonly maxPages?: number | undefined
}
/** What `scanPages` takes. */
export interface ScanPagesOptions<T, P> extends Omit<ScanOptions<T, P>, 'limit'>, Paging {}
/** What `queryPages` takes beside the partition key. */
export interface QueryPagesOptions<T, P> extends Omit<QueryOptions<T, P>, 'limit'>, Paging {}

/** What `getAll` takes. */
export interface GetAllOptions<T, P> extends Omit<ScanOptions<T, P>, 'limit' | 'startKey'> {
  /** The most items to return; the rest is not read. */
  readonly maxItems?: number | undefined
}

/** What `count` takes. */
export interface CountOptions<T>
  extends Omit<QueryOptions<T, never>, 'limit' | 'startKey' | 'projection' | 'descending'> {
  /** Counts by a query, of one partition; without it the whole table or index is scanned. */
  readonly partition?: Key<T> | undefined
}

/** What writes take beside what they write. */
export interface WriteOptions<C> extends Abortable {
  /** What must hold of the item that is there; that it does not is an outcome, not an error. */
  readonly condition?: C | undefined
}

/** What `create` takes beside the item. */
export interface CreateOptions<C, P> extends WriteOptions<C> {
  /** Whether an item that is there already is to be left as it is: `true`, or the name of a key attribute. */
  readonly preventOverwrite?: P | undefined
}

/** Which attributes an update gives back: as they were before it, or are after it; those it changed, or all. */
export type ReturnValues = 'NONE' | 'UPDATED_OLD' | 'UPDATED_NEW' | 'ALL_OLD' | 'ALL_NEW'

/** What `update` takes beside the key and the changes. */
export interface UpdateOptions<T, C, R> extends WriteOptions<C> {
  /** Which attributes to give back: `'UPDATED_NEW'` unless said otherwise. */
  readonly returnValues?: R | undefined
  /** Attributes to remove. */
  readonly remove?: readonly (keyof T & string)[] | undefined
}

/** What `delete` takes beside the key. */
export interface DeleteOptions<C> extends WriteOptions<C> {
  /** Whether to give back the item as it was. */
  readonly returnOld?: boolean | undefined
}

/** What batches take beside items or keys. */
export interface BatchOptions extends Abortable {
  /** The most items of one request, from 1 to 25: 25 unless said otherwise. */
  readonly batchSize?: number | undefined
  /** The most requests at a time: 4 unless said otherwise. */
  readonly concurrency?: number | undefined
  /** Told how far it has come, after each request. What it throws fails nothing. */
  readonly onProgress?: ((progress: BatchProgress) => void) | undefined
}

/** What `tableInfo` takes. */
export interface TableInfoOptions extends Abortable {
  /** Whether it is asked again. */
  readonly refresh?: boolean | undefined
}

/** A key, whose attributes must all be such that make keys. */
export type ExactKey<T, K> = K & {
  readonly [N in Exclude<keyof K, keyof Key<T>>]: Refused<`'${N & string}' can't be part of a key`>
}

/** New values of attributes. Those of the key can't be changed; of a key that may have any attribute that is found at run time. */
export type Updates<T, K> = { readonly [N in keyof T]?: T[N] } & (Key<T> extends K
  ? unknown
  : { readonly [N in keyof K & keyof T]?: Refused<`'${N & string}' is part of the key`> })

/** The attributes that hold a `V`. */
export type NamesOf<T, V> = { [N in keyof T & string]: NonNullable<T[N]> extends V ? N : never }[keyof T & string]
