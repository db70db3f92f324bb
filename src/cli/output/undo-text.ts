import type { UndoReport } from '../../migrate/change/undo.js'
import { listText } from './migration-text.js'
import { keyText } from './stored-text.js'
import { textTable } from './text-table.js'

/** What came of an undo: how many items, and of those that stay where each was and where it is now. */
export function undoText({ counts, left }: UndoReport): string {
  const table = textTable([
    ['items put back', counts.restored],
    ['left as they are', counts.left],
  ])
  if (left.length === 0) return table
  return `${table}\n${listText(left, counts.left, leftText)}`
}

/** An item that the migration has moved is found under another key than it was. */
function leftText({ was, now, reason }: UndoReport['left'][number]): string {
  const places = now.map(keyText)
  const why = reason === 'changed' ? '' : `: ${reason}`
  if (places.length === 1 && places[0] === keyText(was)) return `${keyText(was)}${why}`
  return `${keyText(was)} → ${places.length > 0 ? `now ${places.join(' and ')}` : 'deleted by the migration, and there again'}${why}`
}
