import type { AnyEntity, InferItem } from '../../entity/entity-types.js'
import { MonotableError } from '../../errors/monotable-error.js'
import type { Refused } from '../../errors/refused.js'
import type { GetOperation } from '../../operation/get/get-operation.js'
import type { Query } from '../../operation/query/query-operation.js'
import type { StoredItem } from '../../schema/item-model.js'

/** The type of `untouched`: nothing else has it. */
export interface Untouched {
  readonly '~untouched': never
}
/** The type of `deleted`: nothing else has it. */
export interface Deleted {
  readonly '~deleted': never
}

// Registered, so that the ESM and the CJS copy of this package understand each other's.
/** What a transform returns for an item that stays as it is. */
export const untouched = Symbol.for('monotable.migration.untouched') as unknown as Untouched
/** What a transform returns for an item that is to be deleted. */
export const deleted = Symbol.for('monotable.migration.deleted') as unknown as Deleted

/** What comes out of a migration: items of one entity, or of several, by names of the migration's own. */
export type Targets = AnyEntity | Readonly<Record<string, AnyEntity>>

/** A new item: what `create` takes; of several entities under the name of its own, `{ people: item }`. */
export type NewItem<To extends Targets> = To extends AnyEntity
  ? To['~']['create']
  : { readonly [K in keyof To]: { readonly [N in K]: CreateOf<To[N]> } }[keyof To]
type CreateOf<E> = E extends AnyEntity ? E['~']['create'] : never

/** What a transform gives: one new item, several, or that the old one stays or goes. Nothing at all is an error. */
export type Transformed<To extends Targets> = NewItem<To> | readonly NewItem<To>[] | Untouched | Deleted

/** What a transform can use beside the item. Reads are consistent; what they read may change before the item is written. */
export interface TransformTools {
  /** To give back for an item that stays as it is. */
  readonly untouched: Untouched
  /** To give back for an item that is to be deleted. */
  readonly deleted: Deleted
  /**
   * Reads another item of the table, or of what an entity of another definition sees in it (GetItem, consistent).
   * @example const owner = await get(User, { id: item.owner })
   */
  get<E extends AnyEntity>(entity: E, key: E['~']['key']): GetOperation<InferItem<E>>
  /**
   * Reads items of a partition of the table (Query, consistent).
   * @example const lines = await query(Line, { order: item.id }).all()
   */
  query<E extends AnyEntity>(entity: E, partition: E['~']['partition']): Query<E['~']['item'], E['~']['sort'], 'table'>
}

/** Makes of an old item what there is to be in its place. It may be called several times for one item, and must change nothing else. */
export type Transform<From extends AnyEntity, To extends Targets> = (
  item: InferItem<From>,
  tools: TransformTools,
) => Transformed<To> | Promise<Transformed<To>>

/** What `defineMigration` takes. */
export interface MigrationDefinition<From extends AnyEntity, To extends Targets> {
  /** By which it is known ever after: its state, its history and its before-images are kept under this name. */
  readonly name: string
  /** The entity as it was. */
  readonly from: From
  /** The entity as it is to be, or several by name; `from` itself where it is left out. */
  readonly to?: To
  /** Gives what becomes of an item: the new one, several, or `deleted`, or `untouched`. */
  readonly transform: Transform<From, To>
  /** Which of the stored items that `from` matches are meant: all, unless it is given. */
  readonly only?: ((stored: StoredItem) => boolean) | undefined
  /**
   * The stored attributes that may change, beside the version; whatever the transform gives, the others stay. All, unless it is
   * given. For changes in place.
   */
  readonly attributes?: readonly string[] | undefined
}

/** A migration, as data. */
export interface Migration<From extends AnyEntity = AnyEntity, To extends Targets = Targets> {
  /** By which its state, its history and its before-images are kept. */
  readonly name: string
  /** The entity as it was. */
  readonly from: From
  /** The entity as it is to be, or several by name. */
  readonly to: To
  /** What becomes of an item. */
  readonly transform: Transform<From, To>
  /** Which of the stored items that `from` matches are meant. */
  readonly only?: (stored: StoredItem) => boolean
  /** The stored attributes that may change, beside the version. */
  readonly attributes?: readonly string[]
}

/** Any migration. */
export type AnyMigration = Migration<any, any>

type SameTable<From extends AnyEntity, To extends Targets> = To extends AnyEntity
  ? [From['~']['table'], To['~']['table']] extends [To['~']['table'], From['~']['table']]
    ? unknown
    : { readonly to: Refused<'from and to are of two tables'> }
  : unknown

/**
 * Declares a migration: from the items of one entity to what there is to be in their place. Sends nothing; `createMigrator` runs
 * it.
 * @param definition `transform` gets an old item, decoded and upgraded, and returns the new one, several (`[…]`), `untouched` or
 *   `deleted`. Where `to` is a record of entities, a new item is `{ name: item }`. The version and the timestamps need not
 *   be given: the version steps on, the timestamps stay as they are.
 * @throws MonotableError `migration.refused` for a name that is empty or too long, and a transform that is no function
 * @example
 * const splitName = defineMigration({
 *   name: 'split-name',
 *   from: PersonBefore,
 *   to: Person,
 *   transform: ({ name, ...rest }) => ({ ...rest, first: name.split(' ')[0]!, last: name.split(' ')[1]! }),
 * })
 */
export function defineMigration<const From extends AnyEntity, const To extends Targets = From>(
  definition: MigrationDefinition<From, To> & SameTable<From, NoInfer<To>>,
): Migration<From, To> {
  const { name, from, to, transform, only, attributes } = definition as unknown as MigrationDefinition<From, To>
  const refuse = (reason: string) =>
    new MonotableError('migration.refused', { migration: String(name), because: 'definition', reason })
  if (typeof name !== 'string' || !/^[^\p{C}]{1,200}$/u.test(name))
    throw refuse('a name has 1 to 200 characters, and no control characters')
  if (typeof transform !== 'function') throw refuse('its transform is no function')
  return Object.freeze({
    name,
    from,
    to: to ?? (from as unknown as To),
    transform,
    ...(only && { only }),
    ...(attributes && { attributes: Object.freeze([...attributes]) }),
  })
}
