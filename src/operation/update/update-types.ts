import type { UpdateItemCommandInput } from '@aws-sdk/client-dynamodb'
import type { AnyModel, AnyPath, ComposedNames, UnknownPath, Unless } from '../../entity/entity-types.js'
import type { Refused } from '../../errors/refused.js'
import type { ValueAt } from '../../expression/projection-types.js'
import type { Change } from '../../expression/update-types.js'
import type { Expiring, Returned, Versioned, Writing } from '../write/write-types.js'

/** The attributes that complete the index keys which a change of the attributes `K` rewrites: whole patterns. */
type Completing<D extends AnyModel, K> = [K & D['indexed']] extends [never]
  ? never
  : Exclude<
      {
        [P in keyof D['patterns']]: [K & ComposedNames<D['patterns'][P]>] extends [never]
          ? never
          : ComposedNames<D['patterns'][P]>
      }[keyof D['patterns']],
      D['fixed']
    >
/** An update that changes an attribute of an index key gives all the attributes of that key. */
export type WholeIndexKey<Attributes> = { [N in keyof Attributes]: Attributes[N] }
type Whole<D extends AnyModel, Names> = [Names] extends [never]
  ? unknown
  : WholeIndexKey<{ [N in Names & keyof D['item']]: Exclude<D['item'][N], undefined> }>

/** What a path can be set to, if it leads inside an attribute. */
type Inside<D extends AnyModel, P> = P extends keyof D['item']
  ? Refused<`'${P & string}' is an attribute: set takes it; setPath is for what is inside one`>
  : Change<Exclude<ValueAt<D['item'], P>, undefined>, D['item']>
/** What may be missing can be removed, and so can elements. */
type NotRemovable<D extends AnyModel, P> = P extends D['fixed']
  ? Refused<`'${P & string}' is part of the key or kept by the library`>
  : P extends keyof D['item']
    ? Unremovable<P, D['item'][P]>
    : P extends D['path']
      ? P extends `${string}]`
        ? Element<P, ValueAt<D['item'], Holder<P>>>
        : Unremovable<P, ValueAt<D['item'], P>>
      : UnknownPath<D, P>
/** What holds the element that a path ends at. */
type Holder<P, Before extends string = ''> = P extends `${infer H}[${infer R}`
  ? R extends `${string}[${string}`
    ? Holder<R, `${Before}${H}[`>
    : `${Before}${H}`
  : never
type Element<P, List> =
  NonNullable<List> extends readonly unknown[]
    ? number extends NonNullable<List>['length']
      ? never
      : Refused<`'${P & string}' is part of a tuple, which has all of its elements`>
    : never
type Unremovable<P, Value> = undefined extends Value ? never : Refused<`'${P & string}' is required by the schema`>

/** What all updates share. */
interface ChangingParts<D extends AnyModel, R> extends Writing<D, R>, Versioned<D>, Expiring<D> {
  /**
   * Sets what is at a path inside an attribute (SET). Where what holds it is missing, it is made with this alone, if its
   * schema allows that.
   * @example .setPath('capability.domain', 'legal')
   * @example .setPath('stats.visits', (user, { plus }) => plus(user.stats.visits, 1))
   */
  setPath<const P extends D['path'], Value = Inside<D, P>>(path: P, value: NoInfer<Value>): this
  /**
   * Takes elements out of sets (DELETE); a set without elements is gone.
   * @example .delete({ tags: new Set(['old']) })
   */
  delete(elements: D['elements']): this
  /**
   * Removes optional attributes, or what is at a path inside one (REMOVE).
   * @example .remove('tags', 'capability.skills[0]')
   */
  remove<const P extends AnyPath<D>, Wrong = NotRemovable<D, P>>(...paths: (P & Unless<NoInfer<Wrong>>)[]): this
  /**
   * Makes it once, however often it is sent: as a transaction with a token (TransactWriteItems), at twice the cost. For
   * increments and appends, which without it end in `request.failed` with `outcome: 'unknown'` where an answer was lost.
   */
  exactlyOnce(): this
  compile(): UpdateItemCommandInput
}

/** What `update` and `upsert` share. */
export interface Changing<D extends AnyModel, R> extends ChangingParts<D, R> {
  /**
   * Adds to numbers, where they are missing to 0, and elements to sets (ADD).
   * @example .add({ logins: 1, tags: new Set(['new']) })
   */
  add(amounts: D['amounts']): this
}

/** Changes attributes of an item that is there (UpdateItem); gives the whole item back. */
export interface UpdateOperation<D extends AnyModel, What = 'new'> extends Changing<D, Returned<D['item'], What>> {
  /**
   * Sets attributes (SET): to values, or to what DynamoDB computes.
   * Attributes of an index key are given together, and that key is rewritten; or `refresh()` comes first.
   * @example .set({ active: false })
   * @example .set({ logins: (user, { plus, ifNotExists }) => plus(ifNotExists(user.logins, 0), 1) })
   */
  set<K extends keyof D['item'], Names = Completing<D, K>>(
    changes: D['changes'] & { readonly [N in K]?: unknown } & Whole<D, NoInfer<Names>>,
  ): this
  /**
   * Reads the item first (GetItem, consistent), so that index keys are made of what is there: then any attribute can be
   * changed alone. The write is on condition that what was read has not changed, and made anew where it has.
   * @example .refresh().set({ type: 'Retrieval' })
   */
  refresh(): RefreshedUpdate<D, What>
  /**
   * Gives the item as it is after the update (the default), as it was before, or nothing.
   * @example const { logins } = await db.users.update(key).add({ logins: 1 }).returning('old')
   */
  returning<const W extends 'old' | 'new' | 'none'>(what: W): UpdateOperation<D, W>
}

/** An update that knows the item: attributes of index keys can be changed one by one, and computed. */
export interface RefreshedUpdate<D extends AnyModel, What = 'new'> extends ChangingParts<D, Returned<D['item'], What>> {
  /** Sets attributes (SET). What is computed of attributes of index keys is computed here. */
  set(changes: D['refreshed']): this
  /** Adds to numbers and sets, attributes of index keys too. */
  add(amounts: D['refreshedAmounts']): this
  /** Gives the item as it was (`'old'`), as it is (`'new'`, the default), or nothing. */
  returning<const W extends 'old' | 'new' | 'none'>(what: W): RefreshedUpdate<D, W>
}

/** Makes an item, or changes what is set if it is there (UpdateItem); gives the whole item back. */
export interface UpsertOperation<D extends AnyModel, What = 'new'>
  extends Changing<D, Returned<D['item'], What, undefined>> {
  /** Only where no item is there; else ItemExistsError, with that item. */
  ifNotExists(): this
  /** Gives the item as it is after the upsert (the default), as it was before if it was, or nothing. */
  returning<const W extends 'old' | 'new' | 'none'>(what: W): UpsertOperation<D, W>
}

/** An upsert that does not say yet what an item is made of. */
export interface UpsertStart<D extends AnyModel> {
  /** Sets all that an item needs: what `create` takes, but for the key. Defaults and `createdAt` apply to a new item only,
   * unless they are given; those that are part of an index key must be, for the key is made of them, or `refresh()` comes first. */
  set<K extends keyof D['item'], Names = Completing<D, K>>(
    changes: D['upsert'] & { readonly [N in K]?: unknown } & Whole<D, NoInfer<Names>>,
  ): UpsertOperation<D>
  /** Reads the item first (GetItem, consistent): index keys are made of what is there, or of what a new item is given. */
  refresh(): { set(changes: D['upsert']): UpsertOperation<D> }
}
