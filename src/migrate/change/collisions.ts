import { OWNER } from '../../entity/unique.js'
import { equalStored } from '../../expression/stored-values.js'
import { keyText } from '../../operation/key-text.js'
import type { StoredItem } from '../../schema/item-model.js'
import { type Change, sameItem } from './change.js'
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

/** Finds out which changes collide, with items that are there (GetItem of each new key) and with one another. */
export function createCollisionFinder({
  migration,
  tableName,
  transport,
}: Pick<Runner, 'migration' | 'tableName' | 'transport'>) {
  const made = new Set<string>()
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
      ...steps.slice(1).map(step => ({ key: step.key, isOurs: (there: StoredItem) => sameItem(there, step.after!) })),
      ...sentinels.flatMap(({ key, from, to }) =>
        to
          ? [
              {
                key,
                isOurs: ({ [OWNER]: owner }: StoredItem) =>
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
      if (there && !isOurs(there)) return { key: own.key, taken: key, by: 'an item' }
    }
    return undefined
  }
}
