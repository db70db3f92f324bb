import { readFileSync, writeFileSync } from 'node:fs'
import { cellName, dimensions } from './cells.js'
import type { Outcome } from './run-cell.js'

const head = ['Node', 'TypeScript', 'zod', 'SDK', 'Keyv', 'form', 'result']

/** What a cell had, and how it went. */
function row({ cell, versions, failure }: Outcome): readonly string[] {
  const result = failure ? `failed: ${failure.step}` : 'passed'
  if (versions === undefined) return [cell.node, cell.typescript, cell.zod, cell.sdk, '', cell.form, result]
  const zod = cell.schemas === 'mini' ? `${versions.zod} mini` : versions.zod
  return [versions.node, versions.typescript, zod, versions.sdk, versions.keyv, cell.form, result]
}

/** A table for a terminal, and how to run each cell once more. */
export function describeOutcomes(outcomes: readonly Outcome[]): string {
  const rows = [[...head, 'seconds'], ...outcomes.map(outcome => [...row(outcome), String(outcome.seconds)])]
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(cells => cells[column]!.length)))
  const table = rows.map(cells =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  )
  const failed = outcomes.filter(({ failure }) => failure)
  return [
    ...table,
    '',
    'To run one of them:',
    ...outcomes.map(({ cell }) => `  npm run test:matrix -- --only ${cellName(cell)}`),
    '',
    `${outcomes.length - failed.length} passed, ${failed.length} failed`,
  ].join('\n')
}

/** Puts what was run in the place of the table in a page. */
export function writePage(path: string, outcomes: readonly Outcome[], date: Date): void {
  const [before, rest] = readFileSync(path, 'utf8').split('<!-- matrix -->\n')
  const [, after] = rest?.split('<!-- /matrix -->\n') ?? []
  if (after === undefined) throw new Error(`${path} has no place for the table.`)
  const lines = [
    `Run on ${date.toISOString().slice(0, 10)}, on ${process.platform} ${process.arch}:`,
    '',
    `| ${[...head, '`--only`'].join(' | ')} |`,
    `|${'---|'.repeat(head.length + 1)}`,
    ...outcomes.map(outcome => `| ${[...row(outcome), `\`${cellName(outcome.cell)}\``].join(' | ')} |`),
  ]
  writeFileSync(path, `${before}<!-- matrix -->\n${lines.join('\n')}\n\n<!-- /matrix -->\n${after}`)
}

/** Every value that there is, for people. */
export const values = (): string => Object.values(dimensions).flat().join(', ')
