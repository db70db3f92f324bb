import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb'
import type { Refused } from '../errors/refused.js'
import type { KeyType } from '../key/template-types.js'

/** A key attribute: a name (of a string), or a name with its type. */
export type KeyAttribute = string | { readonly name: string; readonly type?: KeyType }
/** What an index holds beside the keys: everything, nothing, or the attributes named (as they are stored). */
export type IndexProjection = 'all' | 'keysOnly' | readonly string[]

/** A global secondary index: its own partition key, and a sort key if wanted; each of up to four attributes. */
export interface GlobalIndexDefinition {
  /** An index is global unless it says otherwise. */
  readonly type?: 'global'
  /** The attribute that it is partitioned by, or up to four of them. */
  readonly partitionKey: KeyAttribute | readonly KeyAttribute[]
  /** The attribute that a partition is sorted by, or up to four of them. */
  readonly sortKey?: KeyAttribute | readonly KeyAttribute[]
  /** What it holds beside the keys: `'all'` unless said otherwise. */
  readonly projection?: IndexProjection
}

/** A local secondary index: the table's partition key with another sort key. */
export interface LocalIndexDefinition {
  /** Says that it is local. */
  readonly type: 'local'
  /** A local index has the table's. */
  readonly partitionKey?: never
  /** The attribute that a partition is sorted by. */
  readonly sortKey: KeyAttribute
  /** What it holds beside the keys: `'all'` unless said otherwise. */
  readonly projection?: IndexProjection
}

/** What `defineTable` takes. */
export interface TableDefinition<Name extends string, Sort, Indexes, TimeToLive extends string> {
  /** The table's name; `createDatabase({ tableName })` overrides it. */
  readonly name: Name
  /** The attribute that the table is partitioned by. */
  readonly partitionKey: KeyAttribute
  /** The attribute that a partition is sorted by, where there is one. */
  readonly sortKey?: Sort
  /** The indexes, by their names in DynamoDB: 20 global ones unless AWS allows more, and 5 local ones. */
  readonly indexes?: Indexes & NoInfer<UnknownParts<Indexes>>
  /** The attribute that holds the time, in seconds since 1970, after which DynamoDB deletes an item. */
  readonly timeToLive?: TimeToLive
}

type UnknownParts<Indexes> = {
  readonly [I in keyof Indexes]: {
    readonly [P in Exclude<keyof Indexes[I], keyof GlobalIndexDefinition>]: Refused<`an index has no '${P & string}'`>
  }
}

/**
 * What the compiler knows of an index: its name, its kind, the type of its sort key, and what it projects; the name alone of
 * an ordinary one, which is global, sorted by text, and holds whole items. Every entity's declaration says it of all of the
 * table's indexes, so it is short.
 */
export type IndexModel = string | readonly [name: string, kind: 'global' | 'local', sort: unknown, projection: unknown]

type TypeOf<K> = K extends { readonly type: infer T } ? T : 'string'
type SortTypeOf<K> = K extends readonly KeyAttribute[] ? { readonly [I in keyof K]: TypeOf<K[I]> } : TypeOf<K>
type ProjectionOf<D> = D extends { readonly projection: infer P }
  ? P extends readonly string[]
    ? P[number]
    : P
  : 'all'
/** The model of an index that is defined so. */
export type IndexModelOf<Name, D> = Shortest<
  Name,
  D extends { readonly type: 'local' } ? 'local' : 'global',
  D extends { readonly sortKey: infer K } ? SortTypeOf<K> : 'string',
  ProjectionOf<D>
>
type Shortest<Name, Kind, Sort, Projection> = [Kind, Sort, Projection] extends ['global', 'string', 'all']
  ? Name
  : [Name, Kind, Sort, Projection]

/** The names of a table's indexes. */
export type IndexName<Indexes> = Indexes extends readonly [infer Name, ...unknown[]] ? Name : Indexes
/** What there is to say of the one of a table's indexes that has this name, the name aside. */
export type IndexNamed<Indexes, Name> = Name extends Indexes
  ? ['global', 'string', 'all']
  : Indexes extends readonly [Name, ...infer Rest]
    ? Rest
    : never
export type IndexKind<Indexes, Name> = IndexNamed<Indexes, Name>[0]
export type IndexSort<Indexes, Name> = IndexNamed<Indexes, Name>[1]
/** The type of the table's own sort key. */
export type SortKeyType<Sort> = TypeOf<Sort>

/** What the compiler knows of a table. */
export interface TableModel<out Name = unknown, out Sort = unknown, out Indexes = unknown, out TimeToLive = unknown> {
  /** The table's name. */
  readonly name: Name
  /** The type of its sort key. */
  readonly sort: Sort
  /** The models of its indexes. */
  readonly indexes: Indexes
  /** The name of its time-to-live attribute. */
  readonly timeToLive: TimeToLive
}

/** A key attribute with its type settled. */
export interface KeyAttributeModel {
  /** What it is called. */
  readonly name: string
  /** What it holds. */
  readonly type: KeyType
}

/** An index of a table with everything settled. */
export interface TableIndex {
  /** Its name in DynamoDB. */
  readonly name: string
  /** Whether it has a partition key of its own. */
  readonly kind: 'global' | 'local'
  /** The attributes that it is partitioned by: one to four. */
  readonly partitionKey: readonly KeyAttributeModel[]
  /** The attributes that a partition is sorted by: none to four. */
  readonly sortKey: readonly KeyAttributeModel[]
  /** What it holds beside the keys. */
  readonly projection: IndexProjection
}

/**
 * A DynamoDB table: its keys, its indexes and its time-to-live attribute. Made by `defineTable`; holds no client.
 * `Sort` is the type of its sort key, `Indexes` what the compiler knows of its indexes, one by one, `TimeToLive` the name of
 * that attribute.
 */
export interface Table<
  out Name extends string = string,
  out Sort = unknown,
  out Indexes = unknown,
  out TimeToLive = unknown,
> {
  /** The name that the table is defined with. */
  readonly name: Name
  /** The attribute that it is partitioned by. */
  readonly partitionKey: KeyAttributeModel
  /** The attribute that a partition is sorted by. */
  readonly sortKey: KeyAttributeModel | undefined
  /** Its indexes, by their names. */
  readonly indexes: ReadonlyMap<string, TableIndex>
  /** The name of its time-to-live attribute. */
  readonly timeToLive: string | undefined
  /** For the compiler alone: nothing is there at run time. */
  readonly '~': TableModel<Name, Sort, Indexes, TimeToLive>
  /**
   * The exact input of CreateTable for this table.
   * @throws DefinitionError `definition.table` for the throughput of what is no global index of it
   * @example new CreateTableCommand(AppTable.createTableInput({ billingMode: 'PAY_PER_REQUEST' }))
   */
  createTableInput(options?: CreateTableInputOptions): CreateTableCommandInput
}

/** Reads and writes a second that a table or an index is provisioned with. */
export interface Throughput {
  /** Read units a second, from 1. */
  readonly readCapacityUnits: number
  /** Write units a second, from 1. */
  readonly writeCapacityUnits: number
}

/** On demand (the default), or a fixed throughput for the table and, where none is named, for each global index. */
type Billing =
  | {
      readonly billingMode?: 'PAY_PER_REQUEST' | undefined
      readonly throughput?: undefined
      readonly indexThroughput?: undefined
    }
  | {
      readonly billingMode: 'PROVISIONED'
      readonly throughput: Throughput
      /** By the names of global indexes. */
      readonly indexThroughput?: Readonly<Record<string, Throughput>> | undefined
    }

/** What a table is made with, beside its definition. */
export type TableOptions = Billing & {
  /** What the stream of changes carries; none by default. */
  readonly stream?: 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES' | undefined
  /** Whether DynamoDB is to refuse to delete the table; not unless said otherwise. */
  readonly deletionProtection?: boolean | undefined
  /** What storage and requests cost: `STANDARD` unless said otherwise; the other is for what is rarely read. */
  readonly tableClass?: 'STANDARD' | 'STANDARD_INFREQUENT_ACCESS' | undefined
  /** Names and values by which AWS sorts the table, for costs and rights. */
  readonly tags?: Readonly<Record<string, string>> | undefined
}

/** What `createTableInput` takes. */
export type CreateTableInputOptions = TableOptions & {
  /** Another name than the definition's. */
  readonly tableName?: string | undefined
}
