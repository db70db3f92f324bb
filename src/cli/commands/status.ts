import type { Command } from 'commander'
import type { HistoryItem } from '../../migrate/change/control/history.js'
import type { Status } from '../../migrate/change/status.js'
import { countsText, quarantinedText } from '../output/migration-text.js'
import type { Style } from '../output/style.js'
import { count, textTable } from '../output/text-table.js'
import type { Run } from '../program-types.js'
import { addMigration, type MigrationOptions, migratorOf } from './migration.js'
import { addExamples } from './options.js'

/** `monotable status`: how a migration stands, and what was done to it. */
export function addStatus(program: Command, run: Run): void {
  const command = program
    .command('status')
    .description('show how a migration stands, what it has set aside, and each run, verify and undo with how it ended')
  addMigration(command)
  addExamples(command, [['status migrations/split-name.ts', 'also while it runs elsewhere']])
  command.action(
    run<MigrationOptions>(async (session, options, [file]) => {
      const { migrator } = await migratorOf(session, options, file!)
      const [status, history] = [await migrator.status(), await migrator.history()]
      return {
        json: { table: migrator.tableName, controlTable: migrator.controlTableName, ...status, history },
        text: style => statusText(status, history, migrator.tableName, file!, style),
      }
    }),
  )
}

function statusText(
  status: Status,
  history: readonly HistoryItem[],
  tableName: string,
  file: string,
  { bold }: Style,
): string {
  const { state, action, lease, counts, undo, segments, quarantined } = status
  const sentence = {
    none: `It was never run on the table ${tableName}. To see what it would do: monotable plan ${file}`,
    running: `It is under way on the table ${tableName}.`,
    interrupted: `It was ended before its end on the table ${tableName}. To go on: monotable ${action} ${file}`,
    done: `It is done on the table ${tableName}. To see that nothing is left: monotable verify ${file}`,
    undone: `It was undone on the table ${tableName}.`,
  }[state]
  const rows = history.map(({ action, startedAt, endedAt, outcome, owner, reason }) => [
    action,
    startedAt,
    endedAt ?? '',
    outcome,
    owner,
    reason ?? '',
  ])
  return [
    `${bold(state === 'none' ? 'not run' : state)}  ${sentence}`,
    lease && `${lease.owner} has the table for '${lease.migration}', until ${lease.until} at least.`,
    segments && segments.done < segments.of && `${segments.done} of ${segments.of} segments are done.`,
    counts && countsText(counts),
    undo && `${count(undo.restored)} put back since, and ${undo.changed} left that were changed.`,
    counts && quarantined.length > 0 && quarantinedText(quarantined, counts.quarantined),
    rows.length > 0 && textTable(rows, ['what', 'begun', 'ended', 'outcome', 'by', '']),
  ]
    .filter(Boolean)
    .join('\n\n')
}
