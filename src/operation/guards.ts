import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { type CompiledEntity, discriminatorValues } from '../entity/compiled-entity.js'
import { SCHEMA_VERSION } from '../entity/evolution.js'
import { secondsOf } from '../entity/time-to-live.js'
import { OWNER } from '../entity/unique.js'
import type { StoredPath } from '../expression/attribute-path.js'
import { compileCondition } from '../expression/compile-condition.js'
import { allOf, type Condition, type Test } from '../expression/condition.js'
import { evaluateCondition } from '../expression/evaluate-condition.js'
import { Placeholders } from '../expression/placeholders.js'
import type { ItemModel, StoredItem } from '../schema/item-model.js'
import { onceFor } from '../schema/once.js'
import { type ExpressionAttributes, expressionAttributes } from './expression-attributes.js'

/** A stored attribute that the library itself knows. */
export const storedPath = (name: string): StoredPath => ({ kind: 'stored', segments: [name] })

/** A test of a stored attribute. */
export const storedTest = (name: string, kind: Test, ...values: readonly AttributeValue[]): Condition => ({
  kind,
  operands: [storedPath(name), ...values.map(value => ({ kind: 'raw', value }) as const)],
})

const anyOf = (...operands: readonly Condition[]): Condition => ({ kind: 'or', operands })

/** No item is there, or one whose time is over. */
export const absent = (entity: CompiledEntity, now: Date): Condition =>
  entity.timeToLive ? anyOf(none(entity), allOf(mine(entity), expired(entity, now))!) : none(entity)

const none = /* @__PURE__ */ onceFor(({ partitionKey }: CompiledEntity) => storedTest(partitionKey.name, 'notExists'))

/** An item is there, it is this entity's as far as a discriminator tells, and its time is not over. */
export const present = (entity: CompiledEntity, now: Date): Condition =>
  entity.timeToLive ? allOf(there(entity), alive(entity, now))! : there(entity)

const there = /* @__PURE__ */ onceFor(
  (entity: CompiledEntity) =>
    allOf(own(entity) ?? storedTest(entity.partitionKey.name, 'exists'), notSentinel(entity))!,
)

/** Its time is not over, or it has none; undefined for entities without a time-to-live. */
export const alive = (entity: CompiledEntity, now: Date): Condition | undefined =>
  entity.timeToLive && { kind: 'not', operands: [expired(entity, now)] }

const expired = ({ timeToLive }: CompiledEntity, now: Date) =>
  storedTest(timeToLive!.entry.storedName, 'lte', { N: String(secondsOf(now)) })

/** A condition of the application's, which sees nothing where an item's time is over. */
export function ofLiving(entity: CompiledEntity, condition: Condition | undefined, now: Date): Condition | undefined {
  if (!condition || !entity.timeToLive) return condition
  return evaluateCondition(condition, entity.model, {})
    ? anyOf(condition, expired(entity, now))
    : allOf(condition, alive(entity, now))
}

/** No write may land on another entity's item. Nothing to check where key templates alone tell entities apart. */
export const absentOrOwn = /* @__PURE__ */ onceFor((entity: CompiledEntity): Condition | undefined => {
  const condition = mine(entity)
  return condition && anyOf(none(entity), condition)
})

/** An item that is there is the entity's. */
const mine = (entity: CompiledEntity): Condition | undefined => allOf(own(entity), notSentinel(entity))

/** Without a discriminator, what keeps a unique value of the entity may have a key such as its items have. */
const notSentinel = ({ discriminator, unique }: CompiledEntity): Condition | undefined =>
  discriminator || unique.length === 0 ? undefined : storedTest(OWNER, 'notExists')

/** What the discriminator says, as a condition. */
export const own = /* @__PURE__ */ onceFor(({ discriminator }: CompiledEntity): Condition | undefined => {
  if (discriminator === undefined) return undefined
  const values = discriminatorValues(discriminator)
  return storedTest(discriminator.attribute, values.length === 1 ? 'eq' : 'in', ...values.map(S => ({ S })))
})

/** The item has this version; one from before versioning has version 0, whether that is written or not. */
export function atVersion(entity: CompiledEntity, version: number, now: Date): Condition {
  const name = entity.managed.version!.storedName
  const same = storedTest(name, 'eq', { N: String(version) })
  return version === 0
    ? allOf(present(entity, now), anyOf(storedTest(name, 'notExists'), same))!
    : allOf(own(entity), same, alive(entity, now))!
}

/**
 * The item is of the schema as it is: an update of an older shape could leave it of neither. Undefined where schemas do not
 * evolve. `orAbsent` is for writes that may make the item.
 */
export function upToDate({ evolution, partitionKey }: CompiledEntity, orAbsent: boolean): Condition | undefined {
  if (!evolution) return undefined
  const current = storedTest(SCHEMA_VERSION, 'eq', { N: String(evolution.version) })
  // Items from before there were versions of the schema are of the first.
  const first = evolution.version === 1 ? [storedTest(SCHEMA_VERSION, 'notExists')] : []
  const none = orAbsent ? [storedTest(partitionKey.name, 'notExists')] : []
  return first.length + none.length > 0 ? anyOf(...none, ...first, current) : current
}

/** The item is not of a schema that comes after this one: what replaces it would lose what this one does not know. */
export function notNewer({ evolution }: CompiledEntity): Condition | undefined {
  if (!evolution) return undefined
  const version = { N: String(evolution.version) }
  return { kind: 'not', operands: [storedTest(SCHEMA_VERSION, 'gt', version)] }
}

/** Attributes are as they were read, absence too. */
export const unchanged = (stored: StoredItem, names: Iterable<string>): Condition | undefined =>
  allOf(
    ...Array.from(names, name =>
      Object.hasOwn(stored, name) ? storedTest(name, 'eq', stored[name]!) : storedTest(name, 'notExists'),
    ),
  )

/** DynamoDB takes 4 KB of a condition, in which so many attributes have room beside what else is asked. */
const MOST_NAMES = 100

/** The attributes of a stored item, and those of the schema that it lacks, where a condition has room for all of them. */
export function wholeItem({ model }: CompiledEntity, stored: StoredItem): ReadonlySet<string> {
  const own = Object.keys(stored)
  const all = new Set([...own, ...storedNames(model)])
  return all.size > MOST_NAMES ? new Set(own) : all
}

/** A whole item is as it was read. */
export const unchangedWhole = (entity: CompiledEntity, stored: StoredItem): Condition | undefined =>
  unchanged(stored, wholeItem(entity, stored))

/** What attributes of a schema are called where they are stored: all of them, or those that are named. */
export function storedNames({ attributes }: ItemModel, names: Iterable<string> = attributes.keys()): readonly string[] {
  const stored: string[] = []
  for (const name of names) {
    const entry = attributes.get(name)
    if (entry?.stored) stored.push(entry.storedName)
  }
  return stored
}

/** The part of a write's command that holds its condition, with the names and values of all its expressions. */
interface Conditional extends ExpressionAttributes {
  ConditionExpression?: string
  ReturnValuesOnConditionCheckFailure?: 'ALL_OLD'
}

/** What makes of a condition its part of a command; frozen where it is the same for all of an entity's writes. */
export const conditional = (
  entity: CompiledEntity,
  condition: Condition | undefined,
  placeholders?: Placeholders,
): Readonly<Conditional> =>
  (!placeholders && condition && usual(entity).get(condition)) || compiled(entity, condition, placeholders)

function compiled({ model }: CompiledEntity, condition: Condition | undefined, placeholders = new Placeholders()) {
  const part: Conditional = {}
  if (condition) {
    part.ConditionExpression = compileCondition(condition, model, placeholders)
    part.ReturnValuesOnConditionCheckFailure = 'ALL_OLD'
  }
  return Object.assign(part, expressionAttributes(placeholders))
}

/** The conditions of which nothing changes from write to write, with their parts of a command. */
const usual = /* @__PURE__ */ onceFor((entity: CompiledEntity): ReadonlyMap<Condition, Readonly<Conditional>> => {
  const parts = new Map<Condition, Readonly<Conditional>>()
  for (const condition of [none(entity), there(entity), absentOrOwn(entity)]) {
    if (!condition) continue
    const part = compiled(entity, condition)
    for (const shared of [part, part.ExpressionAttributeNames, part.ExpressionAttributeValues]) Object.freeze(shared)
    parts.set(condition, part)
  }
  return parts
})
