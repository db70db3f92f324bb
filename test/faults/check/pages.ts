import { emptyState, type State } from '../history.js'
import { expectKeys } from './entities.js'
import { keyPart, type RawItem, textAt } from './read-table.js'

const ANCHORS = 60

/** Guests, and the anchors between them, which nobody has changed. */
export function readPages(items: readonly RawItem[]): State {
  const state = emptyState()
  let anchors = 0
  for (const item of items) {
    const [anchor, guest] = [keyPart(item, 'sk', 'anchor#'), keyPart(item, 'sk', 'guest#')]
    if (anchor !== undefined) {
      anchors++
      const parity = Number(anchor) % 2 === 0 ? 'even' : 'odd'
      expectKeys(state, item, { entity: 'Anchor', pk: 'room#r', parity, gsi1pk: `parity#r#${parity}` })
    } else if (guest !== undefined) {
      state.registers.set(`guest/${guest}`, textAt(item, 'text') ?? '')
      expectKeys(state, item, { entity: 'Guest', pk: 'room#r', gsi1pk: 'parity#r#even', gsi1sk: `guest#${guest}` })
    } else state.wrong.push(`an item that nobody wrote: ${JSON.stringify(item)}`)
  }
  if (anchors !== ANCHORS) state.wrong.push(`there are ${anchors} anchors of ${ANCHORS}`)
  return state
}
