import type { Refused } from '../errors/refused.js'
import type {
  EqualOperand,
  NamesIn,
  PrefixOperand,
  RangeOperand,
  SortPlaceholders,
  Template,
} from '../key/template-types.js'
import type { IndexKind, IndexSort } from '../table/table-types.js'
import type { AnyEntity, Unless } from './entity-types.js'

/** Entities by the names that a collection has for them. */
export type EntitiesByName = Readonly<Record<string, AnyEntity>>

/** What `defineCollection` takes. */
export interface CollectionDefinition<
  Entities extends EntitiesByName,
  PK extends Template,
  Index extends string,
  Wrong,
> {
  /** The index whose partitions are read; the table's own where none is named. */
  readonly index?: Index
  /** The partition key that all the entities have: on an index, that of their access patterns on it. */
  readonly partitionKey: PK
  /** The entities, by the names that the application has for them. */
  readonly entities: Entities & Unless<NoInfer<Wrong>>
}

/** What is wrong with the entities of a collection, one by one; `never` where nothing is. */
export type WrongEntities<Entities extends EntitiesByName, PK, Index> = [
  {
    [K in keyof Entities]: WrongEntity<Entities[K], PK, Index, Entities[keyof Entities]['~']['table']>
  }[keyof Entities],
] extends [never]
  ? never
  : {
      readonly [K in keyof Entities]: Reason<
        WrongEntity<Entities[K], PK, Index, Entities[keyof Entities]['~']['table']>
      >
    }
/** Nothing wrong must leave the entity as it is. */
type Reason<Wrong> = [Wrong] extends [never] ? unknown : Wrong

type WrongEntity<E extends AnyEntity, PK, Index, Tables> = [Tables] extends [E['~']['table']]
  ? [Index] extends [never]
    ? WrongPartition<E, PK, E['~']['partitionKey']>
    : [PatternOn<E, Index>] extends [never]
      ? Refused<`${E['~']['name']} has no access pattern on the index '${Index & string}'`>
      : WrongPartition<E, PK, PartitionKeyOf<E, PatternOn<E, Index>>>
  : Refused<`${E['~']['name']} is of another table than other entities here`>
type WrongPartition<E extends AnyEntity, PK, Own> = [Own, PK] extends [PK, Own]
  ? never
  : Refused<`the partition key of ${E['~']['name']} is '${TextOf<Own>}'`>
/** A template as text; one for each attribute of a key as they follow each other. */
type TextOf<T> = T extends readonly [infer H extends string, ...infer R]
  ? R extends readonly []
    ? H
    : `${H}', '${TextOf<R>}`
  : T & string

/** The access pattern of an entity on an index. */
type PatternOn<E extends AnyEntity, Index> = PatternIn<E['~']['patterns'], Index>
type PatternIn<Patterns, Index> = {
  [P in keyof Patterns]: Patterns[P] extends { readonly index: Index } ? P : never
}[keyof Patterns]
/** A pattern on a local index has the partition key of the table. */
type PartitionKeyOf<E extends AnyEntity, Pattern> = E['~']['patterns'][Pattern & keyof E['~']['patterns']] extends {
  readonly partitionKey: infer PK
}
  ? PK
  : E['~']['partitionKey']

/** What the compiler knows of a collection. Each member is computed when it is first used. */
export interface CollectionModel<Entities extends EntitiesByName, PK, Index> {
  /** The names of the entities, as they were defined. */
  entities: Entities[keyof Entities]['~']['name']
  /** What a query takes: the attributes of the partition key, each as all the entities take it. */
  partition: { [N in NamesIn<PK>]: Shared<{ [K in keyof Entities]: NonNullable<Entities[K]['~']['item'][N]> }> }
  /** What is seen of the items of each entity. */
  views: { [K in keyof Entities]: ViewOn<Entities[K], Index> }
  /** All items, by entity. */
  lists: { [K in keyof Entities]: ViewOn<Entities[K], Index>[] }
  /** One item, with the name of its entity. */
  item: {
    [K in keyof Entities]: { readonly entity: K; readonly item: ViewOn<Entities[K], Index> }
  }[keyof Entities]
  /** How many items there are, by entity. */
  counts: { [K in keyof Entities]: number }
  /** What is read: `'table'`, or the kind of the index, `'global'` or `'local'`. */
  kind: [Index] extends [never] ? 'table' : IndexKind<Entities[keyof Entities]['~']['table']['indexes'], Index>
  /** What sort-key operators take: what each of the entities takes, of the attributes that all sort keys begin with. */
  equal: Operand<Entities, Index, 'equal'>
  /** What `gt`, `gte`, `lt`, `lte` and `between` take. */
  range: Operand<Entities, Index, 'range'>
  /** What `beginsWith` takes. */
  prefix: Operand<Entities, Index, 'prefix'>
}

/** Any collection's model, for constraints. */
export interface AnyCollectionModel {
  entities: string
  partition: any
  views: any
  lists: any
  item: any
  counts: any
  kind: any
  equal: any
  range: any
  prefix: any
}

/**
 * Several entities that are kept in one partition, of a table or of an index. Made by `defineCollection`; holds no client,
 * can be imported anywhere. Its declaration spells out its entities, unless it is given this type by name:
 * `const Team: Collection<{ agents: typeof Agent }, 'team#<teamCode>'> = defineCollection(…)`.
 */
export interface Collection<Entities extends EntitiesByName, PK extends Template, Index extends string = never> {
  /** The index's name; undefined for the table. */
  readonly index: string | undefined
  /** The template of the partition key that all the entities share. */
  readonly partitionKey: PK
  /** The entities, by the names that the application has for them. */
  readonly entities: Entities
  /** For the compiler alone: nothing is there at run time. */
  readonly '~': CollectionModel<Entities, PK, Index>
}

/** Any collection. */
export interface AnyCollection {
  readonly '~': AnyCollectionModel
}

/** One item of a collection with the name of its entity, as `items()` gives it. */
export type InferCollectionItem<C extends AnyCollection> = C['~']['item']

type ViewOn<E extends AnyEntity, Index> = [Index] extends [never]
  ? E['~']['item']
  : PartOr<E['~']['item'], E['~']['parts'][PatternOn<E, Index>]>
type PartOr<Item, Part> = [Part] extends [never] ? Item : Part

/** The placeholders of the sort key that a collection reads an entity by. */
type SortOf<E extends AnyEntity, Index> = [Index] extends [never]
  ? E['~']['sort']
  : E['~']['patterns'][PatternOn<E, Index>] extends { readonly sortKey: infer SK }
    ? SortPlaceholders<SK, IndexSort<E['~']['table']['indexes'], Index>>
    : []

type Operand<Entities extends EntitiesByName, Index, Bound> = OperandOf<
  Entities,
  { [K in keyof Entities]: SortOf<Entities[K], Index> },
  Bound
>
type OperandOf<Entities extends EntitiesByName, Sorts, Bound> =
  Common<Sorts[keyof Sorts]> extends infer Names extends readonly unknown[]
    ? Names extends readonly []
      ? Refused<'the sort keys of its entities begin with no attribute that all of them have'>
      : OneObject<
          Shared<{
            [K in keyof Entities & keyof Sorts]: OneOperand<Cut<Sorts[K], Names>, Entities[K]['~']['item'], Bound>
          }>
        >
    : never
/** What is put together of several, as an editor shows it best. */
type OneObject<T> = T extends unknown ? { [K in keyof T]: T[K] } : never
type OneOperand<Sort, Item, Bound> = Bound extends 'equal'
  ? EqualOperand<Sort, Item>
  : Bound extends 'range'
    ? RangeOperand<Sort, Item>
    : PrefixOperand<Sort, Item>

/** The names with which all of some lists of placeholders begin. */
type Common<Sorts> = [Sorts] extends [readonly [infer P, ...infer R]]
  ? IsOne<NameOf<P>> extends true
    ? [NameOf<P>, ...Common<R>]
    : []
  : []
type NameOf<P> = P extends `${infer N}:${string}` ? N : P
type IsOne<T, All = T> = T extends unknown ? ([All] extends [T] ? true : false) : never

/** As many of the first elements of a list as another has. */
type Cut<List, Length extends readonly unknown[]> = Length extends readonly [unknown, ...infer Less]
  ? List extends readonly [infer P, ...infer R]
    ? [P, ...Cut<R, Less>]
    : []
  : []

/** What is all of the members of an object at once: a parameter that several functions share. */
type Shared<Types> = {
  [K in keyof Types]: (shared: [Types[K]]) => void
}[keyof Types] extends (shared: infer Both extends [unknown]) => void
  ? Both[0]
  : never
