import { isLocalEndpoint } from '../../driver/local-endpoint.js'
import { estimateRun, rounded } from './estimate.js'
import { createExaminer, type Found } from './examine.js'
import { createTools } from './lookup.js'
import { createMeter } from './meter.js'
import { type PassOptions, settleOptions } from './options.js'
import { measurePace } from './pace.js'
import type { Destructive, Plan } from './plan-report.js'
import { runPool } from './pool.js'
import { createReporter } from './progress.js'
import { RateLimit } from './rate-limit.js'
import { rehearse } from './rehearse.js'
import { readSample } from './sample.js'
import { describeMigrated, openWay, type Setting, type Way } from './setting.js'
import { changedOf } from './tally.js'

/** What `plan` takes. */
export interface PlanOptions extends PassOptions {
  /**
   * How many items are looked at, from places all over the table, or all of them. Where it is not given, all of a table of up to 5,000
   * items, and 1,000 of a larger one.
   */
  readonly sample?: number | 'all' | undefined
  /** How many changes of each kind are shown: 3. */
  readonly examples?: number | undefined
  /** What a million units cost on demand, in US dollars: 0.125 to read, 0.625 to write. */
  readonly prices?: { readonly readUnits: number; readonly writeUnits: number } | undefined
}

/** Runs the migration over a sample, and writes nothing. */
export async function plan(setting: Setting, options: PlanOptions): Promise<Plan> {
  const settled = settleOptions(options)
  const { signal, sample, examples = 3, prices = { readUnits: 0.125, writeUnits: 0.625 } } = options
  const { migration, tableName, now } = setting
  const { ItemCount = 0, TableSizeBytes = 0 } = await describeMigrated(setting, signal)
  const way = openWay(setting, options)
  const lookUps = unlimited(way)
  const tools = createTools(tableName, lookUps.transport, now)
  const common = { migration, tableName, transport: way.transport, now }
  const { found, examine } = createExaminer({ ...common, tools, otherTools: way.tools, examples })
  const stopped = () => Boolean(signal?.aborted)

  const total = typeof sample === 'number' ? Math.min(sample, ItemCount) : ItemCount
  const report = createReporter('plan', total, 0, way.consumed, options.onProgress)
  let lookedUp = 0
  const described = { items: ItemCount, bytes: TableSizeBytes }
  const request = { ...settled, ...common, entity: migration.from.name, described, sample, signal }
  const { whole, items, size } = await readSample(request, async (page, weight) => {
    const all = await runPool(page, settled.concurrency, stopped, item => examine(item, weight))
    report(found.counts)
    return all
  })
  if (found.counts.read > 0) lookedUp = (lookUps.consumed().read * found.expected.read) / found.counts.read

  const expected = rounded(found.expected)
  const changes = changedOf(expected)
  const reading = await rehearse({ ...common, tools: way.tools }, settled, signal)
  const pace = await measurePace({
    ...request,
    keys: found.keys,
    atATime: settled.segments * settled.concurrency,
    changes,
    reading,
    isLocal: await isLocalEndpoint(setting.client),
  })
  const { readUnits, writeUnits, recordBytes, seconds } = estimateRun(found, lookedUp, pace, settled, options)
  return {
    outcome: stopped() ? 'stopped' : 'done',
    itemCount: items ?? found.counts.read,
    size,
    whole,
    counts: { ...found.counts },
    expected,
    examples: found.examples,
    destructive: destructiveOf(found),
    collisions: found.collisions,
    quarantined: found.quarantined,
    unstable: found.unstable,
    cost: {
      readUnits: Math.ceil(readUnits),
      writeUnits: Math.ceil(writeUnits),
      recordBytes: Math.ceil(recordBytes),
      dollars: (readUnits * prices.readUnits + writeUnits * prices.writeUnits) / 1e6,
    },
    seconds,
    consumed: way.consumed(),
  }
}

/** A way of its own within another, by which it is known what is consumed there. */
const unlimited = ({ transport }: Way) =>
  createMeter(transport, { read: new RateLimit(Infinity), write: new RateLimit(Infinity) })

function destructiveOf({ counts, dropped }: Found): readonly Destructive[] {
  const attributes = [...dropped].map(([attribute, count]) => ({ kind: 'dropsAttribute', attribute, count }) as const)
  if (counts.deleted === 0) return attributes
  return [{ kind: 'deletesItems', attribute: undefined, count: counts.deleted }, ...attributes]
}
