import { type Command, InvalidArgumentError } from 'commander'
import { Interrupted } from '../failure/interrupted.js'
import { showPass } from '../output/pass-progress.js'
import { hasProblems, planText } from '../output/plan-text.js'
import type { Run } from '../program-types.js'
import { addMigration, addPass, migrationAction, type PassCommandOptions, passOf } from './migration.js'
import { addGuide, wholeNumber } from './options.js'

interface PlanCommandOptions extends PassCommandOptions {
  readonly sample?: number | 'all'
  readonly examples?: number
}

/** `monotable plan`: a dry run. */
export function addPlan(program: Command, run: Run): void {
  const command = program
    .command('plan')
    .description('Show what a migration would do, what it costs and how long it takes; nothing is written.')
  addPass(addMigration(command))
    .option(
      '--sample <number>',
      "how many items are looked at, from all over the table, or 'all' (default: all of 5,000 items or fewer, else 1,000)",
      sampleOf,
    )
    .option('--examples <number>', 'how many changes of each kind are shown (default: 3)', wholeNumber())
  addGuide(command, {
    examples: [
      ['plan migrations/split-name.ts', 'from a sample of the table'],
      ['plan migrations/split-name.ts --sample all --json > plan.json', 'from all of its items'],
    ],
    exits: { 0: 'it can be run', 1: 'items collide, would be set aside, or would be changed again' },
  })
  command.action(
    migrationAction<PlanCommandOptions>(run, async ({ session, options, migrator, tables, next }) => {
      const { sample, examples } = options
      const progress = session.progress(`Looking at ${migrator.tableName}`)
      const plan = await migrator
        .plan({
          ...passOf(session, options),
          sample,
          examples,
          onProgress: showPass(progress),
        })
        .finally(() => progress.end())
      if (plan.outcome === 'stopped')
        throw new Interrupted('Stopped before its end. Nothing was written.', { details: plan })
      return {
        json: { ...tables, ...plan },
        text: style =>
          `${planText(plan, migrator.tableName, style)}\n\nNothing was written. To migrate: ${next('run')}`,
        found: hasProblems(plan),
      }
    }),
  )
}

function sampleOf(text: string): number | 'all' {
  if (text === 'all') return text
  try {
    return wholeNumber()(text)
  } catch {
    throw new InvalidArgumentError("It must be a whole number from 1 on, or 'all'.")
  }
}
