import { emptyState, type State } from '../history.js'
import { expectKeys } from './entities.js'
import { keyPart, numberAt, type RawItem, textAt } from './read-table.js'

/** What was in each wallet in the beginning. */
const BEGINNING = 1000

/** Wallets hold what the transfers that are there say, twins the same number, and there is one baton. */
export function readTransactions(items: readonly RawItem[]): State {
  const state = emptyState()
  const { registers, counters, wrong } = state
  const held = new Map<string, { balance: number; version: number }>()
  const expected = new Map<string, { balance: number; version: number }>()
  const expect = (wallet: string, amount: number) => {
    const { balance, version } = expected.get(wallet) ?? { balance: BEGINNING, version: 1 }
    expected.set(wallet, { balance: balance + amount, version: version + 1 })
  }
  for (const item of items) {
    const [wallet, twin] = [keyPart(item, 'pk', 'wallet#'), keyPart(item, 'pk', 'twin#')]
    const [transfer, baton] = [keyPart(item, 'sk', 'transfer#'), keyPart(item, 'sk', 'baton#')]
    if (wallet !== undefined)
      held.set(wallet, { balance: numberAt(item, 'balance'), version: numberAt(item, 'version') })
    else if (twin !== undefined) counters.set(`twin/${twin}/${textAt(item, 'sk')}`, numberAt(item, 'count'))
    else if (transfer !== undefined) {
      registers.set(`transfer/${transfer}`, transfer)
      expectKeys(state, item, { entity: 'Transfer', id: transfer, pk: 'transfers' })
      expect(textAt(item, 'from') ?? '', -numberAt(item, 'amount'))
      expect(textAt(item, 'to') ?? '', numberAt(item, 'amount'))
    } else if (baton !== undefined) {
      if (registers.has('baton')) wrong.push(`there are two batons: ${registers.get('baton')} and ${baton}`)
      registers.set('baton', baton)
    } else wrong.push(`an item that nobody wrote: ${JSON.stringify(item)}`)
  }
  for (const [wallet, { balance, version }] of held) {
    const right = expected.get(wallet) ?? { balance: BEGINNING, version: 1 }
    if (balance !== right.balance || version !== right.version)
      wrong.push(
        `wallet ${wallet} holds ${balance} at version ${version}; its transfers make it ${right.balance} at ${right.version}`,
      )
  }
  for (const [place, count] of counters) {
    const other = counters.get(place.replace(/left$/, 'right'))
    if (count !== other && place.endsWith('left')) wrong.push(`${place} is ${count}, and its twin ${other}`)
  }
  return state
}
