import type { Command } from 'commander'
import { checkTable } from '../../driver/check-table.js'
import type { TableDifference } from '../../table/drift.js'
import { inCommandWords } from '../failure/command-words.js'
import { loadTableDefinitions } from '../load/table-definitions.js'
import { driftAdvice } from '../output/drift-advice.js'
import { nextCommand, type PlaceOptions } from '../output/next-command.js'
import type { Style } from '../output/style.js'
import { textTable } from '../output/text-table.js'
import type { Run } from '../program-types.js'
import { clientOf } from '../session.js'
import { addConnection, addDefinitions, addGuide, type ConnectionOptions } from './options.js'

/** A difference, and how to mend it. */
type Advised = TableDifference & { readonly advice: string }

/** `monotable table diff`: DescribeTable and DescribeTimeToLive against the definition. */
export function addTableDiff(parent: Command, run: Run): void {
  const command = parent
    .command('diff')
    .description(
      'Compare the table with its definition: keys, indexes, projections, time-to-live; and say how to mend what differs.',
    )
  addConnection(addDefinitions(command))
  addGuide(command, {
    examples: [
      ['table diff src/entities.ts', 'what would break, and what the table has in addition'],
      ['table diff src/entities.ts --json', 'for a program; the exit code says it too'],
    ],
    exits: { 0: 'the table is as it is defined; it may have more', 1: 'something breaks, or there is no such table' },
  })
  command.action(
    run<ConnectionOptions & PlaceOptions>(async (session, options, [file]) => {
      const { table, tableName } = await loadTableDefinitions(session, file, options.table)
      const drift = await checkTable(clientOf(session, options), table, tableName, session.signal)
      const { region = session.config.region, endpoint = session.config.endpoint ?? process.env.DYNAMODB_URL } = options
      const place = { ...(region && { region }), ...(endpoint && { endpoint }) }
      const compared = { table, tableName, place, create: nextCommand('table create', file, options) }
      const differences = drift.differences.map(each => ({
        ...each,
        text: inCommandWords(each.text),
        advice: driftAdvice(each, compared),
      }))
      return {
        json: { table: tableName, matches: drift.matches, differences },
        text: style =>
          [...differences.map(each => differenceText(each, style)), verdict(tableName, drift)].join('\n\n'),
        found: !drift.matches,
      }
    }),
  )
}

function verdict(tableName: string, { matches, differences }: { matches: boolean; differences: readonly unknown[] }) {
  if (!matches) return `The table ${tableName} is not as it is defined.`
  return differences.length === 0
    ? `The table ${tableName} is as it is defined.`
    : `The table ${tableName} is as it is defined, and has something in addition.`
}

function differenceText({ subject, severity, text, defined, actual, advice }: Advised, style: Style): string {
  const name = severity === 'breaks' ? style.bad('breaks') : style.dim('additional')
  const sides = [
    ['  defined', defined],
    ['  actual', actual],
  ].filter(([, value]) => value !== undefined)
  return [
    `${name}  ${style.bold(subject)}: ${text}`,
    ...(sides.length > 0 ? [textTable(sides)] : []),
    style.dim(`  → ${advice}`),
  ].join('\n')
}
