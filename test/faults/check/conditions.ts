import { emptyState, type State } from '../history.js'
import { expectKeys } from './entities.js'
import { keyPart, numberAt, type RawItem, textAt, textsAt } from './read-table.js'

/** Drafts, tasks and sessions; a session whose time is over is as good as gone. */
export function readConditions(items: readonly RawItem[]): State {
  const state = emptyState()
  const { registers, wrong } = state
  for (const item of items) {
    const [draft, task] = [keyPart(item, 'pk', 'draft#'), keyPart(item, 'pk', 'task#')]
    const session = keyPart(item, 'pk', 'session#')
    const text = textAt(item, 'text') ?? ''
    if (draft !== undefined) {
      registers.set(`draft/${draft}`, text)
      expectKeys(state, item, { entity: 'Draft', gsi1pk: `text#${text}`, gsi1sk: draft })
    } else if (task !== undefined) {
      registers.set(`task/${task}`, text)
      expectKeys(state, item, { entity: 'Task', id: task })
      if (!(numberAt(item, 'version') >= 1)) wrong.push(`task ${task} has the version ${numberAt(item, 'version')}`)
    } else if (session !== undefined) {
      if (numberAt(item, 'ttl') > Date.now() / 1000) registers.set(`session/${session}`, text)
      const [writes, tags] = [numberAt(item, 'writes'), textsAt(item, 'tags')]
      if (writes !== tags.length) wrong.push(`session ${session} counts ${writes} upserts, of ${tags.length} calls`)
    } else wrong.push(`an item that nobody wrote: ${JSON.stringify(item)}`)
  }
  return state
}
