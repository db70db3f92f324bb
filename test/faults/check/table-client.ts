import { emptyState, type State } from '../history.js'
import { numberAt, type RawItem, textAt, textsAt } from './read-table.js'

/** Rows with texts, and sums with lists. */
export function readTableClient(items: readonly RawItem[]): State {
  const state = emptyState()
  for (const item of items) {
    const [pk, sk] = [textAt(item, 'pk'), textAt(item, 'sk')]
    if (pk === 'rows') state.registers.set(`row/${sk}`, textAt(item, 'text') ?? '')
    else if (pk === 'sums') {
      state.counters.set(`sum/${sk}`, numberAt(item, 'sum'))
      state.lists.set(`log/${sk}`, textsAt(item, 'log'))
    } else state.wrong.push(`an item that nobody wrote: ${JSON.stringify(item)}`)
  }
  return state
}
