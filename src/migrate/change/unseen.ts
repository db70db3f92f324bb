import type { CompiledEntity } from '../../entity/compiled-entity.js'
import type { Issue } from '../../errors/item-errors.js'
import { InvalidItemError } from '../../errors/monotable-error.js'
import { equalStored } from '../../expression/stored-values.js'
import { mergeUnknown } from '../../operation/write/keep-unknown.js'
import { bareObject } from '../../schema/bare-object.js'
import { decodeValue } from '../../schema/decode.js'
import type { StoredItem } from '../../schema/item-model.js'

/**
 * The attributes that an old item has, its schema does not know, and the new one does: newer code has written them, where the
 * transform could not see them. They stay, unless it gives them.
 * @param seen the stored attributes that the old schema knows
 * @throws InvalidItemError where one does not fit
 */
export function unseenAttributes(
  to: CompiledEntity,
  before: StoredItem,
  seen: readonly string[],
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const issues: Issue[] = []
  const found = bareObject<unknown>()
  for (const entry of to.model.entries) {
    const { name, storedName, stored, model } = entry
    if (!stored || seen.includes(storedName) || Object.hasOwn(given, name) || to.keyEntries.includes(entry)) continue
    if (Object.hasOwn(before, storedName)) found[name] = decodeValue(model, before[storedName], [name], issues)
  }
  check(to, issues)
  return found
}

/**
 * A new item with what the old one has within its attributes, and the old schema does not know: whether the new schema does, and
 * whatever the attribute is called where it is stored.
 * @throws InvalidItemError where an attribute would not fit then
 */
export function withUnseenMembers(
  from: CompiledEntity,
  to: CompiledEntity,
  before: StoredItem,
  made: StoredItem,
): StoredItem {
  const issues: Issue[] = []
  const result: StoredItem = Object.assign(bareObject(), made)
  for (const { name, storedName, model } of from.model.entries) {
    const target = to.model.attributes.get(name)
    if (!target?.stored || !Object.hasOwn(before, storedName) || !Object.hasOwn(made, target.storedName)) continue
    const value = made[target.storedName]!
    const merged = mergeUnknown(model, before[storedName]!, value, true)
    if (merged === value || equalStored(merged, value)) continue
    decodeValue(target.model, merged, [name], issues)
    result[target.storedName] = merged
  }
  check(to, issues)
  return result
}

function check({ name: entity }: CompiledEntity, issues: readonly Issue[]): void {
  if (issues.length > 0) throw new InvalidItemError('item.invalid', { entity, issues })
}
