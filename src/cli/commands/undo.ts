import type { Command } from 'commander'
import type { UndoOptions } from '../../migrate/change/undo.js'
import { Advised } from '../failure/advised.js'
import { Interrupted } from '../failure/interrupted.js'
import { counted } from '../output/text-table.js'
import { undoText } from '../output/undo-text.js'
import type { Run } from '../program-types.js'
import {
  addConfirm,
  addMigration,
  addPace,
  confirmed,
  migrationAction,
  type PassCommandOptions,
  passOf,
} from './migration.js'
import { addGuide } from './options.js'

interface UndoCommandOptions extends PassCommandOptions {
  readonly confirm?: string
}

/** `monotable undo`: puts back what was migrated, from the before-images. */
export function addUndo(program: Command, run: Run): void {
  const command = program
    .command('undo')
    .description(
      'Put back what was migrated, from the before-images; what was changed since stays as it is, and is listed.',
    )
  addConfirm(addPace(addMigration(command)))
  addGuide(command, {
    examples: [
      ['undo migrations/split-name.ts', 'on a local server, or on a terminal'],
      ['undo migrations/split-name.ts --confirm app', 'of a table in AWS, in CI'],
    ],
    note: 'Ctrl-C ends it in order, and says how it stands; the same command goes on from there.',
    exits: {
      0: 'all is as it was',
      1: 'items stay, for somebody has changed them since or DynamoDB does not take them back',
      2: 'wrong use, or it was never run: nothing was done',
      3: 'it failed on the way: what was put back stays so, and the same command goes on',
    },
  })
  command.action(
    migrationAction<UndoCommandOptions>(run, async opened => {
      const { session, options, migrator, tables, hasWritten, next } = opened
      const confirm = await confirmed(opened, options.confirm)
      const progress = session.progress(`Undoing in ${migrator.tableName}`)
      const settings: UndoOptions = {
        ...passOf(session, options),
        confirm,
        onProgress: ({ counts, total }) => progress.update({ done: counts.restored + counts.left, total }),
      }
      const report = await migrator
        .undo(settings)
        .catch(error => {
          throw hasWritten()
            ? new Advised(error, `What was put back stays so. To go on from there: ${next('undo')}`)
            : error
        })
        .finally(() => progress.end())
      const json = { ...tables, ...report }
      const text = undoText(report)
      if (report.outcome === 'stopped')
        throw new Interrupted(`Stopped before its end. To go on from there: ${next('undo')}`, {
          details: json,
          report: text,
        })
      const { left } = report.counts
      const advice = `What is left is for somebody to decide on, item by item: what was there before is kept in the table ${tables.controlTable}.`
      return {
        json,
        text: ({ good, warn }) =>
          `${text}\n${left > 0 ? `${warn(`Undone, but for ${counted(left, 'item')}.`)} ${advice}` : good('Undone.')} To migrate once more: ${next('run')}`,
        found: left > 0,
      }
    }),
  )
}
