import type { InvalidItemError } from '../errors/monotable-error.js'
import type { Refused } from '../errors/refused.js'
import type { CheckTemplate, KeySchema, NamesIn, Template, WrongName } from '../key/template-types.js'
import type { ObjectSchema, Output, Shape } from '../schema/object-schema.js'
import type { Table } from '../table/table-types.js'
import type { Discriminator, PatternDefinition, Unless } from './entity-types.js'
import type { Upgrade } from './evolution.js'
import type { Extension } from './extension.js'

/** What to do with a stored item that does not fit the schema: throw, leave it out, or be told and leave it out. */
export type OnInvalid = 'throw' | 'skip' | ((error: InvalidItemError) => void)

/** What `defineEntity` takes. */
export interface EntityDefinition<
  Name extends string,
  T extends Table,
  S extends ObjectSchema,
  PK extends Template,
  SK extends Template,
  Patterns,
  Version extends string,
  CreatedAt extends string,
  UpdatedAt extends string,
  StoredAs,
  TimeToLive extends string,
  Wrong,
> {
  /** What the entity is called: in errors, in hooks, and in each item, where the discriminator holds it. */
  readonly name: Name
  /** The table that its items are in. */
  readonly table: T
  /** A zod object (zod, zod/mini): its attributes are the item's. */
  readonly schema: S
  /** The templates of the table's key. */
  readonly key: {
    readonly partitionKey: CheckTemplate<PK, Shape<S>>
    readonly sortKey?: CheckTemplate<SK, Shape<S>>
  } & SortKeyRule<T['~']['sort']>
  /** Named access patterns over the table's indexes: each is a query, and kept up to date by every write. */
  readonly indexes?: Patterns & Unless<NoInfer<Wrong>> & ReservedPatterns
  /** The number that every write raises by one, for optimistic locking. */
  readonly version?: CheckVersion<Version, Output<S>>
  /** The attributes that keep when an item was made and last changed: ISO text, a Date, or milliseconds, as the schema says. */
  readonly timestamps?: {
    readonly createdAt?: CheckAttribute<CreatedAt, Output<S>>
    readonly updatedAt?: CheckAttribute<UpdatedAt, Output<S>>
  }
  /** The attribute that holds the time, in seconds since 1970 as it is stored, after which the item is gone. */
  readonly timeToLive?: [T['~']['timeToLive']] extends [never]
    ? Refused<'the table has no time-to-live'>
    : CheckAttribute<TimeToLive, Output<S>>
  /**
   * Values that no two items of the entity have: of an attribute, or of several together. A modifier says what counts as the
   * same: `email:lower`. Kept by items of the library's own, in the same transaction as each write: see `UniqueDefinition`.
   */
  readonly unique?: readonly UniqueDefinition<keyof Output<S> & string>[]
  /** The version of the schema. Raise it with a change that items which are stored already do not fit. */
  readonly schemaVersion?: number
  /** For each earlier version of the schema, what brings an item from it to the next one. Made when an item is read. */
  readonly upgrades?: Readonly<Record<number, Upgrade>>
  /** Whether items that were upgraded when they were read are written back, on condition that nobody changed them meanwhile. */
  readonly writeBack?: boolean
  /** What happens with every write and read, in this order, behind version and timestamps. */
  readonly extensions?: readonly Extension[]
  /** What happens to a value that holds a delimiter of a key or is empty: refused (the default), or escaped. */
  readonly keys?: 'strict' | 'escape'
  /** Attributes of the primary key that are stored there alone, and read back from it. */
  readonly keyOnly?: readonly (keyof Output<S> & string)[]
  /** The names that attributes are stored under, where they differ. */
  readonly storedAs?: StoredAs & {
    readonly [K in Exclude<
      keyof StoredAs,
      keyof Output<S>
    >]: Refused<`'${K & string}' is not an attribute of the schema`>
  }
  /** The attribute that tells entities apart: `entity`, with the entity's name, unless said otherwise; `false` for none. */
  readonly discriminator?: Discriminator | false
  /** What queries and scans do with a stored item that does not fit the schema. Default: throw. */
  readonly onInvalid?: OnInvalid
}

type UniqueAttribute<Names extends string> = Names | `${Names}:${'lower' | 'upper' | `pad(${number})`}`
/** An attribute whose values are unique, or several that are unique together. */
export type UniqueDefinition<Names extends string = string> =
  | UniqueAttribute<Names>
  | {
      /** The name of the constraint, in errors. */
      readonly name: string
      readonly attributes: readonly UniqueAttribute<Names>[]
      /** The partition that keeps the values, where access is granted by partition: `tenant#<tenant>`. */
      readonly partitionKey?: string
    }

type SortKeyRule<Sort> = [Sort] extends [never]
  ? { readonly sortKey?: Refused<'the table has no sort key'> }
  : { readonly sortKey: unknown }

type CheckAttribute<A extends string, Item> = A extends keyof Item ? A : `'${A}' is not an attribute of the schema`
type CheckVersion<V extends string, Item> = V extends keyof Item
  ? NonNullable<Item[V]> extends number
    ? V
    : `version attribute '${V}' is not a number`
  : `'${V}' is not an attribute of the schema`

/** What is wrong with access patterns, part by part; `never` where nothing is. */
export type WrongPatterns<Patterns, Shape> = [
  NamesInAll<Patterns>,
  { [P in keyof Patterns]: keyof Patterns[P] }[keyof Patterns],
] extends [keyof Shape, keyof PatternDefinition<string>]
  ? Shape[NamesInAll<Patterns> & keyof Shape] extends KeySchema
    ? never
    : WrongParts<Patterns, Shape>
  : // Where an index is unknown, the compiler says so, and goes on with patterns of any name.
    string extends keyof Patterns
    ? never
    : WrongParts<Patterns, Shape>
type NamesInAll<Patterns> = { [P in keyof Patterns]: NamesIn<Patterns[P][keyof Patterns[P]]> }[keyof Patterns]
type WrongParts<Patterns, Shape> = {
  readonly [P in keyof Patterns]: {
    readonly [F in keyof Patterns[P]]: WrongPart<F, WrongName<NamesIn<Patterns[P][F]>, Shape>>
  }
}
/** Both sides are text, and text that must be another text is `never`, which says nothing: so it is no text. */
type WrongPart<Part, Wrong> = Part extends keyof PatternDefinition<string>
  ? [Wrong] extends [never]
    ? unknown
    : Refused<Wrong & string>
  : Refused<`an access pattern has no '${Part & string}'`>

/** What every function has already: `query` is one. */
type ReservedPatterns = {
  readonly [N in
    | 'name'
    | 'length'
    | 'call'
    | 'apply'
    | 'bind'
    | 'arguments'
    | 'caller'
    | 'prototype']?: Refused<'every function has it: choose another name'>
}
export type AnyPatterns = Readonly<Record<string, PatternDefinition<string>>>
