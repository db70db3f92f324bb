import type { Refused } from '../errors/refused.js'
import type { PathOf } from '../expression/projection-types.js'
import type { Computation } from '../expression/update-types.js'
import type { NamesIn, RestorableIn, SortPlaceholders, Template } from '../key/template-types.js'
import type { ObjectSchema, OptionalOnCreate, Output, Shape } from '../schema/object-schema.js'
import type { IndexNamed, Table, TableModel } from '../table/table-types.js'

/** A path, or any other text, of which `UnknownPath` then says that it is none. */
export type AnyPath<D extends AnyModel> = D['path'] | (string & {})
/** What is wrong with a path, in a sentence; `never` where nothing is. */
export type UnknownPath<D extends AnyModel, P> = P extends D['path']
  ? never
  : Refused<`'${P & string}' is not a path of the item`>
/**
 * Refuses an argument for a reason worked out as the default of a type parameter: there the compiler asks once, for what
 * was given, and not also for all that could be.
 */
export type Unless<Wrong> = [Wrong] extends [never] ? unknown : Wrong

/**
 * What the compiler knows of an entity. Each member is computed when it is first used, so that an entity costs only what
 * is done with it.
 */
export interface EntityModel<
  Name extends string,
  Item,
  Defaulted,
  T extends TableModel,
  PK,
  SK,
  Patterns,
  Version,
  CreatedAt,
  UpdatedAt,
  StoredAs,
  TimeToLive,
> {
  /** The name that the entity is defined with. */
  name: Name
  /** An item as the application sees it. */
  item: Item
  /** The paths that can be projected or set in it. */
  path: PathOf<Item>
  /** The attributes that make the primary key. */
  key: { [K in (NamesIn<PK> | NamesIn<SK>) & keyof Item]: Item[K] & {} }
  /** The attributes that make the partition key: what `query` takes. */
  partition: { [K in NamesIn<PK> & keyof Item]: Item[K] & {} }
  /** The template of the partition key. */
  partitionKey: PK
  /** The placeholders of the sort key, in their order. */
  sort: SortPlaceholders<SK, T['sort']>
  /** The attribute that holds the version; `never` for none. */
  version: Version
  /** The attribute that says when an item is gone; `never` for none. */
  timeToLive: TimeToLive

  /** What `create` takes: what the library manages, and what has a default, is optional. */
  create: Given<Item, Version | CreatedAt | UpdatedAt | Defaulted>
  /** What `put` takes: the same, and `createdAt` where an item is replaced, or it would be lost. */
  put: PutInput<Item, Version | CreatedAt | UpdatedAt | Defaulted, Version, CreatedAt>
  /** What `upsert(key).set` takes: all that `create` does, but for the key. */
  upsert: Given<
    Item,
    CreatedAt | Exclude<Defaulted, Version | UpdatedAt>,
    NamesIn<PK> | NamesIn<SK> | Version | UpdatedAt
  > & {
    [K in (NamesIn<PK> | NamesIn<SK> | Version | UpdatedAt) &
      keyof Item]?: Refused<`'${K & string}' is part of the key or kept by the library`>
  }
  /** What `update(key).set` takes. */
  changes: {
    [K in keyof Item]?: ChangeOf<Item, K, NamesIn<PK> | NamesIn<SK> | Version | UpdatedAt, NamesInPatterns<Patterns>>
  }

  /** What `update(key).add` takes. */
  amounts: {
    [K in keyof Item]?: AmountOf<Item, K, NamesIn<PK> | NamesIn<SK> | Version | UpdatedAt, NamesInPatterns<Patterns>>
  }
  /** The same for an update that has read the item: attributes of index keys need no care. */
  refreshed: { [K in keyof Item]?: ChangeOf<Item, K, NamesIn<PK> | NamesIn<SK> | Version | UpdatedAt, never> }
  /** What `update(key).refresh().add` takes. */
  refreshedAmounts: { [K in keyof Item]?: AmountOf<Item, K, NamesIn<PK> | NamesIn<SK> | Version | UpdatedAt, never> }
  /** What `update(key).delete` takes. */
  elements: { [K in keyof Item]?: ElementsOf<Item, K> }
  /** The attributes that no update changes: the key, and what the library keeps. */
  fixed: NamesIn<PK> | NamesIn<SK> | Version | UpdatedAt
  /** The attributes that index keys are made of. */
  indexed: NamesInPatterns<Patterns>
  /** The access patterns, by their names. */
  patterns: Patterns
  /** What the compiler knows of the table. */
  table: T
  /** The part of an item that a pattern's index holds, by its projection; `never` where it holds all. */
  parts: {
    [P in keyof Patterns]: PartOf<
      Item,
      IndexOf<Patterns[P], T['indexes']>,
      PK | SK | Patterns[P][keyof Patterns[P]],
      StoredAs
    >
  }
}

/** Any entity's model, for constraints: comparing with `any` members costs the compiler nothing. */
export interface AnyModel {
  name: string
  item: any
  path: any
  key: any
  partition: any
  partitionKey: any
  sort: any
  version: any
  timeToLive: any
  create: any
  put: any
  upsert: any
  fixed: any
  changes: any
  amounts: any
  refreshed: any
  refreshedAmounts: any
  elements: any
  indexed: any
  patterns: any
  table: any
  parts: any
}

type NamesInPatterns<Patterns> = { [P in keyof Patterns]: ComposedNames<Patterns[P]> }[keyof Patterns]
/**
 * The attributes of an access pattern whose key is composed of them. Where each part of it is one attribute alone, it keeps
 * itself: the attributes are the key.
 */
export type ComposedNames<Pattern> = [Composed<PartsOf<Pattern[keyof Pattern]>>] extends [never]
  ? never
  : NamesIn<Pattern[keyof Pattern]>
type PartsOf<T> = T extends readonly (infer E)[] ? E : T
/** Of templates those that are more than one attribute alone; an index's name is no template. */
type Composed<T> = T extends `<${infer N}>`
  ? N extends `${string}<${string}`
    ? T
    : never
  : T extends `${string}<${string}>${string}`
    ? T
    : never

/** The attributes of an item, some of them optional, some left out. */
type Given<Item, Optional, Left = never> = Pick<Item, Exclude<keyof Item, Optional | Left>> & {
  [K in Optional & keyof Item]?: Item[K]
}

type PutInput<Item, Optional, Version, CreatedAt> = [Version] extends [never]
  ? Given<Item, Exclude<Optional, CreatedAt>>
  : Given<Item, Exclude<Optional, Version | CreatedAt>, Version | CreatedAt> &
      (
        | ({ [K in Version & keyof Item]?: undefined } & { [K in CreatedAt & keyof Item]?: Item[K] })
        | { [K in (Version | CreatedAt) & keyof Item]: Item[K] }
      )

/** What one attribute can be set to. Attributes of index keys take values alone: their keys are made of them. */
type ChangeOf<Item, K extends keyof Item, Fixed, Indexed> = K extends Fixed
  ? Refused<`'${K & string}' is part of the key or kept by the library`>
  : K extends Indexed
    ? Item[K]
    : Item[K] | Computation<Exclude<Item[K], undefined>, Item>

type AmountOf<Item, K extends keyof Item, Fixed, Indexed> = K extends Fixed
  ? Refused<`'${K & string}' is part of the key or kept by the library`>
  : K extends Indexed
    ? Refused<`'${K & string}' is part of an index key: set it, and the rest of that key`>
    : NonNullable<Item[K]> extends number | bigint | ReadonlySet<any>
      ? Item[K]
      : Refused<`'${K & string}' is neither a number nor a set`>
type ElementsOf<Item, K extends keyof Item> =
  NonNullable<Item[K]> extends ReadonlySet<any> ? Item[K] : Refused<`'${K & string}' is not a set`>

type IndexOf<Pattern, Indexes> = Pattern extends { readonly index: infer Name } ? IndexNamed<Indexes, Name> : never
type PartOf<Item, Index, Keys, StoredAs> = Index extends readonly [unknown, unknown, 'all']
  ? never
  : Index extends readonly [unknown, unknown, infer Projection]
    ? { [K in keyof Item as IsHeld<K, RestorableIn<Keys>, Projection, StoredAs>]: Item[K] }
    : never
/** An index holds the attributes that its keys tell, and those of its projection, by the names they are stored under. */
type IsHeld<K, InKeys, Projection, StoredAs> = K extends InKeys
  ? K
  : (K extends keyof StoredAs ? StoredAs[K] : K) extends Exclude<Projection, 'keysOnly'>
    ? K
    : never

/** A named access pattern: an index of the table, and the templates of that index's key. */
export interface PatternDefinition<Index> {
  /** The name of the table's index. */
  readonly index: Index
  /** The template of the index's partition key; a local index has that of the table. */
  readonly partitionKey?: Template
  /** The template of the index's sort key, where the index has one. */
  readonly sortKey?: Template
}

/** How an item says which entity it is. */
export interface Discriminator {
  /** The stored attribute that says it. */
  readonly attribute: string
  /** What is written there. */
  readonly value: string
  /** Other values that mean the same, as older writers left them. */
  readonly aliases?: readonly string[]
}

/**
 * One kind of thing in a table. Made by `defineEntity`; holds no client, can be imported anywhere.
 * The parameters are what the user wrote; everything else is computed from them in `'~'`.
 */
export interface Entity<
  Name extends string,
  T extends Table,
  S extends ObjectSchema,
  PK,
  SK = [],
  Patterns = {},
  Version = never,
  CreatedAt = never,
  UpdatedAt = never,
  StoredAs = {},
  TimeToLive = never,
> {
  /** The name that the entity is defined with. */
  readonly name: Name
  /** The table that its items are in. */
  readonly table: T
  /** The zod object that its items fit. */
  readonly schema: S
  /** For the compiler alone: nothing is there at run time. */
  readonly '~': EntityModel<
    Name,
    Output<S>,
    OptionalOnCreate<Shape<S>>,
    T['~'],
    PK,
    SK,
    Patterns,
    Version,
    CreatedAt,
    UpdatedAt,
    StoredAs,
    TimeToLive
  >
}

/** Any entity. */
export interface AnyEntity {
  /** The name that the entity is defined with. */
  readonly name: string
  readonly '~': AnyModel
}

/** The same, as an editor shows it best: one object, or one of several. */
type Flat<T> = T extends unknown ? { [K in keyof T]: T[K] } : never

/** The item of an entity as the application sees it. */
export type InferItem<E extends AnyEntity> = E['~']['item']
/** The attributes that make the primary key of an entity. */
export type InferKey<E extends AnyEntity> = E['~']['key']
/** What `create` takes. */
export type InferCreate<E extends AnyEntity> = Flat<E['~']['create']>
/** What `put` takes. */
export type InferPut<E extends AnyEntity> = Flat<E['~']['put']>
/** What `update(key).set` takes. */
export type InferUpdate<E extends AnyEntity> = E['~']['changes']
