import { MonotableError } from '../errors/monotable-error.js'
import type { ItemModel } from '../schema/item-model.js'
import { formatPath, type Path } from '../schema/path.js'
import { type AttributePath, findStoredPlace, type Place } from './attribute-path.js'
import { type BoundOperand, bindOperand } from './bind-operand.js'
import { encoders } from './encode-operand.js'
import type { Placeholders } from './placeholders.js'
import type { UpdateAction } from './update.js'
import { write } from './write.js'

/** One change of an item in terms of what is stored: ready to be written as an expression, or to be made here. */
export type BoundAction =
  | { readonly kind: 'set' | 'add' | 'delete'; readonly path: Path; readonly value: BoundOperand }
  | { readonly kind: 'remove'; readonly path: Path; readonly value?: undefined }

/**
 * Binds an update to a schema: finds its places and encodes its values. What is set is validated, and so is each element that
 * goes into a list or set.
 * @throws MonotableError `update.invalid` where two actions overlap, `expression.unknownPath`, `expression.keyOnly`,
 * `expression.invalidValue`
 * @throws InvalidItemError `item.invalid` where a value does not fit the schema
 */
export function bindUpdate(actions: readonly UpdateAction[], model: ItemModel): readonly BoundAction[] {
  const find = (path: AttributePath) => findStoredPlace(model, path)
  const places = actions.map(action => find(action.path))
  refuseOverlaps(places)
  return actions.map((action, index): BoundAction => {
    const place = places[index]!
    const path = place.stored
    const { kind } = action
    return kind === 'remove'
      ? { kind, path }
      : { kind, path, value: bindOperand(action.value, find, place, encoders[kind]!) }
  })
}

/** Writes a bound update as DynamoDB's expression, `SET … REMOVE … ADD … DELETE …`; `''` of no actions. */
export function writeUpdate(actions: readonly BoundAction[], placeholders: Placeholders): string {
  const clauses: string[] = []
  for (const clause of ['set', 'remove', 'add', 'delete'] as const) {
    let texts = ''
    for (const { kind, path, value } of actions) {
      if (kind !== clause) continue
      const text = placeholders.path(path)
      texts += `${texts ? ', ' : ' '}${value ? `${text} ${kind === 'set' ? '= ' : ''}${write(value, placeholders)}` : text}`
    }
    if (texts) clauses.push(clause.toUpperCase() + texts)
  }
  return clauses.join(' ')
}

/** The same of an update that is not bound yet. */
export const compileUpdate = (actions: readonly UpdateAction[], model: ItemModel, placeholders: Placeholders): string =>
  writeUpdate(bindUpdate(actions, model), placeholders)

/** DynamoDB refuses to change a place twice, or a place and what is in it. */
function refuseOverlaps(places: readonly Place[]): void {
  for (let index = 1; index < places.length; index++) {
    const { path, stored, entity } = places[index]!
    for (let before = 0; before < index; before++) {
      const other = places[before]!
      if (stored.every((segment, at) => at >= other.stored.length || segment === other.stored[at]))
        throw new MonotableError('update.invalid', {
          entity,
          reason: `'${formatPath(other.path)}' and '${formatPath(path)}' overlap: DynamoDB changes a place once`,
        })
    }
  }
}
