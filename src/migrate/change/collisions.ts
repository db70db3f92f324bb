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
  readonly by: 'item' | 'change'
}

/** The keys that an item waits for which leaves its own; `false` of one that stays, `undefined` where there is none. */
type Next = readonly StoredItem[] | false | undefined

const awaitedBy = (change: Change): Next => isLeaving(change) && change.steps.slice(1).map(({ key }) => key)

/** So many keys are kept in memory, to find two changes that make one, and those that wait for one another. */
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
  const read = async (Key: StoredItem) =>
    (
      await transport.send(
        'GetItem',
        { TableName: tableName, Key, ConsistentRead: true },
        { entity: migration.from.name },
      )
    ).Item
  /** What was found out of items: none is read and transformed twice, however many wait behind it. */
  const known = new Map<string, Promise<Next>>()
  const nextOf = (key: StoredItem, find: () => Promise<Next>): Promise<Next> => {
    const text = keyText(migration.table, key)
    const next = known.get(text) ?? find()
    if (known.size < MOST_KEPT) known.set(text, next)
    return next
  }
  const findNext = async (there: StoredItem | undefined): Promise<Next> => {
    const decision = there && (await decide(migration, there, tools, now()))
    return decision && isChange(decision) ? awaitedBy(decision) : there && false
  }
  /** Whether an item leaves its key first, as far as that can be told: where it waits for others, they do, and not in a circle. */
  const leaves = async (key: StoredItem, waiting: readonly string[], there?: StoredItem): Promise<boolean> => {
    const next = await nextOf(key, async () => findNext(there ?? (await read(key))))
    if (!next) return next === undefined
    const path = [...waiting, keyText(migration.table, key)]
    for (const each of next) {
      if (path.includes(keyText(migration.table, each))) return false
      if (path.length < MOST_FOLLOWED && !(await leaves(each, path))) return false
    }
    return true
  }
  return async (change: Change): Promise<Collision | undefined> => {
    const { steps, sentinels } = change
    const [own] = steps
    await nextOf(own.key, async () => awaitedBy(change))
    const taking = [
      ...steps.slice(1).map(step => ({
        key: step.key,
        isOurs: async (there: StoredItem) => {
          const leaving = await leaves(step.key, [keyText(migration.table, own.key)], there)
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
      if (made.has(text)) return { key: own.key, taken: key, by: 'change' }
      if (made.size < MOST_KEPT) made.add(text)
      const there = await read(key)
      if (there && !(await isOurs(there))) return { key: own.key, taken: key, by: 'item' }
    }
    return undefined
  }
}
