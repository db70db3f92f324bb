import type { Command } from 'commander'
import { checkTable } from '../../driver/check-table.js'
import type { TableDifference } from '../../table/drift.js'
import { loadTableDefinitions } from '../load/table-definitions.js'
import type { Style } from '../output/style.js'
import { textTable } from '../output/text-table.js'
import type { Run } from '../program-types.js'
import { clientOf } from '../session.js'
import { addConnection, addExamples, type ConnectionOptions } from './options.js'

/** `monotable table diff`: DescribeTable and DescribeTimeToLive against the definition. */
export function addTableDiff(parent: Command, run: Run): void {
  const command = parent
    .command('diff')
    .description(
      'compare the table with its definition: keys, indexes, projections, time-to-live; exit code 1 where something breaks',
    )
    .argument('[definitions]', 'the file that exports entities, a table or a database (default: of the configuration)')
  addConnection(command)
  addExamples(command, [
    ['table diff src/entities.ts', 'what would break, and what the table has in addition'],
    ['table diff src/entities.ts --json', 'for a program; the exit code says it too'],
  ])
  command.action(
    run<ConnectionOptions>(async (session, options, [file]) => {
      const { table, tableName } = await loadTableDefinitions(session, file, options.table)
      const drift = await checkTable(clientOf(session, options), table, tableName, session.signal)
      return {
        json: { table: tableName, ...drift },
        text: style => [...drift.differences.map(each => differenceText(each, style)), verdict()].join('\n\n'),
        found: !drift.matches,
      }

      function verdict(): string {
        const { length } = drift.differences
        if (length === 0) return `The table ${tableName} is as it is defined.`
        return drift.matches
          ? `The table ${tableName} is as it is defined, and has something in addition.`
          : `The table ${tableName} is not as it is defined.`
      }
    }),
  )
}

function differenceText({ subject, severity, text, defined, actual }: TableDifference, style: Style): string {
  const name = severity === 'breaks' ? style.bad('breaks') : style.dim('additional')
  const sides = [
    ['  defined', defined],
    ['  actual', actual],
  ].filter(([, value]) => value !== undefined)
  return [`${name}  ${style.bold(subject)}: ${text}`, ...(sides.length > 0 ? [textTable(sides)] : [])].join('\n')
}
