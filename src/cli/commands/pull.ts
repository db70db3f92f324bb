import { resolve } from 'node:path'
import type { Command } from 'commander'
import { fileSource } from '../../migrate/files/file-source.js'
import type { Coverage } from '../../migrate/generate/coverage.js'
import { pull } from '../../migrate/pull.js'
import type { ItemSource } from '../../migrate/source/item-source.js'
import { tableSource } from '../../migrate/source/table-source.js'
import { UsageError } from '../failure/usage-error.js'
import { textOutcome } from '../output/text-outcome.js'
import { textTable } from '../output/text-table.js'
import type { Run } from '../program-types.js'
import { clientOf, type Session } from '../session.js'
import { addConnection, addGuide, addOut, addSegments, type ConnectionOptions } from './options.js'

interface PullCommandOptions extends ConnectionOptions {
  readonly out?: string
  readonly partitionKey?: string
  readonly sortKey?: string
  readonly segments?: number
}

/** `monotable pull`: DescribeTable, DescribeTimeToLive, and Scans of the whole table; or a file. */
export function addPull(program: Command, run: Run): void {
  const command = program
    .command('pull')
    .description('Find the entities of a table that exists, and write their definitions; the table is only read.')
    .argument('[file]', "a file or a folder with the table's items, in the place of the table")
  addConnection(command)
  addOut(command)
    .option('--partition-key <name>', 'the partition key, where a file does not tell it')
    .option('--sort-key <name>', 'the sort key, where a file does not tell it')
    .option('--yes', 'ask nothing: what the items leave open is decided the safer way, and said')
  addSegments(command)
  addGuide(command, {
    examples: [
      [
        'pull --table app --out src/entities.ts',
        'a live table; it is read twice, and more often where something does not fit',
      ],
      ['pull export/AWSDynamoDB/01700000-abcd --out src/entities.ts', 'an export to S3'],
      ['pull model.json --table Orders', 'one table of a model of NoSQL Workbench, on stdout'],
      ['pull items.jsonl --partition-key PK --sort-key SK', 'an item a line, as plain JSON or as DynamoDB has it'],
    ],
    exits: {
      0: 'the definitions are written; how many items they match is said',
      1: 'the file is there already, and differs: the differences are shown',
      2: 'wrong use, or a file that has no items',
    },
  })
  command.action(
    run<PullCommandOptions>(async (session, options, [file]) => {
      const { signal, ask } = session
      const source = await sourceOf(session, options, file)
      for (const note of source.notes) session.say(note)
      const progress = session.progress(`Reading ${source.table.name}`)
      const { model, code, coverage } = await pull(source, {
        signal,
        ask: ({ text, choices, chosen, why }) => {
          progress.end()
          return ask.choose({ message: `${text}\n${why}`, answers: choices, safe: chosen })
        },
        onProgress: ({ phase, read, total }) =>
          progress.update({
            done: read,
            total,
            note: phase === 'infer' ? 'looking for entities' : 'comparing each item with its definition',
          }),
      }).finally(() => progress.end())
      const { entities, leftOver, questions } = model
      const summary = coverageText(coverage)
      if (options.out === undefined) session.say(summary)
      const facts = { table: model.table.name, coverage, entities, leftOver, questions }
      return textOutcome(session, code, options.out, facts, ['', summary])
    }),
  )
}

async function sourceOf(
  session: Session,
  { partitionKey, sortKey, segments = 4, ...options }: PullCommandOptions,
  file: string | undefined,
): Promise<ItemSource> {
  const { signal, folder, config } = session
  const { table = file === undefined ? config.tableName : undefined } = options
  if (file !== undefined)
    return fileSource(resolve(folder, file), {
      signal,
      partitionKey,
      sortKey,
      tableName: table,
    })
  if (partitionKey !== undefined || sortKey !== undefined)
    throw new UsageError('A table tells its keys itself: --partition-key and --sort-key are for files.')
  if (table === undefined) throw new UsageError('Which items? Give --table, or a file that has them.')
  return tableSource(clientOf(session, options), table, { segments, signal })
}

function coverageText({ entities, sentence, leftOver }: Coverage): string {
  const table = textTable(
    entities.map(({ name, count }) => [name, count]),
    ['entity', 'items'],
  )
  const left = leftOver.map(({ reason, count }) => [count, reason] as const)
  return [table, '', sentence, ...(left.length > 1 ? ['', textTable(left)] : [])].join('\n')
}
