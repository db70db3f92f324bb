import type { Migrator } from '../../../src/migrate/index.js'
import type { Measured, Monitor } from './monitor.js'

interface Settings {
  readonly segments?: number
  readonly concurrency?: number
  readonly pageSize?: number
}

/** Plans, runs, verifies and undoes a migration, and prints what was said beside what it took. */
export async function phases(migrator: Migrator, items: number, settings: Settings, monitor: Monitor): Promise<void> {
  const watched = async <T>(name: string, total: number, work: (at: (done: number) => void) => Promise<T>) => {
    const phase = monitor.begin(name, total)
    const report = await work(done => phase.at(done))
    return { report, measured: phase.end() }
  }
  const plan = await watched('plan', items, at =>
    migrator.plan({ ...settings, onProgress: ({ counts }) => at(counts.read) }),
  )
  const run = await watched('run', items, at =>
    migrator.run({ ...settings, onProgress: ({ counts }) => at(counts.read) }),
  )
  const { cost, seconds, expected } = plan.report
  const { consumed, counts } = run.report
  const beside = (what: string, said: number, took: number, digits = 0) =>
    console.log(
      `${what}: ${said.toFixed(digits)} said, ${took.toFixed(digits)} taken, ${(said / took).toFixed(2)} times as much`,
    )
  console.log('\nThe plan, and what the run took')
  beside('seconds', seconds, run.measured.seconds, 1)
  beside('read units', cost.readUnits, consumed.read)
  beside('write units', cost.writeUnits, consumed.write)
  console.log(`items: expected ${JSON.stringify(shown(expected))}, counted ${JSON.stringify(shown(counts))}`)
  console.log(`requests: ${(consumed.requests / counts.read).toFixed(2)} for each item that was read`)
  tellHeaps(run.measured)

  const verified = await watched('verify', items, at =>
    migrator.verify({ ...settings, onProgress: ({ counts }) => at(counts.read) }),
  )
  const { complete, counts: found } = verified.report
  console.log(`\nverify: ${complete ? 'complete' : 'not complete'}, ${JSON.stringify(shown(found))}`)
  tellHeaps(verified.measured)

  const { segments, pageSize, ...rest } = settings
  const undone = await watched('undo', items, at =>
    migrator.undo({ ...rest, onProgress: ({ counts: { restored, left } }) => at(restored + left) }),
  )
  const { outcome, counts: put, consumed: taken } = undone.report
  console.log(
    `\nundo: ${outcome}, ${JSON.stringify(put)}, ${Math.round(taken.write)} write units, ${(taken.requests / counts.read).toFixed(2)} requests an item`,
  )
  tellHeaps(undone.measured)
}

const tellHeaps = ({ heaps, perSecond }: Measured) =>
  console.log(
    `The greatest heap in each tenth of the items, in MB: ${heaps.join(' ')} (${Math.round(perSecond)} items/s)`,
  )

const shown = (counts: object) => Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
