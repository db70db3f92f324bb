import { document } from '../subjects/document.js'
import type { Timing } from '../support/timing.js'
import type { Results, Rows, Section } from './results.js'

type Cell = string | undefined

const distinct = <T>(all: readonly T[]): T[] => [...new Set(all)]

/** A table in Markdown: the first column says what a row is, and the others are numbers. */
function markdown(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly Cell[]) => `| ${cells.map(cell => cell ?? '').join(' | ')} |`
  return [line(head), `|${head.map((_, index) => (index === 0 ? '---' : '--:')).join('|')}|`, ...rows.map(line)].join(
    '\n',
  )
}

/** A table of rows by one field, columns by another. */
function crossed<R>(
  corner: string,
  rows: readonly R[],
  down: keyof R,
  across: keyof R,
  cell: (row: R) => string,
): string {
  const columns = distinct(rows.map(row => row[across]))
  const names = distinct(rows.map(row => row[down]))
  const at = (name: unknown, column: unknown) => rows.find(row => row[down] === name && row[across] === column)
  return markdown(
    [corner, ...columns.map(column => (typeof column === 'number' ? whole(column) : String(column)))],
    names.map(name => [
      String(name),
      ...columns.map(column => {
        const found = at(name, column)
        return found && cell(found)
      }),
    ]),
  )
}

export const whole = (value: number): string => Math.round(value).toLocaleString('en-US')
/** Three digits. */
const short = (value: number): string => (value >= 100 ? whole(value) : String(Number(value.toPrecision(3))))
const spread = ({ median, low, high }: Timing): string => `${short(median)} (${short(low)}–${short(high)})`
const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1)

/** How many times the document client's cost. */
export function ratios(rows: Rows['operations']): readonly { operation: string; subject: string; ratio: number }[] {
  return rows.map(({ operation, subject, median }) => {
    const base = rows.find(row => row.operation === operation && row.subject === document.name)!
    return { operation, subject, ratio: median / base.median }
  })
}

const tables: { readonly [S in Section]: (rows: Rows[S]) => string } = {
  operations: rows =>
    [
      crossed('× the document client', ratios(rows), 'subject', 'operation', ({ ratio }) => ratio.toFixed(2)),
      crossed('µs of CPU time', rows, 'subject', 'operation', spread),
    ].join('\n\n'),
  building: rows => crossed('µs of CPU time', rows, 'subject', 'operation', spread),
  imports: rows =>
    markdown(
      ['', 'milliseconds'],
      rows.map(row => [row.what, spread(row)]),
    ),
  sizes: rows =>
    markdown(
      ['', 'KB minified', 'KB minified and gzipped'],
      rows.map(({ what, minified, gzipped }) => [what, kilobytes(minified), kilobytes(gzipped)]),
    ),
  types: rows =>
    distinct(rows.map(({ compiler }) => compiler))
      .flatMap(compiler => {
        const found = rows.filter(row => row.compiler === compiler)
        return [
          crossed(`TypeScript ${compiler}: instantiations`, found, 'library', 'entities', row =>
            whole(row.instantiations),
          ),
          crossed(`TypeScript ${compiler}: seconds`, found, 'library', 'entities', ({ check }) => check.toFixed(2)),
        ]
      })
      .join('\n\n'),
  memory: rows => crossed('MB of heap after so many items', rows, 'subject', 'items', ({ heap }) => heap.toFixed(1)),
  segments: rows =>
    markdown(
      ['segments', 'milliseconds', 'milliseconds of CPU time'],
      rows.map(({ segments, time, cpu }) => [String(segments), whole(time), whole(cpu)]),
    ),
  scale: rows =>
    distinct(rows.map(({ curve }) => curve))
      .map(curve => {
        const found = rows.filter(row => row.curve === curve)
        return markdown(
          [`µs of ${curve}`, ...found.map(({ x }) => whole(x))],
          [['', ...found.map(({ cost }) => short(cost))]],
        )
      })
      .join('\n\n'),
  local: rows =>
    distinct(rows.map(({ operation }) => operation))
      .flatMap(operation => {
        const found = rows.filter(row => row.operation === operation)
        return [
          crossed(`${operation}: a second, so many at once`, found, 'subject', 'concurrency', row =>
            whole(row.throughput),
          ),
          crossed(`${operation}: µs of CPU time`, found, 'subject', 'concurrency', row => whole(row.cpu)),
        ]
      })
      .join('\n\n'),
}

/** A section's tables, and on what it was measured. */
export function tableOf(section: Section, results: Results): string | undefined {
  const measured = results[section]
  if (measured === undefined) return undefined
  return (tables[section] as (rows: unknown) => string)(measured.rows)
}
