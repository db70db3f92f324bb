import type { StoredItem } from '../../../schema/item-model.js'
import type { WaitingItem } from './control-entities.js'
import { digestKey } from './digest.js'
import { isOvertaken } from './is-overtaken.js'
import type { Scope } from './scope.js'
import { writeStored } from './stored-text.js'

async function placeOf({ data, migration, epoch, pass }: Scope, awaited: StoredItem) {
  return { table: data.name, migration, epoch, pass, digest: await digestKey(data.table, awaited) }
}

/**
 * Notes that an item waits until another one has left the key that it is to get.
 * @returns whether it does: where one waits for that key already, there is no room for a second
 */
export async function writeWaiting(scope: Scope, key: StoredItem, awaited: StoredItem): Promise<boolean> {
  const text = writeStored(key)
  try {
    await scope.control.waits
      .put({ ...(await placeOf(scope, awaited)), key: text })
      .condition((old, { or, eq, notExists }) => or(notExists(old.key), eq(old.key, text)))
    return true
  } catch (error) {
    if (isOvertaken(error)) return false
    throw error
  }
}

/** Who waits for a key. */
export const readWaitingFor = async (scope: Scope, awaited: StoredItem): Promise<WaitingItem | undefined> =>
  scope.control.waits.get(await placeOf(scope, awaited)).consistent()

const keyOf = ({ table, migration, epoch, pass, digest }: WaitingItem) => ({ table, migration, epoch, pass, digest })

/** Whether one that was read is on the list still. */
export const isWaiting = async ({ control }: Scope, waiting: WaitingItem): Promise<boolean> =>
  (await control.waits.get(keyOf(waiting)).consistent())?.key === waiting.key

/** Takes one off the list. */
export async function forgetWaiting({ control }: Scope, waiting: WaitingItem): Promise<void> {
  await control.waits.delete(keyOf(waiting)).returning('none')
}

/** All that wait in a pass, a page at a time. */
export async function* readWaiting(
  { control, data, migration, epoch, pass }: Scope,
  pageSize: number,
): AsyncGenerator<readonly WaitingItem[]> {
  const query = control.waits.query({ table: data.name, migration }).eq({ epoch, pass }).consistent().pageSize(pageSize)
  for await (const { items } of query.pages()) yield items
}
