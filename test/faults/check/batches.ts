import { emptyState, type State } from '../history.js'
import { expectKeys } from './entities.js'
import { keyPart, numberAt, type RawItem, textAt } from './read-table.js'

/** Documents, and sums that are one less than their versions. */
export function readBatches(items: readonly RawItem[]): State {
  const state = emptyState()
  const { registers, counters, wrong } = state
  for (const item of items) {
    const [team, doc, count] = [
      keyPart(item, 'pk', 'team#'),
      keyPart(item, 'sk', 'doc#'),
      keyPart(item, 'pk', 'count#'),
    ]
    if (team !== undefined && doc !== undefined) {
      const text = textAt(item, 'text') ?? ''
      registers.set(`doc/${team}/${doc}`, text)
      expectKeys(state, item, { entity: 'Doc', team, id: doc, gsi1pk: `text#${text}`, gsi1sk: doc })
    } else if (count !== undefined) {
      const [sum, version] = [numberAt(item, 'sum'), numberAt(item, 'version')]
      counters.set(`count/${count}/sum`, sum)
      if (version !== sum + 1) wrong.push(`count ${count} is ${sum} at version ${version}`)
    } else wrong.push(`an item that nobody wrote: ${JSON.stringify(item)}`)
  }
  return state
}
