import {
  attachCompiled,
  type CompiledEntity,
  compiledEntity,
  discriminatorValues,
  partsOf,
} from '../../entity/compiled-entity.js'
import type { AnyEntity, InferItem } from '../../entity/entity-types.js'
import { isOutdated } from '../../entity/upgrade-stored.js'
import { MonotableError } from '../../errors/monotable-error.js'
import type { Refused } from '../../errors/refused.js'
import { defineMigration, type Migration, untouched } from './migration.js'

/** What all of these take beside the entity. */
export interface ReadyMadeOptions {
  /** By which it is known ever after; of what it does and the entity's name, where it is not given. */
  readonly name?: string | undefined
}

/** An entity of which some is not yet so. */
const derived = <E extends AnyEntity>(entity: E, change: Partial<CompiledEntity>): E =>
  Object.freeze(attachCompiled({ ...entity }, { ...compiledEntity(entity), ...change }))

const refuse = (migration: string, reason: string) =>
  new MonotableError('migration.refused', { migration, because: 'definition', reason })

/**
 * Writes the index keys of items from before an access pattern was defined, and those that are stale, and nothing else.
 * @param entity The entity, as it is now.
 * @param options Another `name` for the migration.
 * @example const migration = backfillIndexKeys(Order)
 */
export function backfillIndexKeys<E extends AnyEntity>(entity: E, options: ReadyMadeOptions = {}): Migration<E, E> {
  const { patterns } = compiledEntity(entity)
  const parts = [...patterns.values()].flatMap(partsOf)
  return ready({
    name: options.name ?? `backfill-index-keys-${entity.name}`,
    from: entity,
    attributes: parts.filter(part => !part.own).map(part => part.name),
  })
}

/**
 * Writes what tells an entity from others into items that lack it, which its key templates alone tell then; aliases become the value
 * that is written today.
 * @param entity The entity, as it is now.
 * @param options Another `name` for the migration.
 * @throws MonotableError `migration.refused` where the entity has no discriminator
 * @example const migration = addDiscriminator(Order)
 */
export function addDiscriminator<E extends AnyEntity>(entity: E, options: ReadyMadeOptions = {}): Migration<E, E> {
  const name = options.name ?? `add-discriminator-${entity.name}`
  const { discriminator } = compiledEntity(entity)
  if (!discriminator) throw refuse(name, `${entity.name} has no discriminator`)
  const { attribute } = discriminator
  const values = discriminatorValues(discriminator)
  return ready({
    name,
    from: derived(entity, { discriminator: undefined, discriminated: false }),
    to: entity,
    only: stored => !Object.hasOwn(stored, attribute) || values.slice(1).includes(stored[attribute]?.S ?? ''),
    attributes: [attribute],
  })
}

/**
 * Gives items from before versioning the version 1.
 * @param entity The entity, as it is now.
 * @param options Another `name` for the migration.
 * @throws MonotableError `migration.refused` where the entity has no version
 * @example const migration = addVersion(Order)
 */
export function addVersion<E extends AnyEntity>(entity: E, options: ReadyMadeOptions = {}): Migration<E, E> {
  const name = options.name ?? `add-version-${entity.name}`
  const { version } = compiledEntity(entity).managed
  if (!version) throw refuse(name, `${entity.name} has no version attribute`)
  return ready({
    name,
    from: entity,
    attributes: [],
    transform: item => (item[version.name] === 0 ? { ...item, [version.name]: 1 } : untouched),
  })
}

/**
 * Keeps the unique values of items from before they were unique. Of two items that have one value the second is set aside.
 * @param entity The entity, as it is now.
 * @param options Another `name` for the migration.
 * @throws MonotableError `migration.refused` where the entity has no unique values
 * @example const migration = addUniqueValues(Member)
 */
export function addUniqueValues<E extends AnyEntity>(entity: E, options: ReadyMadeOptions = {}): Migration<E, E> {
  const name = options.name ?? `add-unique-values-${entity.name}`
  if (compiledEntity(entity).unique.length === 0) throw refuse(name, `${entity.name} has no unique values`)
  return ready({ name, from: derived(entity, { unique: [] }), to: entity, attributes: [] })
}

/**
 * Writes what the upgrades of an entity make of items of earlier versions of its schema.
 * @param entity The entity, as it is now.
 * @param options Another `name` for the migration.
 * @throws MonotableError `migration.refused` where the entity has no schemaVersion
 * @example const migration = upgradeSchema(Order)
 */
export function upgradeSchema<E extends AnyEntity>(entity: E, options: ReadyMadeOptions = {}): Migration<E, E> {
  const compiled = compiledEntity(entity)
  const name = options.name ?? `upgrade-schema-${entity.name}-${compiled.evolution?.version}`
  if (!compiled.evolution) throw refuse(name, `${entity.name} has no schemaVersion`)
  return ready({ name, from: entity, only: stored => isOutdated(compiled, stored) })
}

/**
 * Gives items the keys of another definition of their entity; their attributes stay.
 * @example const migration = changeKeys({ from: OrderBefore, to: Order })
 */
export function changeKeys<const From extends AnyEntity, const To extends AnyEntity>({
  from,
  to,
  name = `change-keys-${from.name}`,
}: {
  readonly from: From
  readonly to: To &
    ([InferItem<From>] extends [To['~']['create']]
      ? unknown
      : Refused<'its items are not what to takes: use defineMigration'>)
  readonly name?: string | undefined
}): Migration<From, To> {
  return ready({ name, from, to: to as AnyEntity }) as unknown as Migration<From, To>
}

/** A migration whose transform leaves the item as it is, unless it is given: what changes is how it is stored. */
function ready(definition: {
  readonly name: string
  readonly from: AnyEntity
  readonly to?: AnyEntity
  readonly only?: Migration['only'] & {}
  readonly attributes?: readonly string[]
  readonly transform?: (item: Record<string, unknown>) => unknown
}): Migration<any, any> {
  return defineMigration<AnyEntity, AnyEntity>({ transform: (item: any) => item, ...definition } as never)
}
