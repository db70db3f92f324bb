import { type CompiledEntity, partsOf } from '../../entity/compiled-entity.js'
import type { Issue } from '../../errors/item-errors.js'
import { InvalidItemError, MonotableError } from '../../errors/monotable-error.js'
import { applyUpdate } from '../../expression/apply-update.js'
import { findPlace } from '../../expression/attribute-path.js'
import { bindUpdate } from '../../expression/compile-update.js'
import { lookUp } from '../../expression/evaluate-condition.js'
import { missing } from '../../expression/stored-values.js'
import type { UpdateAction } from '../../expression/update.js'
import { decodeValue } from '../../schema/decode.js'
import { encodeKeyValue } from '../../schema/encode.js'
import type { StoredItem } from '../../schema/item-model.js'
import { onceFor } from '../../schema/once.js'
import { encodedValues } from '../write/holder.js'
import { type Change, namesOf } from './index-key-actions.js'

type Names = ReadonlySet<string>

/**
 * The attributes whose values after an update must be known, for keys are made of them: those of each access pattern and each
 * unique constraint of which the update changes one.
 */
export function tracked(
  entity: CompiledEntity,
  key: ReadonlyMap<string, unknown>,
  actions: readonly UpdateAction[],
): Names {
  const changed = changedBy(actions)
  const groups = groupsOf(entity)
  const names = new Set<string>()
  // A pattern that shares an attribute with a changed one is written with it, and so its other attributes count too.
  for (let before = -1; before < names.size; ) {
    before = names.size
    for (const group of groups)
      if (group.some(name => changed.includes(name) || names.has(name)))
        for (const name of group) if (!key.has(name)) names.add(name)
  }
  return names
}

/** The attributes of each access pattern, unique constraint and bare key. */
const groupsOf = onceFor(({ patterns, unique, bareKeys }: CompiledEntity): readonly (readonly string[])[] => [
  ...Array.from(patterns.values(), pattern => namesOf(partsOf(pattern))),
  ...unique.map(({ entries }) => entries.map(entry => entry.name)),
  ...bareKeys.map(part => namesOf([part])),
])

/** Whether one of these attributes is what a unique value, or the time-to-live of its sentinel, is made of. */
export function touchesUnique({ unique, timeToLive }: CompiledEntity, changed: readonly string[]): boolean {
  const names = unique.flatMap(({ entries }) => entries.map(entry => entry.name))
  if (timeToLive && names.length > 0) names.push(timeToLive.entry.name)
  return names.some(name => changed.includes(name))
}

/** The attributes that actions change, or change something in. */
export function changedBy(actions: readonly UpdateAction[]): readonly string[] {
  const names: string[] = []
  for (const { path } of actions) if (path.kind === 'attribute') names.push(String(path.segments[0]))
  return names
}

/**
 * Replaces what DynamoDB would compute of tracked attributes by its value.
 * @throws MonotableError `update.invalid`, InvalidItemError `item.invalid`
 */
export function withKnownValues(
  { model, name: entity }: CompiledEntity,
  actions: readonly UpdateAction[],
  names: Names,
  old: StoredItem,
): readonly UpdateAction[] {
  return actions.map(action => {
    const [name] = action.path.segments
    const isPlain = action.kind === 'remove' || (action.kind === 'set' && action.value.kind === 'value')
    if (action.path.kind !== 'attribute' || !names.has(String(name)) || isPlain) return action
    const entry = model.attributes.get(String(name))!
    const after = applyUpdate(bindUpdate([action], model), old)
    if (!after)
      throw new MonotableError('update.invalid', {
        entity,
        reason: `it computes '${name}' with an attribute that is not there: guard it with ifNotExists`,
      })
    const path = { kind: 'attribute', segments: [entry.name] } as const
    const value = after[entry.storedName]
    if (!value) return { kind: 'remove', path }
    const issues: Issue[] = []
    decodeValue(entry.model, value, [entry.name], issues)
    if (issues.length > 0) throw new InvalidItemError('item.invalid', { entity, issues })
    return { kind: 'set', path, value: { kind: 'raw', value } }
  })
}

/** What becomes of the tracked attributes; of those that stay, what was read, where something was. */
export function trackedChanges(
  entity: CompiledEntity,
  actions: readonly UpdateAction[],
  names: Names,
  old: StoredItem | undefined,
): ReadonlyMap<string, Change> {
  const changes = new Map<string, Change>()
  const before = old && encodedValues(entity, old)
  if (before)
    for (const name of names) {
      const value = before(name)
      changes.set(name, value == null ? { kind: 'removed' } : { kind: 'value', value })
    }
  for (const { kind, path, ...action } of actions) {
    const [name = ''] = path.segments
    const entry = entity.model.attributes.get(String(name))
    if (path.kind !== 'attribute' || !entry || !names.has(entry.name)) continue
    const value = 'value' in action ? action.value : undefined
    const whole = path.segments.length === 1
    if (whole && kind === 'remove') changes.set(entry.name, { kind: 'removed' })
    else if (whole && kind === 'set' && value?.kind === 'value')
      changes.set(entry.name, { kind: 'value', value: encodeKeyValue(entry, value.value) })
    else if (whole && kind === 'set' && value?.kind === 'raw')
      changes.set(entry.name, { kind: 'value', value: entry.model.unmarshal(value.value, []) })
    else changes.set(entry.name, { kind: 'computed' })
  }
  return changes
}

/** Whether a path leads into a union: what may be there depends on what else is, so that only the whole can be checked. */
export const leadsIntoUnion = ({ model }: CompiledEntity, { path }: UpdateAction): boolean =>
  path.kind === 'attribute' &&
  path.segments.some(
    (_, at) => at > 0 && findPlace(model, { ...path, segments: path.segments.slice(0, at) }).model?.kind === 'union',
  )

/** @throws InvalidItemError `item.invalid` where an update of a part leaves a union that fits none of its options */
export function checkUnions(
  entity: CompiledEntity,
  actions: readonly UpdateAction[],
  before: StoredItem,
  after: StoredItem | undefined,
): void {
  for (const action of actions) {
    if (!after || !leadsIntoUnion(entity, action)) continue
    const entry = entity.model.attributes.get(String(action.path.segments[0]))!
    const issues: Issue[] = []
    if (lookUp(before, [entry.storedName]) === missing) continue
    decodeValue(entry.model, after[entry.storedName], [entry.name], issues)
    if (issues.length > 0) throw new InvalidItemError('item.invalid', { entity: entity.name, issues })
  }
}
