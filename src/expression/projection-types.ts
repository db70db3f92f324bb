import type { Leaf } from './refs-types.js'

/**
 * The paths of an item: `'name'`, `'capability.domain'`, `'capability.skills[0]'`.
 * Four levels are listed; what is deeper is taken as it is.
 */
export type PathOf<Item> =
  | (keyof Item & string)
  | { [K in keyof Item & string]: Item[K] extends Leaf ? never : SubPath<Item[K], K> }[keyof Item & string]

/** The paths below `P`, where a `T` is. */
type SubPath<T, P extends string, Depth extends number = 4> = unknown extends T
  ? Anything<P>
  : T extends Leaf
    ? never
    : Depth extends 0
      ? Anything<P>
      : T extends readonly (infer E)[]
        ? number extends T['length']
          ? `${P}[${number}]` | (E extends Leaf ? never : SubPath<E, `${P}[${number}]`, Less[Depth]>)
          : TuplePath<T, P, Depth>
        :
            | `${P}.${keyof T & string}`
            | {
                [K in keyof T & string]: T[K] extends Leaf ? never : SubPath<T[K], `${P}.${K}`, Less[Depth]>
              }[keyof T & string]
/** A tuple has the elements that it has. */
type TuplePath<T extends readonly unknown[], P extends string, Depth extends number> = {
  [I in keyof T & `${number}`]: `${P}[${I}]` | SubPath<T[I], `${P}[${I}]`, Less[Depth]>
}[keyof T & `${number}`]
type Anything<P extends string> = `${P}${'.' | '['}${string}`
type Less = [0, 0, 1, 2, 3]

/**
 * Of a `T` only what the paths `P` lead to; all of it where there are none.
 * Of a list it has the elements that were named, in the list's order.
 */
export type Projected<T, P> = [P] extends [never] ? T : Members<T, NameIn<T, P>, P>

/** Written so that optional stays optional. What a record may hold may also be missing. */
type Members<T, K extends keyof T, P> = string extends keyof T
  ? { [N in K]?: Value<T[N], P, N> }
  : { [N in K]: Value<T[N], P, N> } & {}
type Value<V, P, K> = K extends P ? V : Inside<V, Rest<P, K & string>>

/** Of `V` what the rests of paths lead to: `''` to the whole of it, `'.a'` to a member, `'[0]'` to an element. */
type Inside<V, R> = '' extends R
  ? V
  : unknown extends V
    ? V
    : V extends Leaf
      ? V
      : V extends readonly (infer E)[]
        ? Element<E, R extends `[${infer X}` ? X : never>[]
        : Projected<V, R extends `.${infer Q}` ? Q : never>
type Element<E, X> = { [N in IndexIn<X>]: Inside<E, X extends `${N}]${infer R}` ? R : never> }[IndexIn<X>]
type IndexIn<X> = X extends `${infer N}]${string}` ? N : never

/**
 * The type of what is at a path: `ValueAt<Agent, 'capability.skills[0]'>` is a string. What a record may hold may also be
 * missing.
 */
export type ValueAt<T, P> = {
  [K in NameIn<T, P>]: P extends K ? (string extends keyof T ? T[K] | undefined : T[K]) : At<T[K], Rest<P, K & string>>
}[NameIn<T, P>]
type At<V, R> = R extends ''
  ? V
  : unknown extends V
    ? V
    : V extends Leaf
      ? never
      : R extends `[${infer I}]${infer Q}`
        ? V extends readonly (infer E)[]
          ? At<I extends keyof V ? V[I] : E, Q>
          : never
        : R extends `.${infer Q}`
          ? ValueAt<V, Q>
          : never

/**
 * The members of `T` that paths begin with. Only a name that has a dot or bracket itself has to be searched for; in a record
 * every name is one without.
 */
type NameIn<T, P> = string extends keyof T
  ? Head<P> & keyof T
  : P extends keyof T
    ? P
    : Head<P> extends keyof T
      ? Head<P>
      : LongName<T, P>
type LongName<T, P> = { [K in keyof T & string]: P extends `${K}.${string}` | `${K}[${string}` ? K : never }[keyof T &
  string]
type Head<P> = P extends `${infer H}.${string}` ? BeforeIndex<H> : BeforeIndex<P>
type BeforeIndex<P> = P extends `${infer H}[${string}` ? H : P
/** What follows the name `K` in paths, with its dot or bracket. */
type Rest<P, K extends string> = P extends `${K}.${infer R}` ? `.${R}` : P extends `${K}[${infer R}` ? `[${R}` : never
