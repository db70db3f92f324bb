import { type AskedKey, chunkKeys, readChunk } from '../../operation/batch/read-keys.js'
import { inParallel } from '../../operation/in-parallel.js'
import { keyText } from '../../operation/key-text.js'
import { isThrottled } from '../../operation/throttled.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { MigrationRecord } from './control/control-entities.js'
import { readRecordsOf } from './control/records.js'
import { readStored } from './control/stored-text.js'
import type { Runner } from './runner.js'

/** What is under a key that a migration has touched, and the record of it. */
export interface Under {
  readonly key: StoredItem
  readonly current: StoredItem | undefined
  /** Undefined where there is none. */
  readonly record: MigrationRecord | undefined
}

/** What was read of several records at once; undefined of others. */
export type ReadAhead = (head: MigrationRecord) => readonly Under[] | undefined

/** How many requests are under way at a time. */
const AT_A_TIME = 4

/**
 * Reads what is under all keys that some records speak of: their own, and those of what was made beside (BatchGetItem, consistent).
 */
export async function readAhead(
  { scope, transport, tableName, migration }: Runner,
  heads: readonly MigrationRecord[],
): Promise<ReadAhead> {
  const { table, from } = migration
  const keysOf = new Map(heads.map(head => [head, [head.key, ...head.made].map(readStored)]))
  const asked = [...keysOf.values()].flat().map(
    (key, position): AskedKey => ({
      positions: [position],
      entity: from.name,
      key,
      consistent: true,
      names: undefined,
    }),
  )
  const items = new Map<string, StoredItem | undefined>()
  await inParallel(chunkKeys(table, asked), AT_A_TIME, async chunk => {
    const { cause, left } = await readChunk({ tableName, transport }, table, chunk, {}, ({ key }, stored) => {
      items.set(keyText(table, key), stored)
    })
    if (cause && !isThrottled(cause)) throw cause
    // One by one they wait as long as it takes.
    for (const { key: Key } of left) {
      const input = { TableName: tableName, Key, ConsistentRead: true }
      items.set(keyText(table, Key), (await transport.send('GetItem', input, { entity: from.name })).Item)
    }
  })
  const made = heads.flatMap(head => keysOf.get(head)!.slice(1))
  const found = await readRecordsOf(scope, made)
  const records = new Map(made.map((key, at) => [keyText(table, key), found[at]]))
  return head => {
    return keysOf.get(head)?.map((key, at) => {
      const text = keyText(table, key)
      return { key, current: items.get(text), record: at === 0 ? head : records.get(text) }
    })
  }
}
