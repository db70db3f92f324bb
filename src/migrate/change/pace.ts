import type { Transport } from '../../operation/transport.js'
import type { StoredItem } from '../../schema/item-model.js'
import { runPool } from './pool.js'

/** How fast a run goes. */
export interface Pace {
  /** How long it takes, in seconds: so many changes, of so many operations together, among so many items that are read. */
  seconds(changes: number, operations: number, scanned: number): number
}

/** What a pace is measured with. */
export interface PaceRequest {
  readonly transport: Transport
  readonly tableName: string
  readonly entity: string
  /** Keys of items that are there. */
  readonly keys: readonly StoredItem[]
  /** How many transactions are under way at a time. */
  readonly atATime: number
  /** About how many changes there will be: a few are not measured as long as many. */
  readonly changes: number
  /** How long reading an item and working out its change takes, in seconds. */
  readonly reading: number
  readonly isLocal: boolean
  readonly signal: AbortSignal | undefined
}

/**
 * DynamoDB Local makes one transaction after another, so what counts is the work of each. A transaction that reads so many items is about as
 * much work, for the server and for this process, as one that writes: what a change takes of that, as measured, beside what each of its
 * operations takes.
 */
const LOCAL = { gets: 16, change: 0.2, operation: 0.4 }
/** A server that was just started is slow until its code is compiled: so many changes more, the first of them three times as long. */
const WARM_UP = { changes: 3000, few: 1500 }
/** AWS makes many at a time, each of which takes longer than one that reads. */
const REMOTE = { gets: 2, transactions: 96, change: 2.5 }

/** How long is measured at most, and for each change that there will be, in milliseconds. */
const MOST = 1500
const EACH = 2

/** Finds out how fast changes can be made, by transactions that read (TransactGetItems): nothing is written. */
export async function measurePace(request: PaceRequest): Promise<Pace> {
  const { atATime, changes, reading, isLocal } = request
  if (request.keys.length === 0 || changes === 0) return { seconds: (_, __, scanned) => scanned * reading }
  if (!isLocal) {
    await probe(request, REMOTE.gets, ({ sent }) => sent >= atATime)
    const { seconds, done } = await probe(request, REMOTE.gets, ({ sent }) => sent >= REMOTE.transactions)
    const change = (seconds / Math.max(1, done)) * REMOTE.change
    return { seconds: (count, _, scanned) => scanned * reading + count * change }
  }
  const time = Math.min(MOST, changes * EACH)
  await probe(request, LOCAL.gets, ({ elapsed }) => elapsed >= time / 3)
  const { seconds, done } = await probe(request, LOCAL.gets, ({ elapsed }) => elapsed >= time)
  const one = seconds / Math.max(1, done)
  return {
    seconds(count, operations, scanned) {
      const more = WARM_UP.few * (1 - Math.exp(-count / WARM_UP.changes))
      const steady = count * LOCAL.change + operations * LOCAL.operation
      return scanned * reading + one * steady * (1 + (count > 0 ? more / count : 0))
    },
  }
}

/** Sends transactions until it is to end, so many at a time. */
async function probe(
  { transport, tableName: TableName, entity, keys, atATime, signal }: PaceRequest,
  gets: number,
  ended: (so: { readonly sent: number; readonly elapsed: number }) => boolean,
): Promise<{ readonly seconds: number; readonly done: number }> {
  const started = performance.now()
  let sent = 0
  let done = 0
  const several = Math.min(gets, keys.length)
  const stopped = () => Boolean(signal?.aborted) || ended({ sent, elapsed: performance.now() - started })
  const forever = {
    *[Symbol.iterator]() {
      while (true) yield undefined
    },
  }
  await runPool(forever, atATime, stopped, async () => {
    const from = sent++ % keys.length
    const TransactItems = Array.from({ length: several }, (_, at) => ({
      Get: { TableName, Key: keys[(from + at) % keys.length]! },
    }))
    await transport.send('TransactGetItems', { TransactItems }, { entity })
    done++
  })
  return { seconds: (performance.now() - started) / 1000, done }
}
