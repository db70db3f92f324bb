import { emptyState, type State } from '../history.js'
import { keyPart, numberAt, type RawItem, textAt, textsAt } from './read-table.js'

/** What accounts, notes and parcels are, by their keys and attributes alone. */
export function readEntities(items: readonly RawItem[]): State {
  const state = emptyState()
  for (const item of items) {
    const account = keyPart(item, 'pk', 'account#')
    const note = keyPart(item, 'sk', 'note#')
    const parcel = keyPart(item, 'sk', 'parcel#')
    if (account !== undefined) readAccount(state, account, item)
    else if (note !== undefined) {
      state.registers.set(`note/${note}`, textAt(item, 'text') ?? '')
      expectKeys(state, item, { entity: 'Note', gsi1pk: `text#${textAt(item, 'text')}`, gsi1sk: note })
    } else if (parcel !== undefined) {
      const place = `parcel/${parcel}`
      if (state.registers.has(place)) state.wrong.push(`${place} is on two shelves`)
      const shelf = keyPart(item, 'pk', 'shelf#') ?? ''
      state.registers.set(place, shelf)
      expectKeys(state, item, { entity: 'Parcel', shelf, gsi2pk: `parcel#${parcel}`, gsi2sk: shelf })
    } else state.wrong.push(`an item that nobody wrote: ${JSON.stringify(item)}`)
  }
  return state
}

function readAccount({ registers, counters, lists, ...state }: State, id: string, item: RawItem): void {
  registers.set(`account/${id}/owner`, textAt(item, 'owner') ?? '')
  counters.set(`account/${id}/version`, numberAt(item, 'version'))
  counters.set(`account/${id}/balance`, numberAt(item, 'balance'))
  lists.set(`account/${id}/log`, textsAt(item, 'log'))
  lists.set(`account/${id}/tags`, textsAt(item, 'tags'))
  const rank = String(numberAt(item, 'rank')).padStart(6, '0')
  expectKeys(state, item, { entity: 'Account', gsi1pk: `state#${textAt(item, 'state')}`, gsi1sk: `${rank}#${id}` })
}

/** The texts that an item must have: the name of its entity, and the keys of indexes as its attributes make them. */
export function expectKeys(
  { wrong }: Pick<State, 'wrong'>,
  item: RawItem,
  texts: Readonly<Record<string, string>>,
): void {
  for (const [name, text] of Object.entries(texts))
    if (textAt(item, name) !== text)
      wrong.push(
        `${textAt(item, 'pk')} ${textAt(item, 'sk')} has ${name} '${textAt(item, name)}', and it should be '${text}'`,
      )
}
