import type { CheckpointTuple } from '@langchain/langgraph-checkpoint'
import { readAgain } from './chunks.js'
import type { CheckpointItem } from './entities.js'
import { findCheckpoint, findScopes, findWrites, findWritesOf, newestFirst, type Scope } from './find.js'
import { loadMetadata, loadTuple, type Reader } from './tuple.js'

/** Which checkpoints a list is of. What is not given is not asked for. */
export interface Listing {
  readonly thread_id: string | undefined
  readonly checkpoint_ns: string | undefined
  readonly checkpoint_id: string | undefined
  /** The id that those of the list are less than. */
  readonly before: string | undefined
  /** What their metadata hold. */
  readonly filter: Readonly<Record<string, unknown>>
  readonly limit: number
}

/** How many checkpoints are read at a time, with their writes. */
const PAGE = 100

/** Of how many the writes are in memory at a time where states are large. */
const FEW = 8

/** The checkpoint that a config names, or the newest, with its writes. */
export const readTuple = (reader: Reader, scope: Scope, id?: string): Promise<CheckpointTuple | undefined> =>
  readAgain(() => readTupleOnce(reader, scope, id))

async function readTupleOnce(reader: Reader, scope: Scope, id?: string): Promise<CheckpointTuple | undefined> {
  const [item, early] = await Promise.all([
    findCheckpoint(reader.db, scope, id),
    id ? findWrites(reader.db, scope, id) : undefined,
  ])
  return item && loadTuple(reader, item, early ?? (await findWrites(reader.db, scope, item.checkpoint_id)))
}

/** Checkpoints with their writes: namespace by namespace, and in each the newest first. */
export async function* listTuples(reader: Reader, listing: Listing): AsyncGenerator<CheckpointTuple, void, undefined> {
  let left = listing.limit
  if (!(left > 0)) return
  for await (const scope of findScopes(reader.db, listing.thread_id, listing.checkpoint_ns))
    for await (const items of pagesOf(reader, scope, listing, () => left)) {
      const chosen = await choose(reader, items, listing.filter, left)
      for await (const tuple of tuplesOf(reader, scope, chosen)) {
        yield tuple
        left--
      }
      if (left <= 0) return
    }
}

/** The checkpoints of a page with their writes. One is gone where its thread is deleted meanwhile. */
async function* tuplesOf(
  reader: Reader,
  scope: Scope,
  items: readonly CheckpointItem[],
): AsyncGenerator<CheckpointTuple, void, undefined> {
  const size = items.some(isLarge) ? FEW : PAGE
  for (let start = 0; start < items.length; start += size) {
    const some = items.slice(start, start + size)
    const ids = some.map(item => item.checkpoint_id)
    const writes = await findWritesOf(reader.db, scope, ids)
    for (const item of some) {
      const { checkpoint_id } = item
      const tuple = await readAgain(
        () => readTupleOnce(reader, scope, checkpoint_id),
        () => loadTuple(reader, item, writes.get(checkpoint_id) ?? []),
      )
      if (tuple) yield tuple
    }
  }
}

/** Whether a state is in chunks. Then a page has many of them, whose writes may be large too. */
const isLarge = ({ checkpoint }: CheckpointItem): boolean => !(checkpoint.data instanceof Uint8Array)

async function* pagesOf(
  { db }: Reader,
  scope: Scope,
  { checkpoint_id, before, filter }: Listing,
  wanted: () => number,
): AsyncGenerator<readonly CheckpointItem[], void, undefined> {
  if (checkpoint_id) {
    const item = await findCheckpoint(db, scope, checkpoint_id)
    if (item && !(before && checkpoint_id >= before)) yield [item]
    return
  }
  const size = Object.keys(filter).length > 0 ? PAGE : Math.min(PAGE, wanted())
  for await (const { items } of newestFirst(db, scope, { before }).pageSize(size).pages()) yield items
}

/** Those whose metadata hold what is asked for. Only the metadata are looked at: a checkpoint may be large. */
async function choose(
  reader: Reader,
  items: readonly CheckpointItem[],
  filter: Listing['filter'],
  limit: number,
): Promise<readonly CheckpointItem[]> {
  if (Object.keys(filter).length === 0) return items.slice(0, limit)
  const chosen: CheckpointItem[] = []
  for (const item of items) {
    if (chosen.length === limit) break
    const metadata = await readAgain(
      async () => {
        const now = await findCheckpoint(reader.db, item, item.checkpoint_id)
        return now && loadMetadata(reader, now)
      },
      () => loadMetadata(reader, item),
    )
    if (holds(metadata, filter)) chosen.push(item)
  }
  return chosen
}

/** Whether a value is what is asked for; of an object, whether it has what is asked for, and maybe more. */
function holds(value: unknown, asked: unknown): boolean {
  if (typeof asked !== 'object' || asked === null) return value === asked
  if (typeof value !== 'object' || value === null) return false
  const has = (name: string) => (Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined)
  return Object.entries(asked).every(([name, each]) => holds(has(name), each))
}
