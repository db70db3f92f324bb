import type { Ref, Refs } from './refs-types.js'

declare const computed: unique symbol
declare const fallback: unique symbol

/** A `T` that DynamoDB computes while it writes. */
export interface Computed<out T> {
  readonly [computed]: T
}

/** What is at a place, or else a fallback: can be computed with, as DynamoDB allows no other computed value to be. */
export interface Fallback<out T> extends Computed<T> {
  readonly [fallback]: true
}

type Operand<T> = T | Ref<T> | Fallback<T>
type Numeric<T> = T extends bigint ? bigint : number

/**
 * The operators of computed changes: the second argument of a function given to `set`.
 * DynamoDB computes with the item as it was before the update; a place that is missing fails the update, unless
 * `ifNotExists` guards it.
 *
 * @example
 * db.users.update({ id }).set({ logins: (user, { plus, ifNotExists }) => plus(ifNotExists(user.logins, 0), 1) })
 */
export interface UpdateOperators {
  /** The value that is there, or else the fallback: `if_not_exists(a, b)`. */
  ifNotExists<T>(place: Ref<T> | undefined, fallback: Operand<NoInfer<T>>): Fallback<T>
  /** The sum: `a + b`. */
  plus<T extends number | bigint>(left: Operand<T>, right: Operand<Numeric<NoInfer<T>>>): Computed<Numeric<T>>
  /** The difference: `a - b`. */
  minus<T extends number | bigint>(left: Operand<T>, right: Operand<Numeric<NoInfer<T>>>): Computed<Numeric<T>>
  /** The list with these elements after it: `list_append(a, b)`. */
  append<T extends readonly unknown[]>(list: Ref<T> | Fallback<T>, elements: Operand<NoInfer<T>>): Computed<T>
  /** The list with these elements before it: `list_append(b, a)`. */
  prepend<T extends readonly unknown[]>(list: Ref<T> | Fallback<T>, elements: Operand<NoInfer<T>>): Computed<T>
}

/** What DynamoDB is to compute or copy from another place of the item. */
export type Computation<T, Item> = (item: Refs<Item>, operators: UpdateOperators) => Computed<T> | Ref<T>

/** What a `T` can be set to: a value, or a computation. Undefined is left out. */
export type Change<T, Item> = T | Computation<Exclude<T, undefined>, Item>
