import { emptyState, type State } from '../history.js'
import { keyPart, type RawItem, textAt } from './read-table.js'

/** Checkpoints and writes of tasks by their keys, and of what is in chunks that all of them are there. */
export function readSaver(items: readonly RawItem[]): State {
  const state = emptyState()
  const chunks = new Set(items.flatMap(item => keyPart(item, 'sk', 'chunk#') ?? []))
  const tasks = new Map<string, number>()
  const lists = new Map<string, string[]>()
  const add = (place: string, token: string) => lists.set(place, [...(lists.get(place) ?? []), token])
  for (const item of items) {
    const thread = keyPart(item, 'pk', 'langgraph#')
    const sortKey = textAt(item, 'sk') ?? ''
    const [kind, , checkpoint, task] = sortKey.split('#')
    if (thread === undefined || !/^(checkpoint|write|chunk)$/.test(kind ?? ''))
      state.wrong.push(`an item that nobody wrote: ${sortKey}`)
    else if (kind === 'checkpoint') add(`thread/${thread}`, checkpoint ?? '')
    else if (kind === 'write') tasks.set(`${thread} ${task}`, (tasks.get(`${thread} ${task}`) ?? 0) + 1)
    for (const name of ['checkpoint', 'metadata', 'value']) {
      const data = item[name]?.M?.data?.M
      const blob = data?.blob?.S ?? ''
      const parts = Array.from({ length: Number(data?.chunks?.N ?? 0) }, (_, part) => String(part).padStart(4, '0'))
      if (parts.some(part => !chunks.has(`${blob}#${part}`))) state.wrong.push(`${sortKey} lacks chunks`)
    }
  }
  for (const [key, count] of tasks) {
    const [thread, task] = key.split(' ') as [string, string]
    // Both of a task's writes are made, or none.
    if (count === 2) add(`writes/${thread}`, task)
    else state.wrong.push(`of the writes of task ${task} there is one`)
  }
  return { ...state, lists }
}
