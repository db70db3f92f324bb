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
  node: ReadNode,
): AsyncGenerator<Batch, void, undefined> {
  let positions = await startPositions(context, plan, node)
  let wanted = node.limit ?? Number.POSITIVE_INFINITY
  let requests = 0
  while (wanted > 0 && !isDone(positions)) {
    const open = [...positions.keys()].filter(segment => positions[segment] !== 'done')
    const active = open.slice(0, (node.maxRequests ?? Number.POSITIVE_INFINITY) - requests)
    if (active.length === 0) return
    const limit = requestLimit(plan, node, wanted)
    const answers = await Promise.all(
      active.map(segment => send(context, plan, node, inputAt(plan, positions[segment]!, segment, limit))),
    )
    requests += active.length
    const items: object[] = []
    const next = [...positions]
    let scannedCount = 0
    let count = 0
    for (const [index, segment] of active.entries()) {
      const answer = answers[index]!
      scannedCount += answer.ScannedCount ?? 0
      const taken = take(context, plan, answer, wanted, items)
      wanted -= taken.count
      count += plan.input.Select === 'COUNT' ? (answer.Count ?? 0) : taken.count
      next[segment] = taken.position ?? positions[segment]!
    }
    positions = next
    yield { items, count, scannedCount, positions, requests }
  }
}

const startPositions = (
  { seal }: Context,
  plan: ReadPlan,
  { cursor }: ReadNode,
): Promise<readonly Position[]> | readonly Position[] =>
  cursor === undefined
    ? Array<Position>(plan.segments).fill(plan.impossible ? 'done' : 'start')
    : decodeCursor(cursor, plan.binding, plan.segments, seal)

/** DynamoDB's Limit: the page size asked for, and no more items than are wanted where it reads just those. */
export function requestLimit(
  plan: ReadPlan,
  { pageSize, limit }: ReadNode,
  wanted = limit ?? Number.POSITIVE_INFINITY,
): number | undefined {
  const most = Math.min(pageSize ?? Number.POSITIVE_INFINITY, plan.selective ? Number.POSITIVE_INFINITY : wanted)
  return Number.isFinite(most) ? most : undefined
}

/** The command for one request. */
export function inputAt(plan: ReadPlan, position: Position, segment: number, limit: number | undefined): ReadInput {
  return {
    ...plan.input,
    ...(plan.segments > 1 && { Segment: segment, TotalSegments: plan.segments }),
    ...(limit !== undefined && { Limit: limit }),
    ...(typeof position === 'object' && { ExclusiveStartKey: position }),
  }
}

export const send = (
  { entity, transport }: Context,
  plan: ReadPlan,
  { signal }: ReadNode,
  input: ReadInput,
): Promise<ReadAnswer> => transport.send(plan.command, input, { entity: entity.name, signal })

/** Takes the items that are meant, as many as are wanted; says where the segment goes on, if it moved at all. */
function take(
  { entity }: Context,
  plan: ReadPlan,
  { Items = [], LastEvaluatedKey }: ReadAnswer,
  wanted: number,
  items: object[],
): { readonly count: number; readonly position: Position | undefined } {
  let count = 0
  let last: StoredItem | undefined
  for (const stored of Items) {
    // What is left over is read again by whoever goes on behind the last item taken.
    if (count === wanted) return { count, position: last && startKey(plan, last) }
    if (plan.accepts && !plan.accepts(stored)) continue
    const decoded = plan.decode(stored)
    if (decoded.kind === 'invalid') {
      const error = invalidStored(entity, stored, decoded.issues)
      if (entity.onInvalid === 'throw') throw error
      if (entity.onInvalid !== 'skip') entity.onInvalid(error)
    } else if (decoded.kind === 'item') {
      items.push(decoded.item)
      count++
      last = stored
    }
  }
  return { count, position: LastEvaluatedKey ?? 'done' }
}

function startKey({ keyNames }: ReadPlan, stored: StoredItem): StoredItem {
  const key: StoredItem = Object.create(null)
  for (const name of keyNames) key[name] = stored[name]!
  return key
}
