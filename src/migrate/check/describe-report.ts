import type { CheckReport, Finding } from './check-report.js'
import { findingKinds } from './finding-kinds.js'

/**
 * What a check found, as lines of plain text for people: counts, then each kind of finding with what to do about it, then drift.
 * @example console.log(describeReport(report).join('\n'))
 */
export function describeReport(report: CheckReport): readonly string[] {
  const { table, read, entities, own, findings, drift } = report
  const width = Math.max(...entities.map(({ entity }) => entity.length))
  const counts = entities.map(({ entity, count }) => `  ${entity.padEnd(width)}  ${figure(count)}`)
  const ours = [
    ...(own.sentinels > 0 ? [`items that keep unique values: ${figure(own.sentinels)}`] : []),
    ...(own.storeEntries > 0 ? [`items of key-value stores: ${figure(own.storeEntries)}`] : []),
  ]
  const kinds = [...new Set(findings.map(({ kind }) => kind))]
  return [
    `Table '${table}': ${count(read, 'item')} read${report.passes === 2 ? ', twice, for the sake of unique values' : ''}.`,
    ...counts,
    ...(ours.length > 0 ? ours.map(each => `  ${each}`) : []),
    ...kinds.flatMap(kind => ['', ...describeKind(findings.filter(finding => finding.kind === kind))]),
    ...(drift && drift.differences.length > 0
      ? [
          '',
          'The table itself',
          ...drift.differences.map(({ severity, text }) => `  ${mark(severity === 'breaks')} ${text}`),
        ]
      : []),
    '',
    verdict(report),
  ]
}

function describeKind(findings: readonly Finding[]): readonly string[] {
  const [{ kind, severity }] = findings as readonly [Finding]
  const { title, advice } = findingKinds[kind]
  const total = findings.reduce((sum, each) => sum + each.count, 0)
  return [
    `${mark(severity === 'violation')} ${title}: ${figure(total)}`,
    ...findings.flatMap(({ entity, subject, reason, count, examples }) => [
      `    ${[entity, subject].filter(Boolean).join(' ')}${entity || subject ? ': ' : ''}${reason} (${figure(count)})`,
      ...examples.map(
        key =>
          `      ${Object.entries(key)
            .map(([name, value]) => `${name} = ${quoted(value)}`)
            .join(', ')}`,
      ),
    ]),
    `    → ${advice}`,
  ]
}

function verdict({ ok, findings, drift }: CheckReport): string {
  if (ok)
    return findings.length > 0 ? 'All items fit their definitions; see the notes.' : 'All items fit their definitions.'
  const violations = findings.filter(({ severity }) => severity === 'violation')
  const total = violations.reduce((sum, each) => sum + each.count, 0)
  const table = drift && !drift.matches ? 'the table is not as it is defined' : ''
  const items = total > 0 ? count(total, 'violation') : ''
  return `Not in order: ${[items, table].filter(Boolean).join(', and ')}.`
}

const mark = (bad: boolean) => (bad ? '✗' : '!')
const figure = (count: number) => count.toLocaleString('en-US')
const count = (number: number, thing: string) => `${figure(number)} ${thing}${number === 1 ? '' : 's'}`
/** Keys may hold anything, control characters of terminals too. */
const quoted = (text: string) =>
  JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, escaped)
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
