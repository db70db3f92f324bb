import { createCapacityCounter } from '../../operation/capacity.js'
import type { Transport } from '../../operation/transport.js'
import type { StoredItem } from '../../schema/item-model.js'
import { runPool } from './pool.js'

/** A table, and how it is gone through. */
export interface SurveyRequest {
  readonly transport: Transport
  readonly tableName: string
  readonly entity: string
  /** How many parts of the table are gone through side by side. */
  readonly segments: number
  /** What DynamoDB says of the table: it counts every six hours, and says 0 of a new one. */
  readonly described: { readonly items: number; readonly bytes: number }
  readonly signal: AbortSignal | undefined
}

/** Items one after another, behind a key of a segment. */
export interface Stretch {
  readonly segment: number
  readonly after: StoredItem | undefined
  readonly items: number
  /** How many items of the table each of them stands for. */
  readonly weight: number
}

/** What is where in a table. */
export interface Survey {
  /** In how many segments the table was cut. */
  readonly segments: number
  readonly stretches: readonly Stretch[]
  /** How many items the table has. */
  readonly items: number
  /** Whether they were counted, are as many as DynamoDB says, or were estimated because that does not fit what is there. */
  readonly size: Size
}

export type Size = 'counted' | 'reported' | 'estimated'

/** What a survey consumes about: 32 MB are counted for that. Four times as much, where what it finds does not fit. */
const READ_UNITS = 4000
/** Servers may not say what is consumed. */
const REQUESTS = 8000
/** A segment is gone through until it has taken this. */
const UNITS_OF_SEGMENT = READ_UNITS / 16
/** How many bytes a segment is to have about, and how many segments there are. */
const SEGMENT_BYTES = 262_144
const SEGMENTS = { least: 4, most: 65_536 }
/** So many segments tell whether they are nearly empty: whether they took less than this, in read units. */
const FIRST = 64
const SPARSE = 2
/** The items of a page: the first ones of a segment are short, so that short segments have several. */
const PAGE = { least: 25, most: 1000, asLong: 4 }
/** By how much an estimate may differ from what DynamoDB says, and fit it. */
const FITS = 1.5

/**
 * Counts the items of a table, or of segments from all over it, page by page (Scan with COUNT, not consistent): what that gives is
 * where items are, whether they are in many partitions or in few.
 */
export async function surveyTable(
  request: SurveyRequest,
  segments = segmentsFor(request),
  may: 'finer' | 'coarser' | 'either' = 'either',
): Promise<Survey> {
  const { described, signal } = request
  const spent = { units: 0, requests: 0 }
  const walks: Walk[] = []
  const seen = () => walks.reduce((sum, walk) => sum + walk.items, 0)
  const estimate = () => (seen() * segments) / Math.max(1, walks.length)
  const isSparse = () =>
    may !== 'finer' && segments > FIRST && walks.length >= FIRST && spent.units < SPARSE * walks.length
  const stopped = () => {
    if (signal?.aborted || isSparse()) return true
    const share = Math.max(spent.units / READ_UNITS, spent.requests / REQUESTS)
    return share >= 1 && (share >= 4 || fits(estimate(), described.items))
  }
  const all = await runPool(shuffled(segments), request.segments, stopped, async segment => {
    walks.push(await walk(request, segment, segments, spent))
  })
  const cut = walks.filter(({ whole }) => !whole)
  // The segments are too long, or too short, to tell: what DynamoDB said of the size, by which the table was cut, was wrong.
  if (!all && isSparse() && !signal?.aborted) return surveyTable(request, Math.ceil(segments / 16), 'coarser')
  if (may !== 'coarser' && cut.length * 2 > walks.length && segments * 16 <= SEGMENTS.most && !signal?.aborted)
    return surveyTable(request, segments * 16, 'finer')
  if (all && cut.length === 0) return surveyOf(segments, walks, seen(), 'counted', () => 1)

  const found = Math.round(estimate())
  const isReported = fits(found, described.items) || (cut.length > 0 && described.items > found)
  const items = isReported ? Math.max(described.items, seen()) : found
  // What is behind the ends of segments that were cut is taken for as much, and for the same, as is before them.
  const missing = Math.max(0, (items * walks.length) / segments - seen())
  const inCut = cut.reduce((sum, walk) => sum + walk.items, 0)
  const longer = inCut > 0 ? (inCut + missing) / inCut : 1
  return surveyOf(segments, walks, items, isReported ? 'reported' : 'estimated', ({ whole }) => (whole ? 1 : longer))
}

/** A segment as far as it was gone through. */
interface Walk {
  readonly stretches: readonly Omit<Stretch, 'weight'>[]
  readonly items: number
  readonly whole: boolean
}

async function walk(
  { transport, tableName, entity, signal }: SurveyRequest,
  segment: number,
  segments: number,
  spent: { units: number; requests: number },
): Promise<Walk> {
  const capacity = createCapacityCounter()
  const stretches: Omit<Stretch, 'weight'>[] = []
  let items = 0
  let after: StoredItem | undefined
  for (let page = 0; ; page++) {
    const input = {
      TableName: tableName,
      Select: 'COUNT' as const,
      Limit: limitOf(page),
      Segment: segment,
      TotalSegments: segments,
      ...(after && { ExclusiveStartKey: after }),
    }
    const before = capacity.total().read
    const { Count = 0, LastEvaluatedKey } = await transport.send('Scan', input, { entity, capacity })
    spent.units += capacity.total().read - before
    spent.requests++
    if (Count > 0) stretches.push({ segment, after, items: Count })
    items += Count
    after = LastEvaluatedKey
    if (!after) return { stretches, items, whole: true }
    if (capacity.total().read >= UNITS_OF_SEGMENT || page * 16 >= REQUESTS || signal?.aborted)
      return { stretches, items, whole: false }
  }
}

/** The first page ends anywhere: pages must not begin where partitions do. */
function limitOf(page: number): number {
  if (page === 0) return 1 + Math.floor(Math.random() * PAGE.least)
  return Math.min(PAGE.most, PAGE.least * 2 ** Math.floor((page - 1) / PAGE.asLong))
}

function surveyOf(
  segments: number,
  walks: readonly Walk[],
  items: number,
  size: Size,
  longer: (walk: Walk) => number,
): Survey {
  const sum = walks.reduce((total, walk) => total + walk.items * longer(walk), 0)
  const stretches = walks.flatMap(walk =>
    walk.stretches.map(each => ({ ...each, weight: (longer(walk) * items) / sum })),
  )
  return { segments, stretches, items, size }
}

const segmentsFor = ({ described: { items, bytes } }: SurveyRequest): number =>
  Math.min(
    SEGMENTS.most,
    Math.max(SEGMENTS.least, Math.min(64, Math.ceil(items / 100) || 64), Math.ceil(bytes / SEGMENT_BYTES)),
  )

const fits = (one: number, other: number): boolean => one <= other * FITS && other <= one * FITS

function shuffled(count: number): readonly number[] {
  const values = Array.from({ length: count }, (_, at) => at)
  for (let at = count - 1; at > 0; at--) {
    const other = Math.floor(Math.random() * (at + 1))
    ;[values[at], values[other]] = [values[other]!, values[at]!]
  }
  return values
}
