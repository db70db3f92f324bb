import { emptyState, type State } from '../history.js'
import { keyPart, type RawItem, textAt } from './read-table.js'

/** Where the pieces of values are: U+0000 parts the prefix from what names them. */
const PIECES = 'values/\0'

/** The values of a store; of those in pieces, put together from these. Pieces that nothing points to do no harm. */
export function readKeyValues(items: readonly RawItem[]): State {
  const state = emptyState()
  const pieces = new Map<string, Uint8Array>()
  for (const item of items) {
    const piece = keyPart(item, 'pk', PIECES)
    if (piece !== undefined) pieces.set(`${piece} ${Number(textAt(item, 'sk'))}`, item.value?.B ?? new Uint8Array())
  }
  for (const item of items) {
    const [pk, sk] = [textAt(item, 'pk') ?? '', textAt(item, 'sk') ?? '']
    if (pk === 'values/numbers') state.counters.set(`number/${sk}`, Number(item.value?.N))
    else if (pk === 'values/data') state.registers.set(`value/${sk}`, tokenOf(item, pieces))
    else if (!pk.startsWith(PIECES)) state.wrong.push(`an item that nobody wrote: ${pk} ${sk}`)
  }
  return state
}

function tokenOf({ value, chunks }: RawItem, pieces: ReadonlyMap<string, Uint8Array>): string {
  const { id, count } = chunks?.M ?? {}
  const own = id ? joined(id.S ?? '', Number(count?.N), pieces) : value
  if (!own?.M) return 'a value whose pieces are not all there'
  const token = own.M.token?.S ?? ''
  const isWhole = own.M.parts?.L?.every(part => part.S === token)
  return isWhole ? token : `torn: ${token}`
}

/** The value as it would be stored by itself, in DynamoDB's JSON. */
function joined(id: string, count: number, pieces: ReadonlyMap<string, Uint8Array>): RawItem[string] | undefined {
  const all = Array.from({ length: count }, (_, index) => pieces.get(`${id} ${index}`))
  if (all.some(piece => piece === undefined)) return undefined
  return JSON.parse(Buffer.concat(all as Uint8Array[]).toString())
}
