import { compareText } from '../../key/order.js'
import type { CheckpointItem, SaverDatabase, WriteItem } from './entities.js'

/** The namespace of a thread: its own, `''`, or a subgraph's. */
export interface Scope {
  readonly thread_id: string
  readonly checkpoint_ns: string
}

/** One checkpoint (GetItem), or with no id the newest of the namespace (Query). */
export const findCheckpoint = (db: SaverDatabase, scope: Scope, id?: string): Promise<CheckpointItem | undefined> =>
  id ? Promise.resolve(db.checkpoints.get({ ...scope, checkpoint_id: id }).consistent()) : findNewest(db, scope)

async function findNewest(db: SaverDatabase, scope: Scope): Promise<CheckpointItem | undefined> {
  const query = newestFirst(db, scope)
  const { items, cursor } = await query.pageSize(1)
  // Where its time is over, that of the older ones mostly is too: the rest is looked through at once.
  return items[0] ?? (cursor === undefined ? undefined : query.after(cursor).first())
}

/** The checkpoints of a namespace, from one on or before one where that is said, in pages. */
export function newestFirst(
  { checkpoints }: SaverDatabase,
  { thread_id, checkpoint_ns }: Scope,
  { from, before }: { readonly from?: string | undefined; readonly before?: string | undefined } = {},
) {
  const query = checkpoints.query({ thread_id }).consistent().descending()
  if (from !== undefined) return query.lte({ checkpoint_ns, checkpoint_id: from })
  return before === undefined ? query.eq({ checkpoint_ns }) : query.lt({ checkpoint_ns, checkpoint_id: before })
}

/** The writes of one checkpoint, in the order in which the graph applies them. */
export const findWrites = async (db: SaverDatabase, scope: Scope, id: string): Promise<WriteItem[]> =>
  (await findWritesOf(db, scope, [id])).get(id) ?? []

/** The writes of checkpoints that follow one another, by their ids: one query for all that is between the first and the last. */
export async function findWritesOf(
  { writes }: SaverDatabase,
  { thread_id, checkpoint_ns }: Scope,
  ids: readonly string[],
): Promise<ReadonlyMap<string, WriteItem[]>> {
  const found = new Map(ids.map(id => [id, [] as WriteItem[]]))
  const sorted = ids.toSorted(compareText)
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (first === undefined || last === undefined) return found
  const query = writes.query({ thread_id }).consistent()
  const range =
    first === last
      ? query.eq({ checkpoint_ns, checkpoint_id: first })
      : query.between({ checkpoint_ns, checkpoint_id: first }, { checkpoint_ns, checkpoint_id: last })
  for await (const write of range.items()) found.get(write.checkpoint_id)?.push(write)
  for (const each of found.values()) each.sort(inOrder)
  return found
}

/** By path, task and index, as a superstep's writes are applied. */
const inOrder = (one: WriteItem, other: WriteItem): number =>
  compareText(one.task_path, other.task_path) || compareText(one.task_id, other.task_id) || one.idx - other.idx

/**
 * The namespaces that a list is about: the one that is named, all of a thread (a Query of one item for each, the thread's own
 * first), or all of the table (a Scan).
 */
export async function* findScopes(
  db: SaverDatabase,
  thread_id: string | undefined,
  checkpoint_ns: string | undefined,
): AsyncGenerator<Scope, void, undefined> {
  if (thread_id === undefined) {
    for await (const scope of scanScopes(db))
      if (checkpoint_ns === undefined || checkpoint_ns === scope.checkpoint_ns) yield scope
  } else if (checkpoint_ns === undefined) yield* namespacesOf(db, thread_id)
  else yield { thread_id, checkpoint_ns }
}

async function* namespacesOf(
  { checkpoints }: SaverDatabase,
  thread_id: string,
): AsyncGenerator<Scope, void, undefined> {
  const query = checkpoints.query({ thread_id }).consistent().includeExpired().project('checkpoint_ns')
  let found = await query.first()
  while (found !== undefined) {
    yield { thread_id, ...found }
    found = await query.gt(found).first()
  }
}

/** A scan gives the items of a partition one after another, in the order of their keys. */
async function* scanScopes({ checkpoints }: SaverDatabase): AsyncGenerator<Scope, void, undefined> {
  let last: Scope | undefined
  for await (const scope of checkpoints.scan().consistent().project('thread_id', 'checkpoint_ns').items()) {
    if (scope.thread_id !== last?.thread_id || scope.checkpoint_ns !== last.checkpoint_ns) yield scope
    last = scope
  }
}
