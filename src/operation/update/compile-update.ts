import type { UpdateItemCommandInput } from '@aws-sdk/client-dynamodb'
import { type CompiledEntity, primaryKey } from '../../entity/compiled-entity.js'
import { encodeKeyAttributes, encodePrimaryKey } from '../../entity/encode-key.js'
import { InvalidItemError, MonotableError } from '../../errors/monotable-error.js'
import { compileUpdate as compileActions } from '../../expression/compile-update.js'
import { allOf, type Condition } from '../../expression/condition.js'
import { Placeholders } from '../../expression/placeholders.js'
import type { UpdateAction, UpdateOperand, UpdateValue } from '../../expression/update.js'
import { encodeKeyValue, encodeValue } from '../../schema/encode.js'
import type { AttributeEntry } from '../../schema/item-model.js'
import type { Context } from '../context.js'
import { expressionAttributes } from '../expression-attributes.js'
import { absentOrOwn, atVersion, conditional, present, storedPath } from '../guards.js'
import { type Change, indexKeyActions } from './index-key-actions.js'
import type { UpdateNode } from './update-node.js'

/**
 * Compiles `update` and `upsert` to UpdateItem. `guard` is a further condition of the library's own.
 * @throws InvalidItemError, InvalidKeyError, MonotableError `update.invalid`, `update.indexKey`
 */
export function compileUpdate(
  { entity, tableName, now }: Context,
  node: UpdateNode,
  guard?: Condition,
): UpdateItemCommandInput {
  const creates = node.kind === 'upsert'
  checkFixed(entity, node.actions)
  if (creates) checkComplete(entity, node)
  const key = encodeKeyAttributes(primaryKey(entity), node.key)
  const managed = [...managedActions(entity, node, key, now()), ...(creates ? creationActions(entity, node, key) : [])]
  const actions = [...node.actions, ...managed]
  const all = [...actions, ...indexKeyActions(entity, key, changesOf(entity, actions), creates)]
  if (all.length === 0 && !creates)
    throw new MonotableError('update.invalid', {
      entity: entity.name,
      reason: 'it changes nothing: call set, add, remove or delete on it',
    })
  const placeholders = new Placeholders()
  const condition = allOf(expectation(entity, node), guard, node.condition)
  return {
    TableName: tableName,
    Key: encodePrimaryKey(entity, node.key),
    ...(all.length > 0 && { UpdateExpression: compileActions(all, entity.model, placeholders) }),
    ...conditional(entity, condition, placeholders),
    ...expressionAttributes(placeholders),
    ReturnValues: 'ALL_NEW',
  }
}

function expectation(entity: CompiledEntity, { kind, version }: UpdateNode): Condition | undefined {
  if (version !== undefined) return atVersion(entity, version)
  return kind === 'update' ? present(entity) : absentOrOwn(entity)
}

/** The compiler refuses this too; unchecked code would leave an item that contradicts its key. */
function checkFixed(entity: CompiledEntity, actions: readonly UpdateAction[]): void {
  const { version, updatedAt } = entity.managed
  const fixed = [...primaryKey(entity).flatMap(part => part.entries), version, updatedAt?.entry]
  const refuse = (reason: string) => new MonotableError('update.invalid', { entity: entity.name, reason })
  const changed = fixed.find(entry => entry && isChanged(entry.name, actions))
  if (changed) throw refuse(`'${changed.name}' is part of the key or kept by the library`)
  for (const { kind, path } of actions) {
    const entry =
      path.kind === 'attribute' && path.segments.length === 1 && entity.model.attributes.get(String(path.segments[0]))
    if (kind === 'remove' && entry && !entry.model.optional) throw refuse(`'${entry.name}' is required by the schema`)
  }
}

/** An upsert may make the item, and so sets all that one needs. */
function checkComplete({ name: entity, managed, model }: CompiledEntity, { actions, key }: UpdateNode): void {
  const kept = [managed.version, managed.createdAt?.entry, managed.updatedAt?.entry]
  const missing = [...model.attributes.values()].filter(
    entry =>
      !entry.model.optional &&
      !Object.hasOwn(key, entry.name) &&
      !kept.includes(entry) &&
      !isChanged(entry.name, actions),
  )
  if (missing.length > 0)
    throw new InvalidItemError('item.invalid', {
      entity,
      issues: missing.map(({ name }) => ({
        path: [name],
        code: 'required',
        message: 'is needed, for the item may be new',
      })),
    })
}

/** The version steps on, and the time is noted, with every update. */
function managedActions(
  entity: CompiledEntity,
  { actions, kind }: UpdateNode,
  key: ReadonlyMap<string, unknown>,
  time: Date,
): readonly UpdateAction[] {
  const { version, createdAt, updatedAt } = entity.managed
  const managed: UpdateAction[] = []
  if (version) {
    const path = storedPath(version.storedName)
    const left: UpdateOperand = { kind: 'ifNotExists', operands: [path, raw('0')] }
    managed.push({ kind: 'set', path, value: { kind: 'plus', operands: [left, raw('1')] } })
  }
  if (updatedAt) managed.push(set(updatedAt.entry.name, { kind: 'value', value: updatedAt.from(time) }))
  if (createdAt && kind === 'upsert' && !key.has(createdAt.entry.name) && !isChanged(createdAt.entry.name, actions))
    managed.push(setIfNone(createdAt.entry.name, createdAt.from(time)))
  return managed
}

/** What an item must have that this update may make: its discriminator, the attributes of its key, its defaults. */
function creationActions(
  entity: CompiledEntity,
  { actions, key: given }: UpdateNode,
  key: ReadonlyMap<string, unknown>,
): readonly UpdateAction[] {
  const { discriminator, managed, model } = entity
  const made: UpdateAction[] = []
  if (discriminator)
    made.push({
      kind: 'set',
      path: storedPath(discriminator.attribute),
      value: { kind: 'raw', value: { S: discriminator.value } },
    })
  const primary = new Set(primaryKey(entity).map(part => part.name))
  for (const { name, stored, storedName, model: attribute } of model.attributes.values()) {
    if (key.has(name)) {
      if (stored && !primary.has(storedName)) made.push(set(name, { kind: 'value', value: given[name] }))
      // What the key alone holds is not among what is set, which is validated.
      else encodeValue(attribute, given[name], [name], 'whole', entity.name)
    } else if (
      attribute.defaultValue &&
      !isChanged(name, actions) &&
      name !== managed.version?.name &&
      name !== managed.updatedAt?.entry.name &&
      name !== managed.createdAt?.entry.name
    )
      made.push(setIfNone(name, attribute.defaultValue()))
  }
  return made
}

/** What the actions make of each attribute of an index key. */
function changesOf(entity: CompiledEntity, actions: readonly UpdateAction[]): ReadonlyMap<string, Change> {
  const changes = new Map<string, Change>()
  for (const action of actions) {
    if (action.path.kind !== 'attribute') continue
    const name = String(action.path.segments[0])
    const entry = entity.model.attributes.get(name)
    if (!entry || !isIndexed(entity, entry)) continue
    const whole = action.path.segments.length === 1
    if (whole && action.kind === 'remove') changes.set(name, { kind: 'removed' })
    else if (whole && action.kind === 'set' && action.value.kind === 'value')
      changes.set(name, { kind: 'value', value: encodeKeyValue(entry, action.value.value) })
    else changes.set(name, { kind: 'computed' })
  }
  return changes
}

const isIndexed = ({ patterns }: CompiledEntity, entry: AttributeEntry) =>
  [...patterns.values()].some(({ partitionKey, sortKey }) =>
    [...partitionKey, ...sortKey].some(part => part.entries.includes(entry)),
  )

const isChanged = (name: string, actions: readonly UpdateAction[]) =>
  actions.some(({ path }) => path.kind === 'attribute' && path.segments[0] === name)

const raw = (number: string): UpdateOperand => ({ kind: 'raw', value: { N: number } })
const set = (name: string, value: UpdateValue): UpdateAction => ({
  kind: 'set',
  path: { kind: 'attribute', segments: [name] },
  value,
})
const setIfNone = (name: string, value: unknown): UpdateAction => {
  const path = { kind: 'attribute', segments: [name] } as const
  return set(name, { kind: 'ifNotExists', operands: [path, { kind: 'value', value }] })
}
