import type { UpdateItemCommandInput } from '@aws-sdk/client-dynamodb'
import type { AnyModel, AnyPath, UnknownPath, Unless } from '../../entity/entity-types.js'
import type { Refused } from '../../errors/refused.js'
import type { Where } from '../../expression/condition-types.js'
import type { ValueAt } from '../../expression/projection-types.js'
import type { Change } from '../../expression/update-types.js'
import type { NamesIn } from '../../key/template-types.js'
import type { WriteOperation } from '../operation.js'
import type { IfVersion } from '../version.js'

type Flat<T> = T extends readonly (infer E)[] ? E : T
type TemplatesOf<Pattern> = Flat<Pattern[keyof Pattern]>

/**
 * What a change of `K` needs of the pattern with the templates `All`, for the sake of one `Template` that it rewrites: the
 * template's other attributes; where it is more than one attribute alone, the optional ones of the others too, so that no
 * key is half written; and where the changed one may have been missing, all that the others are composed of.
 */
type NeededFor<K, Template, All, Item> = Template extends string
  ? [K & NamesIn<Template>] extends [never]
    ? never
    :
        | NamesIn<Template>
        | (Template extends `<${K & string}>` ? never : MissableIn<NamesIn<All>, Item>)
        | ([MissableIn<K & NamesIn<Template>, Item>] extends [never] ? never : NamesIn<Composed<All>>)
  : never
type MissableIn<N, Item> = N extends keyof Item ? (Item[N] & (undefined | null) extends never ? never : N) : never
/** Of templates those that are more than one attribute alone. */
type Composed<T> = T extends `<${infer N}>` ? (N extends `${string}<${string}` ? T : never) : T
type Needed<K, Patterns, Item> = {
  [P in keyof Patterns]: NeededFor<K, TemplatesOf<Patterns[P]>, TemplatesOf<Patterns[P]>, Item>
}[keyof Patterns]

/** The attributes that complete the index keys which a change of the attributes `K` rewrites. */
type Completing<D extends AnyModel, K> = [K & D['indexed']] extends [never]
  ? never
  : Exclude<Needed<K, D['patterns'], D['item']>, D['fixed']>
/** The same for an item that may be new: whole keys, for none of their parts is there. */
type CompletingNew<D extends AnyModel, K> = Exclude<
  {
    [P in keyof D['patterns']]: [K & NamesIn<TemplatesOf<D['patterns'][P]>>] extends [never]
      ? never
      : NamesIn<TemplatesOf<D['patterns'][P]>>
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
        ? never
        : Unremovable<P, ValueAt<D['item'], P>>
      : UnknownPath<D, P>
type Unremovable<P, Value> = undefined extends Value ? never : Refused<`'${P & string}' is required by the schema`>

/** What `update` and `upsert` share. */
export interface Changing<D extends AnyModel> extends WriteOperation<D['item']> {
  /**
   * Sets what is at a path inside an attribute (SET). Where what holds it is missing, it is made with this alone, if its
   * schema allows that.
   * @example .setPath('capability.domain', 'legal')
   * @example .setPath('stats.visits', (user, { plus }) => plus(user.stats.visits, 1))
   */
  setPath<const P extends D['path'], Value = Inside<D, P>>(path: P, value: NoInfer<Value>): this
  /**
   * Adds to numbers, where they are missing to 0, and elements to sets (ADD).
   * @example .add({ logins: 1, tags: new Set(['new']) })
   */
  add(amounts: D['amounts']): this
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
  /** Only if this holds for the item; else ConditionFailedError, with the item. */
  condition(where: Where<D['item']>): this
  /** Only if the item is at this version (0: has none yet); else VersionConflictError, with the item. */
  readonly ifVersion: IfVersion<D, this>
  compile(): UpdateItemCommandInput
}

/** Changes attributes of an item that is there (UpdateItem); gives the whole item back. */
export interface UpdateOperation<D extends AnyModel> extends Changing<D> {
  /**
   * Sets attributes (SET): to values, or to what DynamoDB computes.
   * Attributes of an index key are given together, and that key is rewritten.
   * @example .set({ active: false })
   * @example .set({ logins: (user, { plus, ifNotExists }) => plus(ifNotExists(user.logins, 0), 1) })
   */
  set<K extends keyof D['item'], Names = Completing<D, K>>(
    changes: D['changes'] & { readonly [N in K]?: unknown } & Whole<D, NoInfer<Names>>,
  ): this
}

/** Makes an item, or changes what is set if it is there (UpdateItem); gives the whole item back. */
export interface UpsertOperation<D extends AnyModel> extends Changing<D> {}

/** An upsert that does not say yet what an item is made of. */
export interface UpsertStart<D extends AnyModel> {
  /** Sets all that an item needs: what `create` takes, but for the key. Defaults and `createdAt` apply to a new item only,
   * unless they are given; those that are part of an index key must be, for the key is made of them. */
  set<K extends keyof D['item'], Names = CompletingNew<D, K>>(
    changes: D['upsert'] & { readonly [N in K]?: unknown } & Whole<D, NoInfer<Names>>,
  ): UpsertOperation<D>
}
