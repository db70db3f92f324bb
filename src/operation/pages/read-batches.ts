import { invalidStored } from '../../entity/decode-item.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { Context } from '../context.js'
import { decodeCursor, type Position } from './cursor.js'
import type { ReadNode } from './read-node.js'
import type { ReadAnswer, ReadInput, ReadPlan } from './read-plan.js'

/** What one round of requests (one for each segment that is not done) brought. */
export interface Batch {
  readonly items: object[]
  /** The number of items, also where DynamoDB only counted them. */
  readonly count: number
  readonly scannedCount: number
  /** Where to go on; all done at the end. */
  readonly positions: readonly Position[]
  /** Requests sent so far. */
  readonly requests: number
}

export const isDone = (positions: readonly Position[]): boolean => positions.every(position => position === 'done')

/**
 * Reads round by round, until the end, or until `limit` items were found, or `maxRequests` requests were sent.
 * @throws InvalidCursorError, InvalidItemError by the entity's policy, MonotableError `request.failed`
 */
export async function* readBatches(
  context: Context,
  plan: ReadPlan,
  { cursor, limit = Infinity, maxRequests, pageSize, signal }: ReadNode,
): AsyncGenerator<Batch, void, undefined> {
  const { entity, seal, transport } = context
  let positions: readonly Position[] =
    cursor !== undefined
      ? await decodeCursor(cursor, plan, seal)
      : Array<Position>(plan.segments).fill(plan.impossible ? 'done' : 'start')
  let wanted = limit
  let requests = 0
  while (wanted > 0 && !isDone(positions)) {
    const open = [...positions.keys()].filter(segment => positions[segment] !== 'done')
    const active = open.slice(0, maxRequests && maxRequests - requests)
    if (active.length === 0) return
    const answers: readonly ReadAnswer[] = await Promise.all(
      active.map(segment =>
        transport.send(plan.command, inputAt(plan, positions[segment]!, segment, pageSize, wanted), {
          entity: entity.name,
          signal,
        }),
      ),
    )
    requests += active.length
    const items: object[] = []
    const next = [...positions]
    let scannedCount = 0
    let count = 0
    for (const [index, segment] of active.entries()) {
      const { Items = [], Count = 0, ScannedCount = 0, LastEvaluatedKey } = answers[index]!
      const before = items.length
      const stopped = take(context, plan, Items, wanted, items)
      const taken = items.length - before
      wanted -= taken
      scannedCount += ScannedCount
      count += plan.input.Select ? Count : taken
      // What is left over is read again by whoever goes on behind the last item taken.
      next[segment] = stopped
        ? stopped === 'early'
          ? positions[segment]!
          : keyOf(plan, stopped)
        : (LastEvaluatedKey ?? 'done')
    }
    positions = next
    yield { items, count, scannedCount, positions, requests }
  }
}

/** The command for one request. Limit is the page size asked for, and no more than is wanted where DynamoDB reads just that. */
export function inputAt(
  plan: ReadPlan,
  position: Position,
  segment: number,
  pageSize = Infinity,
  wanted = Infinity,
): ReadInput {
  const most = Math.min(pageSize, plan.selective ? Infinity : wanted)
  return {
    ...plan.input,
    ...(plan.segments > 1 && { Segment: segment, TotalSegments: plan.segments }),
    // DynamoDB takes 32 bits, and reads far fewer items at a time.
    ...(most < 2 ** 31 && { Limit: most }),
    ...(typeof position === 'object' && { ExclusiveStartKey: position }),
  }
}

/**
 * Takes the items that are meant, as many as are wanted. Where more are left, tells the last one taken, or that none was.
 */
function take(
  { entity }: Context,
  plan: ReadPlan,
  all: readonly StoredItem[],
  wanted: number,
  items: object[],
): StoredItem | 'early' | undefined {
  const most = items.length + wanted
  let last: StoredItem | 'early' = 'early'
  for (const stored of all) {
    if (items.length === most) return last
    if (plan.accepts && !plan.accepts(stored)) continue
    const decoded = plan.decode(stored)
    if (decoded.kind === 'invalid') {
      const error = invalidStored(entity, stored, decoded.issues)
      if (entity.onInvalid === 'throw') throw error
      if (entity.onInvalid !== 'skip') entity.onInvalid(error)
    } else if (decoded.kind === 'item') {
      items.push(decoded.item)
      last = stored
    }
  }
  return undefined
}

/** Inherits nothing, so that a key attribute may have any name. */
const keyOf = ({ keyNames }: ReadPlan, stored: StoredItem): StoredItem =>
  Object.assign(Object.create(null), Object.fromEntries(keyNames.map(name => [name, stored[name]!])))
