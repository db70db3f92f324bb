import type { Command } from 'commander'
import type { UndoOptions } from '../../migrate/change/undo.js'
import { Advised } from '../failure/advised.js'
import { Interrupted } from '../failure/interrupted.js'
import { listText } from '../output/migration-text.js'
import { keyText } from '../output/stored-text.js'
import { count, textTable } from '../output/text-table.js'
import type { Run } from '../program-types.js'
import { addConfirm, addMigration, addPace, confirmed, migratorOf, type PassOptions, passOf } from './migration.js'
import { addExamples } from './options.js'

interface UndoCommandOptions extends PassOptions {
  readonly confirm?: string
}

/** `monotable undo`: puts back what was migrated, from the before-images. */
export function addUndo(program: Command, run: Run): void {
  const command = program
    .command('undo')
    .description(
      'put back what was migrated, from the before-images; what was changed since stays as it is, and is listed',
    )
  addConfirm(addPace(addMigration(command)))
  addExamples(command, [
    ['undo migrations/split-name.ts', 'on a local server, or on a terminal'],
    ['undo migrations/split-name.ts --confirm app', 'of a table in AWS, in CI'],
  ])
  command.addHelpText('after', '\nExit code 1 where items stay, for somebody has changed them since.')
  command.action(
    run<UndoCommandOptions>(async (session, options, [file]) => {
      const { migrator, isLocal } = await migratorOf(session, options, file!)
      const confirm = await confirmed(session, migrator, isLocal, options.confirm)
      const again = `monotable undo ${file}`
      const progress = session.progress(`Undoing in ${migrator.tableName}`)
      const settings: UndoOptions = {
        ...passOf(session, options),
        ...confirm,
        onProgress: ({ restored, changed }) => progress.update({ done: restored + changed }),
      }
      const report = await migrator
        .undo(settings)
        .catch(error => {
          throw new Advised(error, `What was put back stays so: '${again}' goes on from there.`)
        })
        .finally(() => progress.end())
      const { counts, changed, outcome } = report
      const text = [
        textTable([
          ['items put back', counts.restored],
          ['changed since, and left', counts.changed],
        ]),
        ...(changed.length > 0 ? [listText(changed, counts.changed, keyText)] : []),
      ].join('\n')
      if (outcome === 'stopped')
        throw new Interrupted(`${text}\nStopped before its end. '${again}' goes on from there.`, report)
      return {
        json: { table: migrator.tableName, ...report },
        text: ({ good, warn }) =>
          `${text}\n${counts.changed > 0 ? warn(`Undone, but for ${count(counts.changed)}.`) : good('Undone.')}`,
        found: counts.changed > 0,
      }
    }),
  )
}
