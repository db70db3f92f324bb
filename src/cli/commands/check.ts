import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { checkTable } from '../../driver/check-table.js'
import { check } from '../../migrate/check/check.js'
import { describeReport } from '../../migrate/check/describe-report.js'
import { type FindingKind, findingKinds } from '../../migrate/check/finding-kinds.js'
import { fileSource } from '../../migrate/files/file-source.js'
import { tableSource } from '../../migrate/source/table-source.js'
import { inCommandWords } from '../failure/command-words.js'
import { loadEntities } from '../load/table-definitions.js'
import { nextCommand } from '../output/next-command.js'
import type { Style } from '../output/style.js'
import type { Run } from '../program-types.js'
import { clientOf } from '../session.js'
import { addConnection, addDefinitions, addGuide, addSegments, type ConnectionOptions, wholeNumber } from './options.js'

interface CheckCommandOptions extends ConnectionOptions {
  readonly file?: string
  readonly tolerate?: readonly FindingKind[]
  readonly storePrefix?: readonly string[]
  readonly examples?: number
  readonly segments?: number
}

/** `monotable check`: DescribeTable, DescribeTimeToLive, and a Scan of the whole table. */
export function addCheck(program: Command, run: Run): void {
  const command = program
    .command('check')
    .description('Hold every item of a table against the definitions; the table is only read.')
  addConnection(addDefinitions(command, 'the entities, or a database'))
    .option('--file <path>', "a file or a folder with the table's items, in the place of the table")
    .addOption(
      new Option('--tolerate <kinds...>', 'findings that are no violations here').choices(Object.keys(findingKinds)),
    )
    .option('--store-prefix <prefixes...>', 'beginnings of partition keys of key-value stores with flat layout')
    .option('--examples <number>', 'how many example keys of each finding', wholeNumber(), 5)
  addSegments(command)
  addGuide(command, {
    examples: [
      ['check src/entities.ts', 'the table that the definitions name'],
      ['check src/entities.ts --table app-production --json > report.json', 'for a program'],
      ['check src/entities.ts --tolerate noEntity noVersion', 'in CI, of a table that others use too'],
      [
        'check src/entities.ts --file export/AWSDynamoDB/01700000-abcd',
        'an export to S3: it takes nothing of the table',
      ],
    ],
    exits: {
      0: 'all items fit, but for what is tolerated',
      1: 'items do not fit, or the table is not as it is defined',
    },
  })
  command.action(
    run<CheckCommandOptions>(async (session, options, [file]) => {
      const { signal } = session
      const { entities, table, tableName } = await loadEntities(session, file, options.table)
      const { tolerate = [], storePrefix: storePrefixes = [], examples = 5, segments = 4 } = options
      const client = options.file === undefined ? clientOf(session, options) : undefined
      const source = client
        ? await tableSource(client, tableName, { segments, signal })
        : await fileSource(resolve(session.folder, options.file!), { ...keysOf(table), signal })
      for (const note of source.notes) session.say(note)
      const drift = client && (await checkTable(client, table, tableName, signal))
      const progress = session.progress(`Reading ${tableName}`)
      const found = await check(source, entities, {
        drift,
        tolerate,
        storePrefixes,
        examples,
        signal,
        onProgress: ({ read, total, pass }) =>
          progress.update({ done: read, total: total && total * pass, note: pass === 2 ? 'once more' : undefined }),
      }).finally(() => progress.end())
      const report = { ...found, table: tableName }
      return {
        json: report,
        text: style =>
          [
            ...describeReport(report).map(line => coloured(inCommandWords(line), style)),
            ...(drift && !drift.matches ? [`How to mend the table: ${nextCommand('table diff', file, options)}`] : []),
          ].join('\n'),
        found: !report.ok,
      }
    }),
  )
}

/** A file does not always tell the table's keys; the definitions do. */
const keysOf = ({
  partitionKey,
  sortKey,
}: {
  partitionKey: { name: string }
  sortKey: { name: string } | undefined
}) => ({
  partitionKey: partitionKey.name,
  ...(sortKey && { sortKey: sortKey.name }),
  indexes: {},
})

function coloured(line: string, { bad, warn, dim }: Style): string {
  const text = line.trimStart()
  if (text.startsWith('✗') || text.startsWith('Not in order')) return bad(line)
  if (text.startsWith('! ')) return warn(line)
  return text.startsWith('→') ? dim(line) : line
}
