import { emptyState, type State } from '../history.js'
import { expectKeys } from './entities.js'
import { keyPart, type RawItem, textAt } from './read-table.js'

const PEOPLE = Array.from({ length: 16 }, (_, index) => index)
const isTest = (index: number) => index % 8 === 7
const hasNote = (index: number) => index % 3 === 0 && !isTest(index)

/** Everybody under the new key, once, with the keys of the index, a note where there was one, and the sentinel of the id. */
export function readMigrations(items: readonly RawItem[]): State {
  const state = emptyState()
  const { registers, wrong } = state
  const notes = new Map<string, string>()
  const owners = new Map<string, string>()
  for (const item of items) {
    const [member, note] = [keyPart(item, 'sk', 'member#'), keyPart(item, 'sk', 'note#')]
    const sentinel = keyPart(item, 'pk', 'unique#Person#id#')
    if (member !== undefined) {
      if (registers.has(`person/${member}`)) wrong.push(`${member} is there twice`)
      const last = textAt(item, 'last') ?? ''
      registers.set(`person/${member}`, last)
      expectKeys(state, item, { pk: 'org#t', entity: 'Person', first: 'Ada', gsi1pk: `last#${last}`, gsi1sk: member })
      if (item.name || item.note) wrong.push(`${member} has attributes of the old form`)
    } else if (note !== undefined) notes.set(note, textAt(item, 'text') ?? '')
    else if (sentinel !== undefined) owners.set(sentinel, item.uniqueOwner?.M?.sk?.S ?? '')
    else wrong.push(`an item that is not as the migration makes it: ${JSON.stringify(item)}`)
  }
  const expected = PEOPLE.filter(index => !isTest(index)).map(index => `p${index}`)
  for (const id of expected) {
    if (!registers.has(`person/${id}`)) wrong.push(`${id} is not there`)
    if (owners.get(id) !== `member#${id}`) wrong.push(`the sentinel of ${id} is of ${owners.get(id) ?? 'nobody'}`)
  }
  for (const id of owners.keys()) if (!expected.includes(id)) wrong.push(`there is a sentinel of ${id}, who is gone`)
  for (const index of PEOPLE) {
    const text = hasNote(index) ? `note of p${index}` : undefined
    if (notes.get(`p${index}`) !== text) wrong.push(`the note of p${index} is '${notes.get(`p${index}`)}'`)
  }
  return state
}
