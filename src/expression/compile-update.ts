import { MonotableError } from '../errors/monotable-error.js'
import type { ItemModel } from '../schema/item-model.js'
import { formatPath } from '../schema/path.js'
import { findStoredPlace, type Place } from './attribute-path.js'
import {
  type Encode,
  encodeAddition,
  encodeAmount,
  encodeDeletion,
  encodeElements,
  encodeWhole,
} from './encode-change.js'
import type { Placeholders } from './placeholders.js'
import type { UpdateAction, UpdateValue } from './update.js'

/** The clauses of an update expression, in the order in which they are written. */
const clauses = [
  ['set', 'SET'],
  ['remove', 'REMOVE'],
  ['add', 'ADD'],
  ['delete', 'DELETE'],
] as const

/**
 * Writes an update as DynamoDB's expression, `SET … REMOVE … ADD … DELETE …`; `''` of no actions.
 * What is set is validated, and so is each element that goes into a list or set.
 * @throws MonotableError `update.invalid` where two actions overlap, `expression.unknownPath`, `expression.keyOnly`,
 * `expression.invalidValue`
 * @throws InvalidItemError `item.invalid` where a value does not fit the schema
 */
export function compileUpdate(actions: readonly UpdateAction[], model: ItemModel, placeholders: Placeholders): string {
  const changes = actions.map(action => ({ action, place: findStoredPlace(model, action.path) }))
  refuseOverlaps(
    changes.map(change => change.place),
    model.entity,
  )
  const texts: string[] = []
  for (const [kind, clause] of clauses) {
    const parts = changes
      .filter(({ action }) => action.kind === kind)
      .map(({ action, place }) => writeAction(action, place, model, placeholders))
    if (parts.length > 0) texts.push(`${clause} ${parts.join(', ')}`)
  }
  return texts.join(' ')
}

function writeAction(action: UpdateAction, place: Place, model: ItemModel, placeholders: Placeholders): string {
  const path = placeholders.path(place.stored)

  const write = (value: UpdateValue, encode: Encode): string => {
    switch (value.kind) {
      case 'value':
        return placeholders.value(encode(value.value, place, model.entity))
      case 'raw':
        return placeholders.value(value.value)
      case 'plus':
        return `${write(value.left, encodeAmount)} + ${write(value.right, encodeAmount)}`
      case 'minus':
        return `${write(value.left, encodeAmount)} - ${write(value.right, encodeAmount)}`
      case 'append':
        return `list_append(${write(value.left, encodeElements)}, ${write(value.right, encodeElements)})`
      case 'ifNotExists':
        return `if_not_exists(${placeholders.path(findStoredPlace(model, value.path).stored)}, ${write(value.fallback, encode)})`
      default:
        return placeholders.path(findStoredPlace(model, value).stored)
    }
  }

  switch (action.kind) {
    case 'set':
      return `${path} = ${write(action.value, encodeWhole)}`
    case 'add':
      return `${path} ${write(action.value, encodeAddition)}`
    case 'delete':
      return `${path} ${write(action.value, encodeDeletion)}`
    case 'remove':
      return path
  }
}

/** DynamoDB refuses to change a place twice, or a place and what is in it. */
function refuseOverlaps(places: readonly Place[], entity: string): void {
  for (const [index, place] of places.entries())
    for (const other of places.slice(0, index))
      if (place.stored.every((segment, at) => at >= other.stored.length || segment === other.stored[at]))
        throw new MonotableError('update.invalid', {
          entity,
          reason: `'${formatPath(other.path)}' and '${formatPath(place.path)}' overlap, and DynamoDB changes a place once an update`,
        })
}
