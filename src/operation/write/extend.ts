import type { CompiledEntity } from '../../entity/compiled-entity.js'
import type { ExtendedWrite, PendingWrite } from '../../entity/extension.js'
import { expiryTime } from '../../entity/time-to-live.js'
import { MonotableError } from '../../errors/monotable-error.js'
import { allOf, type Condition } from '../../expression/condition.js'
import { bareObject } from '../../schema/bare-object.js'
import { conditionOf } from '../builder.js'
import type { WriteNode } from './write-node.js'

type Attributes = Readonly<Record<string, unknown>>

/** What all extensions together add to a write. */
export interface Extended {
  readonly set: Attributes
  readonly setIfMissing: Attributes
  readonly increment: Readonly<Record<string, number>>
  readonly condition: Condition | undefined
}

const parts = ['set', 'setIfMissing', 'increment'] as const

const nothing: Extended = Object.freeze({ set: {}, setIfMissing: {}, increment: {}, condition: undefined })

/** Asks the extensions of an entity one after another what they add to a write. Each sees the item with what came before. */
export function extend(entity: CompiledEntity, node: WriteNode, pending: Omit<PendingWrite, 'kind'>): Extended {
  const { kind } = node
  if (kind === 'check') return nothing
  const extended: { -readonly [P in keyof Extended]: Extended[P] } = { ...expiring(entity, node, pending.now) }
  for (const extension of entity.extensions) {
    const write: ExtendedWrite = { kind, earlier: extended.set, ...pending }
    const added = extension.beforeWrite?.(write)
    if (!added) continue
    for (const part of parts) if (added[part]) extended[part] = { ...extended[part], ...added[part] } as {}
    if (added.condition) extended.condition = allOf(extended.condition, conditionOf(added.condition))
  }
  return extended
}

/** The time-to-live that the write itself sets; `undefined` as a value for never. */
function expiring({ name, timeToLive }: CompiledEntity, { expiry }: WriteNode, now: Date): Extended {
  if (expiry === undefined) return nothing
  const refuse = (reason: string) => new MonotableError('update.invalid', { entity: name, reason })
  if (!timeToLive) throw refuse('it has no time-to-live attribute')
  const time = expiryTime(expiry, now)
  if (time && !Number.isFinite(time.getTime())) throw refuse('the time at which it expires is no time')
  if (!time && !timeToLive.entry.model.optional) throw refuse(`'${timeToLive.entry.name}' is required by the schema`)
  return { ...nothing, set: { [timeToLive.entry.name]: time && timeToLive.from(time) } }
}

/** A whole item with what extensions add to it. */
export function extendItem(item: Attributes, { set, setIfMissing }: Extended): Attributes {
  const extended: Record<string, unknown> = Object.assign(bareObject(), item, set)
  for (const name of Object.keys(setIfMissing)) if (extended[name] === undefined) extended[name] = setIfMissing[name]
  return extended
}
