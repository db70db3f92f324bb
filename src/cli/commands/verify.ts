import type { Command } from 'commander'
import type { VerifyReport } from '../../migrate/change/verify.js'
import { Interrupted } from '../failure/interrupted.js'
import { listText } from '../output/migration-text.js'
import { keyText } from '../output/stored-text.js'
import type { Style } from '../output/style.js'
import { textTable } from '../output/text-table.js'
import type { Run } from '../program-types.js'
import { addMigration, addPass, migratorOf, type PassOptions, passOf, showPass } from './migration.js'
import { addExamples } from './options.js'

/** `monotable verify`: reads the whole table once more. */
export function addVerify(program: Command, run: Run): void {
  const command = program
    .command('verify')
    .description('read the whole table once more: is anything left, does all fit, do the counts add up')
  addPass(addMigration(command))
  addExamples(command, [['verify migrations/split-name.ts', 'after a run; exit code 1 where it is not complete']])
  command.action(
    run<PassOptions>(async (session, options, [file]) => {
      const { migrator } = await migratorOf(session, options, file!)
      const progress = session.progress(`Verifying ${migrator.tableName}`)
      const report = await migrator
        .verify({ ...passOf(session, options), onProgress: showPass(progress) })
        .finally(() => progress.end())
      if (report.outcome === 'stopped') throw new Interrupted('Stopped before its end. Nothing was changed.', report)
      return {
        json: { table: migrator.tableName, ...report },
        text: style => verifyText(report, file!, style),
        found: !report.complete,
      }
    }),
  )
}

function verifyText(
  { complete, counts, findings, recorded, records }: VerifyReport,
  file: string,
  style: Style,
): string {
  const { read, right, foreign, left, quarantined, invalid, stale } = counts
  const wrong = left + quarantined + invalid + stale
  const rows = [
    ['items read', read],
    ['  as they are to be', right],
    ['  of other entities', foreign],
    ['  left to migrate', left],
    ['  set aside', quarantined],
    ['  that do not fit their schema', invalid],
    ['  with stale index keys', stale],
  ] as const
  const agreement = recorded
    ? `The last run counted ${describe(recorded)}; there are records of ${describe(records ?? {})}.`
    : 'No run is done.'
  return [
    textTable(rows.filter(([, number], at) => at < 2 || number > 0)),
    ...(findings.length > 0 ? [listText(findings, wrong, ({ key, problem }) => `${keyText(key)}: ${problem}`)] : []),
    agreement,
    complete ? style.good('Complete.') : `${style.bad('Not complete.')} To go on: monotable run ${file}`,
  ].join('\n\n')
}

const kinds = ['updated', 'moved', 'split', 'deleted'] as const
const describe = (counts: Partial<Readonly<Record<(typeof kinds)[number], number>>>): string =>
  kinds.flatMap(kind => (counts[kind] ? [`${counts[kind]} ${kind}`] : [])).join(', ') || 'no changes'
