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

/** The attributes of the templates in which one of `K` is used. */
type NamesBeside<K, Template> = [K & NamesIn<Template>] extends [never] ? never : NamesIn<Template>
/** Distributes over the templates of a pattern. */
type NeededFor<K, Template, All, Item> = Template extends string
  ? NamesBeside<K, Template> | (Template extends `<${K & string}>` ? never : OptionalBeside<K, Template, All, Item>)
  : never
/** A key is never half written: where one template is rewritten, the optional attributes of the others must be there. */
type OptionalBeside<K, Template, All, Item> = [K & NamesIn<Template>] extends [never]
  ? never
  : OptionalIn<NamesIn<All>, Item>
type OptionalIn<N, Item> = N extends keyof Item ? (undefined extends Item[N] ? N : never) : never
type Needed<K, Patterns, Item> = {
  [P in keyof Patterns]: NeededFor<K, TemplatesOf<Patterns[P]>, TemplatesOf<Patterns[P]>, Item>
}[keyof Patterns]

/** The attributes that complete the index keys which a change of the attributes `K` rewrites. */
type Completing<D extends AnyModel, K> = [K & D['indexed']] extends [never]
  ? never
  : Exclude<Needed<K, D['patterns'], D['item']>, D['fixed']>
/** An update that changes an attribute of an index key gives all the attributes of that key. */
export type WholeIndexKey<Attributes> = { [N in keyof Attributes]: Attributes[N] }
type Whole<D extends AnyModel, Names> = [Names] extends [never]
  ? unknown
  : WholeIndexKey<{ [N in Names & keyof D['item']]: NonNullable<D['item'][N]> }>

/** What a path can be set to, if it leads inside an attribute. */
type Inside<D extends AnyModel, P> = P extends keyof D['item']
  ? Refused<`'${P & string}' is an attribute: set takes it; setPath is for what is inside one`>
  : Change<Exclude<ValueAt<D['item'], P>, undefined>, D['item']>
type NotRemovable<D extends AnyModel, P> = P extends D['fixed']
  ? Refused<`'${P & string}' is part of the key or kept by the library`>
  : P extends keyof D['item']
    ? undefined extends D['item'][P]
      ? never
      : Refused<`'${P & string}' is required by the schema`>
    : UnknownPath<D, P>

/** What `update` and `upsert` share. */
export interface Changing<D extends AnyModel> extends WriteOperation<D['item']> {
  /**
   * Sets what is at a path inside an attribute (SET). Where what holds it is missing, it is made with this alone, if its
   * schema allows that.
   * @example .setPath('capability.domain', 'legal')
   * @example .setPath('stats.visits', (user, { plus }) => plus(user.stats.visits, 1))
   */
  setPath<const P extends AnyPath<D>, Wrong = UnknownPath<D, P>>(
    path: P & Unless<NoInfer<Wrong>>,
    value: Inside<D, P>,
  ): this
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
  /** Sets all that an item needs: what `create` takes, but for the key. Defaults and `createdAt` apply to a new item only. */
  set<K extends keyof D['item'], Names = Completing<D, K>>(
    changes: D['upsert'] & { readonly [N in K]?: unknown } & Whole<D, NoInfer<Names>>,
  ): UpsertOperation<D>
}
