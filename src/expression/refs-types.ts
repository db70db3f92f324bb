/** An object that no path leads into: dates, decimals, URLs and the like, which all write themselves as JSON. */
export interface Opaque {
  toJSON(...parameters: never[]): unknown
}
/** A value that no path leads into. */
export type Leaf = string | number | bigint | boolean | null | undefined | Opaque | Uint8Array | ReadonlySet<unknown>

declare const value: unique symbol

/**
 * A place in an item, which operators take: `item.capability.domain`.
 * `T` is the type of what is there, where it is there.
 */
export interface Ref<out T> {
  readonly [value]: T
}

/** A place that holds an object: its members are places too. Of a union, the members of every option. */
export type MapRef<T> = Ref<T> & Members<Exclude<T, Leaf>>

/**
 * A place that holds a list: `item.skills[0]` is its first element.
 * The first ten are there by name, so that `noUncheckedIndexedAccess` adds no `undefined` to them.
 */
export interface ListRef<out T, E> extends Ref<T> {
  readonly [index: number]: RefTo<E>
  readonly 0: RefTo<E>
  readonly 1: RefTo<E>
  readonly 2: RefTo<E>
  readonly 3: RefTo<E>
  readonly 4: RefTo<E>
  readonly 5: RefTo<E>
  readonly 6: RefTo<E>
  readonly 7: RefTo<E>
  readonly 8: RefTo<E>
  readonly 9: RefTo<E>
}

/** The attributes of an item, each as a place: the first argument of `filter`, `condition` and computed changes. */
export type Refs<T> = { readonly [K in keyof T]-?: RefTo<Exclude<T[K], undefined>> }

/**
 * A place of what is there. Of what may be anything (`z.any()`, `z.unknown()`) it is anything too: every path leads on.
 * `[T] extends …` asks of a union as a whole, which is once.
 */
type RefTo<T> = unknown extends T
  ? any
  : [T] extends [Leaf]
    ? Ref<T>
    : [Exclude<T, Leaf>] extends [readonly (infer E)[]]
      ? ListRef<T, E>
      : MapRef<T>

/** `Refs` keeps the way from a member to its declaration, which an editor follows; a union with different members can't. */
type Members<T> = [NameIn<T>] extends [keyof T] ? Refs<T> : { readonly [K in NameIn<T>]: RefTo<ValueOf<T, K>> }
type NameIn<T> = T extends readonly unknown[] ? never : T extends unknown ? keyof T : never
type ValueOf<T, K> = T extends unknown ? (K extends keyof T ? Exclude<T[K], undefined> : never) : never
