import { MonotableError } from '../errors/monotable-error.js'
import type { ItemModel } from '../schema/item-model.js'
import { formatPath } from '../schema/path.js'
import { type AttributePath, findStoredPlace, type Place } from './attribute-path.js'
import { bindOperand } from './bind-operand.js'
import { encoders } from './encode-operand.js'
import type { Placeholders } from './placeholders.js'
import type { UpdateAction } from './update.js'
import { write } from './write.js'

/**
 * Writes an update as DynamoDB's expression, `SET … REMOVE … ADD … DELETE …`; `''` of no actions.
 * What is set is validated, and so is each element that goes into a list or set.
 * @throws MonotableError `update.invalid` where two actions overlap, `expression.unknownPath`, `expression.keyOnly`,
 * `expression.invalidValue`
 * @throws InvalidItemError `item.invalid` where a value does not fit the schema
 */
export function compileUpdate(actions: readonly UpdateAction[], model: ItemModel, placeholders: Placeholders): string {
  const find = (path: AttributePath) => findStoredPlace(model, path)
  const places = actions.map(action => find(action.path))
  refuseOverlaps(places)

  const clauses: string[] = []
  for (const kind of ['set', 'remove', 'add', 'delete'] as const) {
    const texts: string[] = []
    for (const [index, action] of actions.entries()) {
      if (action.kind !== kind) continue
      const place = places[index]!
      let text = placeholders.path(place.stored)
      if (action.kind !== 'remove')
        text +=
          (kind === 'set' ? ' = ' : ' ') + write(bindOperand(action.value, find, place, encoders[kind]!), placeholders)
      texts.push(text)
    }
    if (texts.length > 0) clauses.push(`${kind.toUpperCase()} ${texts.join(', ')}`)
  }
  return clauses.join(' ')
}

/** DynamoDB refuses to change a place twice, or a place and what is in it. */
function refuseOverlaps(places: readonly Place[]): void {
  for (const [index, { path, stored, entity }] of places.entries())
    for (const other of places.slice(0, index))
      if (stored.every((segment, at) => at >= other.stored.length || segment === other.stored[at]))
        throw new MonotableError('update.invalid', {
          entity,
          reason: `'${formatPath(other.path)}' and '${formatPath(path)}' overlap: DynamoDB changes a place once`,
        })
}
