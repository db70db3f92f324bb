import type { Command } from 'commander'
import { statusText } from '../output/status-text.js'
import type { Run } from '../program-types.js'
import { addMigration, type MigrationOptions, migrationAction } from './migration.js'
import { addGuide } from './options.js'

/** `monotable status`: how a migration stands, and what was done to it. */
export function addStatus(program: Command, run: Run): void {
  const command = program
    .command('status')
    .description('Show how a migration stands, what it has set aside, and each run, verify and undo with how it ended.')
  addMigration(command)
  addGuide(command, {
    examples: [['status migrations/split-name.ts', 'also while it runs elsewhere']],
    exits: { 0: 'it is told, however it stands' },
  })
  command.action(
    migrationAction<MigrationOptions>(run, async ({ session: { signal }, migrator, tables, next }) => {
      const [status, history] = [await migrator.status({ signal }), await migrator.history({ signal })]
      return {
        json: { ...tables, ...status, history },
        text: style => statusText(status, history, tables.table, next, style),
      }
    }),
  )
}
