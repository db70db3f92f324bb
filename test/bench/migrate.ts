// Migrates a table of many small items on DynamoDB Local, from plan to undo: how fast, in how much memory, and whether the plan was right.
//
//   npm run bench:migrate -- --items 1000000 --kind moved --heap 8
//
// --items how many; --kind updated, moved, split or deleted; --heap gigabytes for Java; --segments, --concurrency, --page-size as `run` has them.
import { parseArgs } from 'node:util'
import { createMigrator } from '../../src/migrate/index.js'
import { startLocalDynamoDB } from '../../src/testing/index.js'
import { fillTable } from './migrate/fill-table.js'
import { createMonitor } from './migrate/monitor.js'
import { isKind, kinds, migrationOf } from './migrate/people.js'
import { phases } from './migrate/phases.js'

const { values } = parseArgs({
  options: {
    items: { type: 'string', default: '20000' },
    kind: { type: 'string', default: 'updated' },
    heap: { type: 'string', default: '4' },
    segments: { type: 'string' },
    concurrency: { type: 'string' },
    'page-size': { type: 'string' },
  },
})

const items = Number(values.items)
const { kind } = values
if (!Number.isSafeInteger(items) || items < 1) throw new Error('--items takes a whole number above 0.')
if (!isKind(kind)) throw new Error(`--kind is one of ${kinds.join(', ')}.`)
const settings = Object.fromEntries(
  (
    [
      ['segments', values.segments],
      ['concurrency', values.concurrency],
      ['pageSize', values['page-size']],
    ] as const
  ).flatMap(([name, text]) => (text === undefined ? [] : [[name, Number(text)]])),
)

// Else the SDK says that it will need a later Node one day.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
// Java reads it whoever starts it.
process.env.JAVA_TOOL_OPTIONS = `-Xmx${values.heap}g`
process.env.DYNAMODB_URL = ''
const local = await startLocalDynamoDB()
console.log(`${local.description}, Node ${process.versions.node}: ${items} items, ${kind}`)
try {
  const monitor = createMonitor()
  await fillTable(local.client, items, monitor)
  await phases(createMigrator({ client: local.client, migration: migrationOf(kind) }), items, settings, monitor)
} finally {
  await local.stop()
}
