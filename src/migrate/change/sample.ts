import type { Transport } from '../../operation/transport.js'
import type { StoredItem } from '../../schema/item-model.js'
import { runPool } from './pool.js'
import { scanPages } from './scan-pages.js'
import { type Size, type Stretch, type Survey, surveyTable } from './survey.js'

/** Which part of a table is looked at: all of it, or so many items from places all over it. */
export interface SampleRequest {
  readonly transport: Transport
  readonly tableName: string
  readonly entity: string
  readonly segments: number
  readonly pageSize: number
  readonly described: { readonly items: number; readonly bytes: number }
  /** Where it is not given, all of a table of up to 5,000 items, or 1,000. */
  readonly sample: number | 'all' | undefined
  readonly signal: AbortSignal | undefined
}

/** What is known of a table whose items were looked at. */
export interface Sampled {
  /** Whether all of them were. */
  readonly whole: boolean
  /** How many there are; undefined where all were looked at: as many as were seen. */
  readonly items: number | undefined
  readonly size: Size
}

/** Items are looked at in runs of so many, one after another: each begins with a request. */
const RUN = 5
const SMALL = 5000
const USUAL = 1000

/**
 * Reads a sample, consistently, a page at a time.
 * @param onPage is told for how many items of the table each of these stands, and says whether to go on
 */
export async function readSample(
  request: SampleRequest,
  onPage: (items: readonly StoredItem[], weight: number) => Promise<boolean>,
): Promise<Sampled> {
  const { transport, tableName, entity, sample, signal } = request
  const all = async (known: { readonly items: number; readonly size: Size }): Promise<Sampled> => {
    const whole = await scanPages(transport, tableName, entity, request, signal, page => onPage(page, 1))
    return whole ? { whole, items: undefined, size: 'counted' } : { whole, ...known }
  }
  if (sample === 'all') return all({ items: request.described.items, size: 'reported' })
  const survey = await surveyTable(request)
  const { items, size } = survey
  if (size === 'counted' && items <= (sample ?? SMALL)) return all({ items, size })
  let goOn = true
  const stopped = () => !goOn || Boolean(signal?.aborted)
  await runPool(
    chooseRuns(survey, sample ?? USUAL),
    request.segments,
    stopped,
    async ({ stretch, take, standsFor }) => {
      const { segment, after } = stretch
      const input = {
        TableName: tableName,
        ConsistentRead: true,
        Limit: take,
        Segment: segment,
        TotalSegments: survey.segments,
        ...(after && { ExclusiveStartKey: after }),
      }
      const { Items = [] } = await transport.send('Scan', input, { entity })
      if (Items.length > 0 && !(await onPage(Items, standsFor / Items.length))) goOn = false
    },
  )
  return { whole: false, items, size }
}

/** Items one after another that are looked at, and for how many they stand. */
interface Run {
  readonly stretch: Stretch
  readonly take: number
  readonly standsFor: number
}

/** Chooses places at even distances, counted in items: of a long stretch more than of a short one. */
function chooseRuns({ stretches, items }: Survey, sample: number): readonly Run[] {
  const distance = items / Math.ceil(sample / RUN)
  const runs: Run[] = []
  let next = Math.random() * distance
  let end = 0
  let missing = 0
  for (const stretch of stretches) {
    end += stretch.items * stretch.weight
    let places = 0
    for (; next < end; next += distance) places++
    const wanted = Math.min(places * RUN, sample)
    const take = Math.min(stretch.items, wanted)
    missing += wanted - take
    if (take > 0) runs.push({ stretch, take, standsFor: places * distance })
  }
  // What a short stretch lacks is looked at where there is more: each run stands for as many items as before.
  return runs.map(run => {
    const more = Math.min(missing, run.stretch.items - run.take)
    missing -= more
    return { ...run, take: run.take + more }
  })
}
