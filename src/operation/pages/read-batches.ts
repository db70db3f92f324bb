import { invalidStored } from '../../entity/decode-item.js'
import { QueryIncompleteError } from '../../errors/monotable-error.js'
import { pickOf } from '../../schema/bare-object.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { SharedContext } from '../context.js'
import type { SendOptions } from '../transport.js'
import { decodeCursor, encodeCursor, type Position } from './cursor.js'
import type { ReadNode } from './read-node.js'
import type { Entry, ReadAnswer, ReadInput, ReadPlan } from './read-plan.js'

/** What one round of requests (one for each segment that is not done) brought. */
export interface Batch {
  readonly items: object[]
  /** The number of items, also where DynamoDB only counted them. */
  readonly count: number
  readonly scannedCount: number
  /** Where to go on; all done at the end. */
  readonly positions: readonly Position[]
}

const isOpen = (position: Position): boolean => position !== 'done'

/** Where to go on, as text; undefined at the end. */
export const cursorOf = async ({ seal }: SharedContext, plan: ReadPlan, positions: readonly Position[]) =>
  positions.some(isOpen) ? encodeCursor(positions, plan, seal) : undefined

/**
 * Reads round by round, until the end, or until `limit` items were found, or `maxRequests` requests were sent.
 * @param complete whether what `maxRequests` ends early is an error
 * @throws InvalidCursorError, InvalidItemError by the entity's policy, QueryIncompleteError, MonotableError `request.failed`
 */
export async function* readBatches(
  context: SharedContext,
  plan: ReadPlan,
  { cursor, limit = Infinity, maxRequests, pageSize }: ReadNode,
  sending: SendOptions,
  complete = false,
): AsyncGenerator<Batch, void, undefined> {
  const { seal, transport } = context
  let positions: readonly Position[] =
    cursor !== undefined
      ? await decodeCursor(cursor, plan, seal)
      : Array<Position>(plan.segments).fill(plan.impossible ? 'done' : 'start')
  let found = 0
  let requests = 0
  // Where most of what is read is not meant, more is read at a time: else a few items among many would take as many requests.
  let factor = 1
  while (found < limit && positions.some(isOpen)) {
    const open = [...positions.keys()].filter(segment => isOpen(positions[segment]!))
    const active = open.slice(0, maxRequests && maxRequests - requests)
    if (active.length === 0) {
      if (!complete) return
      const cursor = await cursorOf(context, plan, positions)
      throw new QueryIncompleteError('query.incomplete', { requests, items: found }, { cursor })
    }
    const answers: readonly ReadAnswer[] = await Promise.all(
      active.map(segment =>
        transport.send(
          plan.command,
          inputAt(plan, positions[segment]!, segment, pageSize, (limit - found) * factor),
          sending,
        ),
      ),
    )
    requests += active.length
    const items: object[] = []
    const next = [...positions]
    let scannedCount = 0
    let counted = 0
    for (const [index, segment] of active.entries()) {
      const answer = answers[index]!
      const entries = await plan.settle(answer.Items ?? [], sending)
      next[segment] = take(plan, entries, answer.LastEvaluatedKey, next[segment]!, limit - found, items)
      scannedCount += answer.ScannedCount ?? 0
      counted += answer.Count ?? 0
    }
    const count = plan.input.Select ? counted : items.length
    found += count
    positions = next
    if (count * 2 < scannedCount) factor *= 2
    yield { items, count, scannedCount, positions }
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
 * Adds the items that are meant to `items`, until these are as many as are wanted. Gives where to go on: what is left over
 * is read again by whoever goes on behind the last item taken.
 */
function take(
  plan: ReadPlan,
  entries: readonly Entry[],
  end: StoredItem | undefined,
  start: Position,
  wanted: number,
  items: object[],
): Position {
  let last: StoredItem | undefined
  for (const entry of entries) {
    const { read, stored } = entry
    if (items.length === wanted) return last ? pickOf(last, plan.keyNames) : start
    if (plan.accepts && !plan.accepts(entry)) continue
    const decoded = plan.decode(stored)
    if (decoded.kind === 'invalid') {
      const { entity, issues } = decoded
      const error = invalidStored(entity, stored, issues)
      if (entity.onInvalid === 'throw') throw error
      if (entity.onInvalid !== 'skip') entity.onInvalid(error)
    } else if (decoded.kind === 'item') {
      items.push(decoded.item)
      last = read
    }
  }
  return end ?? 'done'
}
