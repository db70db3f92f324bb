import { OWNER } from '../../entity/unique.js'
import { equalStored } from '../../expression/stored-values.js'
import { keyText } from '../../operation/key-text.js'
import type { StoredItem } from '../../schema/item-model.js'
import { type Change, sameItem } from './change.js'
import { decide } from './decide.js'
import { isChange } from './decision.js'
import { isLeaving } from './obstacle.js'
import type { Runner } from './runner.js'

/** An item that can't get the key, or the unique value, that it would have. */
export interface Collision {
  /** The primary key of the item that would be changed. */
  readonly key: StoredItem
  /** The key that is taken. */
  readonly taken: StoredItem
  /** By an item that is there, or by another one that would be changed. */
  readonly by: 'an item' | 'another change'
}

/** So many keys are kept in memory to find two changes that make one. */
const MOST_KEPT = 500_000

/** So many items that wait for one another are followed, to find out whether the last of them can leave. */
const MOST_FOLLOWED = 16

/** Finds out which changes collide, with items that are there (GetItem of each new key) and with one another. */
export function createCollisionFinder({
  migration,
  tableName,
  transport,
  tools,
  now,
}: Pick<Runner, 'migration' | 'tableName' | 'transport' | 'tools' | 'now'>) {
  const made = new Set<string>()
  /** Whether an item leaves its key first, as far as that can be told: where it waits for others, they do, and not in a circle. */
  const leaves = async (there: StoredItem, waiting: readonly string[]): Promise<boolean> => {
    const decision = await decide(migration, there, tools, now())
    if (!isChange(decision) || !isLeaving(decision)) return false
    const path = [...waiting, keyText(migration.table, there)]
    for (const { key } of decision.steps.slice(1)) {
      if (path.includes(keyText(migration.table, key))) return false
      const next = path.length < MOST_FOLLOWED ? await read(key) : undefined
      if (next && !(await leaves(next, path))) return false
    }
    return true
  }
  const read = async (Key: StoredItem) =>
    (
      await transport.send(
        'GetItem',
        { TableName: tableName, Key, ConsistentRead: true },
        { entity: migration.from.name },
      )
    ).Item
  return async ({ steps, sentinels }: Change): Promise<Collision | undefined> => {
    const [own] = steps
    const taking = [
      ...steps.slice(1).map(step => ({
        key: step.key,
        isOurs: async (there: StoredItem) => {
          const leaving = await leaves(there, [keyText(migration.table, own.key)])
          return leaving || (sameItem(there, step.after!) && !isChange(await decide(migration, there, tools, now())))
        },
      })),
      ...sentinels.flatMap(({ key, from, to }) =>
        to
          ? [
              {
                key,
                isOurs: async ({ [OWNER]: owner }: StoredItem) =>
                  [from, to].some(each => each && owner && equalStored(owner, { M: each })),
              },
            ]
          : [],
      ),
    ]
    for (const { key, isOurs } of taking) {
      const text = keyText(migration.table, key)
      if (made.has(text)) return { key: own.key, taken: key, by: 'another change' }
      if (made.size < MOST_KEPT) made.add(text)
      const there = await read(key)
      if (there && !(await isOurs(there))) return { key: own.key, taken: key, by: 'an item' }
    }
    return undefined
  }
}
