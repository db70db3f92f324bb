import type { CompiledEntity } from '../../entity/compiled-entity.js'
import { SCHEMA_VERSION } from '../../entity/evolution.js'
import { InvalidItemError, MonotableError } from '../../errors/monotable-error.js'
import { findPlace } from '../../expression/attribute-path.js'
import type { UpdateAction, UpdateValue } from '../../expression/update.js'
import { encodeValue } from '../../schema/encode.js'
import type { AttributeEntry } from '../../schema/item-model.js'
import { formatPath } from '../../schema/path.js'
import { storedPath } from '../guards.js'
import type { Extended } from '../write/extend.js'
import type { UpdateNode } from './update-node.js'

type Attributes = ReadonlyMap<string, unknown>

/** The compiler refuses this too; unchecked code would leave an item that contradicts its key. */
export function checkFixed(entity: CompiledEntity, actions: readonly UpdateAction[]): void {
  const { version, updatedAt } = entity.managed
  const fixed = [...entity.keyEntries, version, updatedAt?.entry]
  const refuse = (reason: string) => new MonotableError('update.invalid', { entity: entity.name, reason })
  const changed = fixed.find(entry => entry && isChanged(entry.name, actions))
  if (changed) throw refuse(`'${changed.name}' is part of the key or kept by the library`)
  for (const { kind, path } of actions) {
    const entry = path.kind === 'attribute' && path.segments.length === 1 && entryOf(entity, path.segments[0])
    if (kind === 'remove' && entry && !entry.model.optional) throw refuse(`'${entry.name}' is required by the schema`)
    const index = path.segments.at(-1)
    if (kind !== 'remove' || typeof index !== 'number') continue
    const holder = findPlace(entity.model, { ...path, segments: path.segments.slice(0, -1) })
    if (index < (holder.model?.fixed ?? 0))
      throw refuse(`'${formatPath(path.segments)}' is part of a tuple, which has all of its elements`)
  }
}

/** An upsert may make the item, and so sets all that one needs. */
export function checkComplete(
  { name: entity, model }: CompiledEntity,
  key: Attributes,
  actions: readonly UpdateAction[],
  { increment }: Extended,
): void {
  const missing = [...model.attributes.values()].filter(
    ({ name, model }) =>
      !model.optional && !key.has(name) && !Object.hasOwn(increment, name) && !isChanged(name, actions),
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

/** The update's own actions with what extensions add; what they set takes the place of what was given. */
export function extendActions(
  { actions, kind }: UpdateNode,
  { set, setIfMissing, increment }: Extended,
  key: Attributes,
): readonly UpdateAction[] {
  const replaced = Object.keys(set).filter(name => !key.has(name))
  const own = actions.filter(({ path }) => !(path.kind === 'attribute' && replaced.includes(String(path.segments[0]))))
  const added = [
    ...Object.entries(increment).map(([name, by]): UpdateAction => {
      const value = { kind: 'ifNotExists', operands: [place(name), raw(0)] } as const
      return { kind: 'set', path: place(name), value: { kind: 'plus', operands: [value, raw(by)] } }
    }),
    ...replaced.map(name =>
      set[name] === undefined ? remove(name) : setTo(name, { kind: 'value', value: set[name] }),
    ),
    ...Object.entries(setIfMissing).flatMap(([name, value]) =>
      kind === 'upsert' && !key.has(name) && !isChanged(name, own) ? [setIfNone(name, value)] : [],
    ),
  ]
  return [...own, ...added]
}

/** What an item must have that this update may make: its discriminator, the attributes of its key, its defaults. */
export function creationActions(
  entity: CompiledEntity,
  given: Readonly<Record<string, unknown>>,
  key: Attributes,
  actions: readonly UpdateAction[],
): readonly UpdateAction[] {
  const { discriminator, evolution, managed, model } = entity
  const made: UpdateAction[] = []
  if (discriminator) made.push(setStored(discriminator.attribute, { S: discriminator.value }))
  if (evolution) made.push(setStored(SCHEMA_VERSION, { N: String(evolution.version) }))
  const primary = new Set(entity.primaryKey.map(part => part.name))
  for (const { name, stored, storedName, model: attribute } of model.attributes.values()) {
    if (key.has(name)) {
      if (stored && !primary.has(storedName)) made.push(setTo(name, { kind: 'value', value: given[name] }))
      // What the key alone holds is not among what is set, which is validated.
      else encodeValue(attribute, given[name], [name], 'whole', entity.name)
    } else if (attribute.defaultValue && !isChanged(name, actions) && name !== managed.version?.name)
      made.push(setIfNone(name, attribute.defaultValue()))
  }
  return made
}

/** Whether an attribute, or something in it, is changed. */
const isChanged = (name: string, actions: readonly UpdateAction[]): boolean =>
  actions.some(({ path }) => path.kind === 'attribute' && path.segments[0] === name)

const setStored = (name: string, value: { S: string } | { N: string }): UpdateAction => ({
  kind: 'set',
  path: storedPath(name),
  value: { kind: 'raw', value },
})

const entryOf = ({ model }: CompiledEntity, name: unknown): AttributeEntry | undefined =>
  model.attributes.get(String(name))
const raw = (number: number) => ({ kind: 'raw', value: { N: String(number) } }) as const
const place = (name: string) => ({ kind: 'attribute', segments: [name] }) as const
const remove = (name: string): UpdateAction => ({ kind: 'remove', path: place(name) })
const setTo = (name: string, value: UpdateValue): UpdateAction => ({ kind: 'set', path: place(name), value })
const setIfNone = (name: string, value: unknown): UpdateAction =>
  setTo(name, { kind: 'ifNotExists', operands: [place(name), { kind: 'value', value }] })
