import type { Command } from 'commander'
import type { RunOptions, RunReport } from '../../migrate/change/run.js'
import { Advised } from '../failure/advised.js'
import { Interrupted } from '../failure/interrupted.js'
import { consumedText, countsText, quarantinedText } from '../output/migration-text.js'
import { showPass } from '../output/pass-progress.js'
import type { Run } from '../program-types.js'
import {
  addConfirm,
  addMigration,
  addPass,
  confirmed,
  migrationAction,
  type PassCommandOptions,
  passOf,
} from './migration.js'
import { addGuide, wholeNumber } from './options.js'

interface RunCommandOptions extends PassCommandOptions {
  readonly confirm?: string
  readonly maxQuarantined?: number
}

/** `monotable run`: goes through the table, or on from where it was ended. */
export function addRun(program: Command, run: Run): void {
  const command = program
    .command('run')
    .description('Migrate a table, or go on where a run was ended: each item in one transaction with its before-image.')
  addConfirm(addPass(addMigration(command))).option(
    '--max-quarantined <number>',
    'how many items may be set aside before it ends (default: 1,000)',
    wholeNumber(),
  )
  addGuide(command, {
    examples: [
      ['run migrations/split-name.ts', 'on a local server, or on a terminal: it asks for the name of the table'],
      ['run migrations/split-name.ts --confirm app', 'of a table in AWS, in CI'],
      ['run migrations/split-name.ts --confirm app --write-units 500', 'beside an application that needs the rest'],
    ],
    note: 'Ctrl-C ends it in order, and says how it stands; the same command goes on from there.',
    exits: {
      0: 'all is done',
      1: 'it went through the table, and has set items aside',
      2: 'wrong use, or it is not allowed to: nothing was done',
      3: 'it failed on the way: what was done is noted, and the same command goes on',
    },
  })
  command.action(
    migrationAction<RunCommandOptions>(run, async opened => {
      const { session, options, migrator, tables, hasWritten, next } = opened
      const confirm = await confirmed(opened, options.confirm)
      const progress = session.progress(`Migrating ${migrator.tableName}`)
      const settings: RunOptions = {
        ...passOf(session, options),
        confirm,
        maxQuarantined: options.maxQuarantined,
        onProgress: showPass(progress),
      }
      const report = await migrator
        .run(settings)
        .catch(error => {
          throw hasWritten()
            ? new Advised(error, `What was done is done, and noted. To go on from there: ${next('run')}`)
            : error
        })
        .finally(() => progress.end())
      const { counts, outcome } = report
      const json = { ...tables, ...report }
      const text = reportText(report)
      if (outcome === 'stopped')
        throw new Interrupted(`Stopped before its end. To go on from there: ${next('run')}`, {
          details: json,
          report: `${text}\nItems of the last requests may be done, and not in these counts yet.`,
        })
      return {
        json,
        text: ({ good, warn }) =>
          `${text}\n${counts.quarantined > 0 ? warn('Done, but for what was set aside.') : good('Done.')} See that nothing is left: ${next('verify')}`,
        found: counts.quarantined > 0,
      }
    }),
  )
}

const reportText = ({ counts, resumed, quarantined, createdTable, consumed }: RunReport): string =>
  [
    ...(createdTable === undefined ? [] : [`Made the table ${createdTable}, which keeps before-images and progress.`]),
    ...(resumed ? ['It went on from where an earlier run was ended.'] : []),
    countsText(counts),
    ...(quarantined.length > 0 ? ['', quarantinedText(quarantined, counts.quarantined)] : []),
    '',
    consumedText(consumed),
  ].join('\n')
