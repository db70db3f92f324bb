import type { StoredType } from '../schema/attribute-model.js'
import type { Condition } from './condition.js'
import type { Opaque, Ref, Refs } from './refs-types.js'

/** What DynamoDB keeps in order, when stored: strings (a date's text too) by their UTF-8 bytes, numbers, binaries. */
type Ordered = string | number | bigint | Opaque | Uint8Array | null
/** What can contain: a string its parts, a list and a set their elements. */
type Container = string | Uint8Array | readonly unknown[] | ReadonlySet<unknown> | null
/** What has a size: strings, binaries, lists, sets, objects. */
type Sized = string | object | null

type Held<T> = T extends string
  ? string
  : T extends Uint8Array
    ? Uint8Array
    : T extends readonly (infer E)[]
      ? E
      : T extends ReadonlySet<infer E>
        ? E
        : never
type Prefix<T> = T extends string ? string : T extends Uint8Array ? Uint8Array : never

/** What is compared with a `T` in another place: its exact values do not matter, nor whether it can be null. */
type Like<T> =
  | (T extends string
      ? string
      : T extends number
        ? number
        : T extends bigint
          ? bigint
          : T extends boolean
            ? boolean
            : T)
  | null

/** A place; `undefined` is what `noUncheckedIndexedAccess` adds to elements and to members of records. */
type Place<T> = Ref<T> | undefined

/**
 * The operators of filters and conditions: the second argument of `filter` and `condition`.
 *
 * They mean what DynamoDB means. A place that is missing, or holds another type than the value, makes every comparison
 * false but `ne`, which is then true. Each takes a place first and a value or another place second.
 *
 * @example
 * db.agents.query({ teamCode }).filter((agent, { and, eq, gte }) =>
 *   and(eq(agent.active, true), gte(agent.capability.confidenceScore, 0.8)),
 * )
 */
export interface Operators {
  /** All of the conditions hold: `a AND b`. */
  and(...conditions: Condition[]): Condition
  /** At least one of the conditions holds: `a OR b`. */
  or(...conditions: Condition[]): Condition
  /** The condition does not hold: `NOT a`. True also where its place is missing. */
  not(condition: Condition): Condition
  /** Equal, at all depths: `a = b`. Numbers by value, sets in any order. */
  eq<T>(place: Place<T>, value: NoInfer<T | Ref<Like<T>>>): Condition
  /** Not equal: `a <> b`. True also where the place is missing or of another type. */
  ne<T>(place: Place<T>, value: NoInfer<T | Ref<Like<T>>>): Condition
  /** Less: `a < b`. Strings by their UTF-8 bytes. */
  lt<T extends Ordered>(place: Place<T>, value: NoInfer<NonNullable<T> | Ref<Like<T>>>): Condition
  /** Less or equal: `a <= b`. */
  lte<T extends Ordered>(place: Place<T>, value: NoInfer<NonNullable<T> | Ref<Like<T>>>): Condition
  /** Greater: `a > b`. */
  gt<T extends Ordered>(place: Place<T>, value: NoInfer<NonNullable<T> | Ref<Like<T>>>): Condition
  /** Greater or equal: `a >= b`. */
  gte<T extends Ordered>(place: Place<T>, value: NoInfer<NonNullable<T> | Ref<Like<T>>>): Condition
  /** From `low` to `high`, both included: `a BETWEEN b AND c`. Nothing is between bounds the wrong way round. */
  between<T extends Ordered>(
    place: Place<T>,
    low: NoInfer<NonNullable<T> | Ref<Like<T>>>,
    high: NoInfer<NonNullable<T> | Ref<Like<T>>>,
  ): Condition
  /** Equal to one of the values: `a IN (b, c)`. There must be one at least; more than 100 become several `IN`. */
  in<T>(place: Place<T>, values: readonly NoInfer<T | Ref<Like<T>>>[]): Condition
  /** A string or binary begins so: `begins_with(a, b)`. */
  beginsWith<T extends string | Uint8Array | null>(
    place: Place<T>,
    prefix: NoInfer<Prefix<T> | Ref<Prefix<T> | null>>,
  ): Condition
  /** A string has the part, a list or set the element: `contains(a, b)`. */
  contains<T extends Container>(place: Place<T>, value: NoInfer<Held<T> | Ref<Held<T>>>): Condition
  /** Something is there, null included: `attribute_exists(a)`. */
  exists(place: Place<unknown>): Condition
  /** Nothing is there: `attribute_not_exists(a)`. */
  notExists(place: Place<unknown>): Condition
  /** What is there is stored as this type: `attribute_type(a, 'S')`. */
  type(place: Place<unknown>, type: StoredType): Condition
  /**
   * How large it is, to compare: `size(a)`. Of a string its UTF-16 units (as `length` counts), of a binary its bytes, of
   * a list, set or object its elements.
   *
   * @example gt(size(agent.tags), 3)
   */
  size(place: Place<Sized>): Ref<number>
}

/** Says which items are meant: what `filter` and `condition` take. */
export type Where<Item> = (item: Refs<Item>, operators: Operators) => Condition
