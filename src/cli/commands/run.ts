import type { Command } from 'commander'
import type { RunOptions } from '../../migrate/change/run.js'
import { Advised } from '../failure/advised.js'
import { Interrupted } from '../failure/interrupted.js'
import { countsText, quarantinedText } from '../output/migration-text.js'
import type { Run } from '../program-types.js'
import {
  addConfirm,
  addMigration,
  addPass,
  confirmed,
  migratorOf,
  type PassOptions,
  passOf,
  showPass,
} from './migration.js'
import { addExamples, positiveInteger } from './options.js'

interface RunCommandOptions extends PassOptions {
  readonly confirm?: string
  readonly maxQuarantined?: number
}

/** `monotable run`: goes through the table, or on from where it was ended. */
export function addRun(program: Command, run: Run): void {
  const command = program
    .command('run')
    .description('migrate a table, or go on where a run was ended; each item in one transaction with its before-image')
  addConfirm(addPass(addMigration(command))).option(
    '--max-quarantined <number>',
    'how many items may be set aside before it ends (default: 1,000)',
    positiveInteger,
  )
  addExamples(command, [
    ['run migrations/split-name.ts', 'on a local server, or on a terminal: it asks for the name of the table'],
    ['run migrations/split-name.ts --confirm app', 'of a table in AWS, in CI'],
    ['run migrations/split-name.ts --confirm app --write-units 500', 'beside an application that needs the rest'],
  ])
  command.addHelpText(
    'after',
    '\nCtrl-C ends it in order; the same command goes on from there. Exit code 1 where items were set aside.',
  )
  command.action(
    run<RunCommandOptions>(async (session, options, [file]) => {
      const { migrator, isLocal } = await migratorOf(session, options, file!)
      const confirm = await confirmed(session, migrator, isLocal, options.confirm)
      const again = `monotable run ${file}`
      const progress = session.progress(`Migrating ${migrator.tableName}`)
      const most = options.maxQuarantined
      const settings: RunOptions = {
        ...passOf(session, options),
        ...confirm,
        ...(most !== undefined && { maxQuarantined: most }),
        onProgress: showPass(progress),
      }
      const report = await migrator
        .run(settings)
        .catch(error => {
          throw new Advised(error, `What was done is done, and noted: '${again}' goes on from there.`)
        })
        .finally(() => progress.end())
      const { counts, resumed, quarantined, createdTable, outcome, consumed } = report
      const text = [
        ...(createdTable === undefined
          ? []
          : [`Made the table ${createdTable}, which keeps before-images and progress.`]),
        ...(resumed ? ['It went on from where an earlier run was ended.'] : []),
        countsText(counts),
        ...(quarantined.length > 0 ? ['', quarantinedText(quarantined, counts.quarantined)] : []),
        '',
        `It took ${Math.ceil(consumed.read)} read units and ${Math.ceil(consumed.write)} write units.`,
      ].join('\n')
      if (outcome === 'stopped')
        throw new Interrupted(
          `${text}\nStopped before its end: items of the last requests may be done, and not in these counts yet. '${again}' goes on from there.`,
          report,
        )
      return {
        json: { table: migrator.tableName, controlTable: migrator.controlTableName, ...report },
        text: ({ good, warn }) =>
          `${text}\n${counts.quarantined > 0 ? warn('Done, but for what was set aside.') : good('Done.')} See that nothing is left: monotable verify ${file}`,
        found: counts.quarantined > 0,
      }
    }),
  )
}
