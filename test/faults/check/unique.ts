import { emptyState, type State } from '../history.js'
import { keyPart, type RawItem, textAt } from './read-table.js'

/** Users, and of their unique values: each is kept by a sentinel of its own, and there are no others. */
export function readUnique(items: readonly RawItem[]): State {
  const state = emptyState()
  const owners = new Map<string, string>()
  const sentinels = new Map<string, string>()
  for (const item of items) {
    const id = keyPart(item, 'pk', 'user#')
    const owner = item.uniqueOwner?.M
    if (owner) sentinels.set(`${textAt(item, 'pk')} ${textAt(item, 'sk')}`, owner.pk?.S ?? '')
    else if (id === undefined) state.wrong.push(`an item that nobody wrote: ${JSON.stringify(item)}`)
    else {
      state.registers.set(`user/${id}`, textAt(item, 'note') ?? '')
      for (const key of sentinelKeys(item)) {
        if (owners.has(key)) state.wrong.push(`${owners.get(key)} and user#${id} have one value: ${key}`)
        owners.set(key, `user#${id}`)
      }
    }
  }
  for (const [key, owner] of owners)
    if (sentinels.get(key) !== owner)
      state.wrong.push(`the sentinel ${key} is of ${sentinels.get(key) ?? 'nobody'}, and the value of ${owner}`)
  for (const [key, owner] of sentinels)
    if (!owners.has(key)) state.wrong.push(`the sentinel ${key} of ${owner} is of a value that nobody has`)
  return state
}

function sentinelKeys(item: RawItem): readonly string[] {
  const [email, tenant, handle] = ['email', 'tenant', 'handle'].map(name => textAt(item, name))
  const ofHandle = handle === undefined ? [] : [`tenant#${tenant} unique#User#handle#${tenant}#${handle}`]
  return [`unique#User#email#${email?.toLowerCase()} unique`, ...ofHandle]
}
