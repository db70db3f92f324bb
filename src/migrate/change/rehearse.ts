import type { Transport } from '../../operation/transport.js'
import type { CompiledMigration } from './compile-migration.js'
import { decide } from './decide.js'
import type { TransformTools } from './migration.js'
import type { Settled } from './options.js'
import { runPool } from './pool.js'
import { scanPages } from './scan-pages.js'

/** So many items are enough to tell. */
const ITEMS = 1000

/** How long a run takes to read an item and to work out what becomes of it, in seconds: as it does that, of the first items of each segment. */
export async function rehearse(
  {
    migration,
    tableName,
    transport,
    tools,
    now,
  }: {
    readonly migration: CompiledMigration
    readonly tableName: string
    readonly transport: Transport
    readonly tools: TransformTools
    readonly now: () => Date
  },
  settled: Settled,
  signal: AbortSignal | undefined,
): Promise<number> {
  let items = 0
  const started = performance.now()
  await scanPages(transport, tableName, migration.from.name, settled, signal, async page => {
    items += page.length
    await runPool(
      page,
      settled.concurrency,
      () => Boolean(signal?.aborted),
      async item => {
        await decide(migration, item, tools, now())
      },
    )
    return items < ITEMS
  })
  return items === 0 ? 0 : (performance.now() - started) / 1000 / items
}
