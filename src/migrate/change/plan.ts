import type { StoredItem } from '../../schema/item-model.js'
import { type Change, differences, primaryKeyOf } from './change.js'
import { type Collision, createCollisionFinder } from './collisions.js'
import { writeStored } from './control/stored-text.js'
import { writeUnitsOf } from './cost.js'
import { decide } from './decide.js'
import { isChange } from './decision.js'
import { isFixpoint } from './fixpoint.js'
import { type LongOptions, settleOptions } from './options.js'
import { changesPerSecond } from './pace.js'
import { isSettledChange } from './pending-values.js'
import type { Destructive, Plan, PlannedChange } from './plan-report.js'
import { runPool } from './pool.js'
import { createReporter } from './progress.js'
import { readSample } from './sample.js'
import { describeMigrated, openWay, type Setting } from './setting.js'
import { type Counts, changedOf, createTally, outcomes } from './tally.js'

/** What `plan` takes. */
export interface PlanOptions extends LongOptions {
  /** How many items are looked at, from places all over the table: 1,000; or all of them. */
  readonly sample?: number | 'all'
  /** How many changes of each kind are shown: 3. */
  readonly examples?: number
  /** What a million units cost on demand, in US dollars: 0.125 to read, 0.625 to write. */
  readonly prices?: { readonly readUnits: number; readonly writeUnits: number }
}

/** Runs the migration over a sample, and writes nothing. */
export async function plan(setting: Setting, options: PlanOptions): Promise<Plan> {
  const settled = settleOptions(options)
  const { signal, sample = 1000, examples: most = 3, prices = { readUnits: 0.125, writeUnits: 0.625 } } = options
  const { migration, tableName, now } = setting
  const { ItemCount = 0 } = await describeMigrated(setting, signal)
  const way = openWay(setting, options)
  const runner = { migration, tableName, transport: way.transport, tools: way.tools, now }
  const collide = createCollisionFinder(runner)
  const counts = createTally()
  const examples: PlannedChange[] = []
  const dropped = new Map<string, number>()
  const collisions: Collision[] = []
  const quarantined: Plan['quarantined'][number][] = []
  const unstable: StoredItem[] = []
  const keys: StoredItem[] = []
  const sums = { collisions: 0, unstable: 0, writeUnits: 0, recordBytes: 0, readUnits: 0 }
  const report = createReporter(
    'plan',
    sample === 'all' ? ItemCount : Math.min(sample, ItemCount),
    0,
    way.consumed,
    options.onProgress,
  )
  const started = performance.now()

  const look = async (stored: StoredItem): Promise<void> => {
    counts.read++
    const key = primaryKeyOf(migration.table, stored)
    if (keys.length < 100) keys.push(key)
    const decision = await decide(migration, stored, way.tools, now())
    if (decision.kind === 'quarantined') {
      counts.quarantined++
      if (quarantined.length < 20) quarantined.push({ key, reason: decision.reason, message: decision.message })
      return
    }
    if (!isChange(decision)) return void counts[decision.kind]++
    if (await isSettledChange(runner, decision)) return void counts.already++
    const collision = await collide(decision)
    if (collision) {
      counts.quarantined++
      sums.collisions++
      if (collisions.length < 20) collisions.push(collision)
      return
    }
    counts[decision.kind]++
    sums.writeUnits += writeUnitsOf(migration.table, decision)
    for (const { before } of decision.steps) sums.recordBytes += 450 + (before ? writeStored(before).length : 0)
    for (const name of droppedBy(decision)) dropped.set(name, (dropped.get(name) ?? 0) + 1)
    if (!(await isFixpoint(runner, decision))) {
      sums.unstable++
      if (unstable.length < 20) unstable.push(key)
    }
    if (examples.filter(each => each.kind === decision.kind).length < most) examples.push(planned(decision))
  }
  const consumedBefore = way.consumed().read
  const complete = await readSample(
    { ...settled, transport: way.transport, tableName, entity: migration.from.name, total: ItemCount, sample, signal },
    async items => {
      const whole = await runPool(items, settled.concurrency, () => Boolean(signal?.aborted), look)
      report(counts)
      return whole
    },
  )
  const lookedFor = (performance.now() - started) / 1000
  sums.readUnits = way.consumed().read - consumedBefore
  const atATime = settled.segments * settled.concurrency
  const pace = await changesPerSecond(way.transport, tableName, migration.from.name, keys, atATime, signal)

  const scale = complete || counts.read === 0 ? 1 : Math.max(1, ItemCount / counts.read)
  const expected = scaled(counts, scale)
  const changed = changedOf(expected)
  const readUnits = sums.readUnits * scale + Math.ceil((sums.recordBytes * scale) / 4096)
  const writeUnits =
    sums.writeUnits * scale + expected.read / settled.pageSize + settled.segments + expected.quarantined
  const { readUnitsPerSecond = Infinity, writeUnitsPerSecond = Infinity } = options
  const reading = (lookedFor * scale) / (complete ? 1 : settled.segments)
  const seconds = Math.max(
    reading + (pace ? changed / pace : 0),
    readUnits / readUnitsPerSecond,
    writeUnits / writeUnitsPerSecond,
  )
  return {
    items: Math.max(ItemCount, counts.read),
    complete,
    counts: { ...counts },
    expected,
    examples,
    destructive: destructiveOf(counts, dropped),
    collisions: { count: sums.collisions, examples: collisions },
    quarantined,
    unstable: { count: sums.unstable, examples: unstable },
    cost: {
      readUnits: Math.ceil(readUnits),
      writeUnits: Math.ceil(writeUnits),
      recordBytes: Math.ceil(sums.recordBytes * scale),
      dollars: (readUnits * prices.readUnits + writeUnits * prices.writeUnits) / 1e6,
    },
    seconds,
    consumed: way.consumed(),
  }
}

/** The attributes that an item has, and none of what would be in its place. */
function droppedBy({ steps, kind }: Change): readonly string[] {
  if (kind === 'deleted') return []
  const kept = steps.flatMap(({ after }) => (after ? [after] : []))
  return Object.keys(steps[0].before!).filter(name => !kept.some(item => Object.hasOwn(item, name)))
}

function planned({ kind, steps }: Change): PlannedChange {
  const [{ key, before, after }, ...made] = steps
  return {
    kind,
    key,
    before: before!,
    differences: after ? differences(before!, after) : [],
    made: made.map(step => step.after!),
  }
}

function destructiveOf(counts: Counts, dropped: ReadonlyMap<string, number>): readonly Destructive[] {
  const attributes = [...dropped].map(([attribute, count]) => ({ kind: 'drops attribute', attribute, count }) as const)
  if (counts.deleted === 0) return attributes
  return [{ kind: 'deletes items', attribute: undefined, count: counts.deleted }, ...attributes]
}

/** Counts in proportion, that still add up. */
function scaled(counts: Counts, scale: number): Counts {
  const result = createTally()
  for (const outcome of outcomes) {
    result[outcome] = Math.round(counts[outcome] * scale)
    result.read += result[outcome]
  }
  return result
}
