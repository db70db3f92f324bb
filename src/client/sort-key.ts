/** What can be asked of a sort-key attribute that holds a `V`. */
interface Operators<V> {
  readonly eq: V
  readonly lt: V
  readonly lte: V
  readonly gt: V
  readonly gte: V
  readonly beginsWith: V extends string ? string : V extends Uint8Array ? Uint8Array : never
  readonly between: readonly [low: V, high: V]
}

/** Exactly one of the operators. */
type OneOf<O> = {
  [N in keyof O]: { readonly [P in N]: O[P] } & { readonly [P in Exclude<keyof O, N>]?: never }
}[keyof O]

/**
 * What a sort key must be: `{ sk: { beginsWith: 'order#' } }`. Of the attributes of a multi-attribute sort key, in their order, all
 * but the last are `eq`.
 */
export type SortKey<T> = { readonly [N in keyof T]?: OneOf<Operators<NonNullable<T[N]>>> }
