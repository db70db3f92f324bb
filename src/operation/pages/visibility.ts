import { type CompiledEntity, tellingApart } from '../../entity/compiled-entity.js'
import { type Decoded, decodeStored, isOwn } from '../../entity/decode-item.js'
import { decodeKeyPart, type KeyPart } from '../../entity/key-part.js'
import { upgradeStored } from '../../entity/upgrade-stored.js'
import { InvalidItemError, MonotableError } from '../../errors/monotable-error.js'
import type { Condition } from '../../expression/condition.js'
import { createPredicate } from '../../expression/evaluate-condition.js'
import type { Placeholders } from '../../expression/placeholders.js'
import { planProjection } from '../../expression/projection.js'
import { splitFilter } from '../../expression/split-filter.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { Context } from '../context.js'
import { alive } from '../guards.js'
import { projectionExpression } from '../projection-expression.js'
import { type Reach, restorable } from './reach.js'
import type { ReadNode } from './read-node.js'
import type { ReadPlan } from './read-plan.js'
import { hydrateItems, settleItems } from './settle-items.js'

/** What a read sees of each item: what it fetches, by what it chooses, and how it decodes. */
export interface Visibility {
  /** Whether the items carry the discriminator. */
  readonly discriminated: boolean
  /** Whether the index holds only parts of the items, and they are read whole from the table. */
  readonly hydrates: boolean
  /** The part of the filter that DynamoDB evaluates. */
  readonly filter: Condition | undefined
  /** The part of the filter that it would refuse. */
  readonly accepts: ((stored: StoredItem) => boolean) | undefined
  /** That the time of items is not over, where they are left out. */
  readonly alive: Condition | undefined
  readonly projection: (placeholders: Placeholders) => string | undefined
  readonly settle: ReadPlan['settle']
  readonly decode: (stored: StoredItem) => Decoded
}

/**
 * @param unfilterable the keys on which DynamoDB takes no filter
 * @throws MonotableError `query.invalid` where something is asked for that the index does not hold
 */
export function createVisibility(
  context: Context,
  { index, parts, keyNames, held, inKeys, visible }: Reach,
  unfilterable: readonly KeyPart[],
  node: ReadNode,
): Visibility {
  const { entity } = context
  const { model, discriminator, timeToLive, evolution } = entity
  const isHeld = (storedName: string) => !held || held.has(storedName)
  const {
    server,
    client,
    roots: filtered,
  } = splitFilter(
    node.filter,
    model,
    name => evolution !== undefined || unfilterable.some(part => part.name === name) || inKeys.has(name),
  )
  const discriminated = discriminator !== undefined && isHeld(discriminator.attribute)

  const hydrates = Boolean(held && node.hydrate)
  const paths = node.projection ?? (held && !hydrates ? visible.map(entry => entry.name) : undefined)
  const plan = paths && planProjection(model, paths)
  const fetch = plan?.fetch ?? []
  const roots = fetch.map(([head]) => String(head))
  for (const name of [...filtered, ...(hydrates ? [] : roots)])
    if (!isHeld(name) && !inKeys.has(name))
      throw new MonotableError('query.invalid', {
        reason: `The index '${index?.name}' does not hold '${name}'.`,
      })

  // Upgrades need the whole of an item: what an index holds of it is read as it is there.
  const reader = held && !hydrates ? { ...entity, evolution: undefined } : entity
  const filterOf = client && createPredicate(client, model)
  const predicate = filterOf && ((stored: StoredItem) => acceptsUpgraded(reader, stored, filterOf))
  const whole = new Set(keyNames)
  for (const name of tellingApart(entity)) if (isHeld(name)) whole.add(name)
  if (client) for (const name of filtered) if (!inKeys.has(name)) whole.add(name)
  return {
    discriminated,
    hydrates,
    filter: server,
    accepts: predicate && (inKeys.size > 0 ? stored => predicate(withKeyAttributes(parts, stored)) : predicate),
    alive:
      !node.includeExpired && timeToLive && isHeld(timeToLive.entry.storedName)
        ? alive(entity, context.now())
        : undefined,
    // Upgrades need the whole of an item, whatever is asked for.
    projection: placeholders =>
      node.projection && !evolution && !hydrates
        ? projectionExpression(
            fetch.filter(([head]) => !inKeys.has(String(head))),
            whole,
            placeholders,
          )
        : undefined,
    async settle(items, sending) {
      if (held && !hydrates) return items.map(stored => ({ read: stored, stored }))
      // What of the filter is left to the client takes what it asks for, and the keys.
      const names = node.projection && !evolution ? [...roots, ...(client ? whole : [])] : undefined
      const entries = hydrates
        ? await hydrateItems(
            context,
            items,
            { discriminated, includeExpired: Boolean(node.includeExpired), names },
            sending,
          )
        : items.map(stored => ({ read: stored, stored }))
      return settleItems(context, entries, sending)
    },
    decode: stored =>
      held && !hydrates
        ? decodeStored(reader, withKeyAttributes(parts, stored), plan, discriminated)
        : decodeStored(entity, stored, plan),
  }
}

/** What is another entity's, or can't be upgraded, is accepted here, for what decodes it to tell. */
function acceptsUpgraded(
  entity: CompiledEntity,
  stored: StoredItem,
  accepts: (stored: StoredItem) => boolean,
): boolean {
  if (!entity.evolution) return accepts(stored)
  if (!isOwn(entity, stored)) return true
  try {
    return accepts(upgradeStored(entity, stored))
  } catch (error) {
    if (error instanceof InvalidItemError) return true
    throw error
  }
}

/** A stored item with the attributes that only its keys hold put beside the others. */
function withKeyAttributes(parts: readonly KeyPart[], stored: StoredItem): StoredItem {
  const all: StoredItem = Object.assign(Object.create(null), stored)
  for (const part of parts) {
    const values = decodeKeyPart(part, stored[part.name])
    for (const { name, storedName, model } of values ? restorable([part]) : [])
      all[storedName] ??= model.marshal(values!.get(name))
  }
  return all
}
