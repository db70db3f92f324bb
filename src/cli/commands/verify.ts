import type { Command } from 'commander'
import { Interrupted } from '../failure/interrupted.js'
import { showPass } from '../output/pass-progress.js'
import { afterVerify, verifyText } from '../output/verify-text.js'
import type { Run } from '../program-types.js'
import { addMigration, addPass, migrationAction, type PassCommandOptions, passOf } from './migration.js'
import { addGuide } from './options.js'

/** `monotable verify`: reads the whole table once more. */
export function addVerify(program: Command, run: Run): void {
  const command = program
    .command('verify')
    .description('Read the whole table once more: is anything left, does all fit, do the counts add up.')
  addPass(addMigration(command))
  addGuide(command, {
    examples: [['verify migrations/split-name.ts', 'after a run']],
    exits: { 0: 'the migration is complete', 1: 'it is not: what is left is listed' },
  })
  command.action(
    migrationAction<PassCommandOptions>(run, async ({ session, options, migrator, tables, next }) => {
      const progress = session.progress(`Verifying ${migrator.tableName}`)
      const report = await migrator
        .verify({ ...passOf(session, options), onProgress: showPass(progress) })
        .finally(() => progress.end())
      if (report.outcome === 'stopped')
        throw new Interrupted('Stopped before its end. Nothing was changed.', { details: report })
      const { state, action } = await migrator.status({ signal: session.signal })
      return {
        json: { ...tables, ...report },
        text: style => `${verifyText(report, style)} ${afterVerify(report, state, action, tables.controlTable, next)}`,
        found: !report.complete,
      }
    }),
  )
}
