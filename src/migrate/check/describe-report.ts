import type { CheckReport, Finding, KindCount } from './check-report.js'
import { findingKinds } from './finding-kinds.js'

/**
 * What a check found, as lines of plain text for people: counts, then each kind of finding with what to do about it, then drift.
 * @example console.log(describeReport(report).join('\n'))
 */
export function describeReport(report: CheckReport): readonly string[] {
  const { table, read, entities, own, kinds, findings, drift } = report
  const width = Math.max(...entities.map(({ entity }) => entity.length))
  const counts = entities.map(({ entity, count }) => `  ${entity.padEnd(width)}  ${figure(count)}`)
  const ours = [
    ...(own.sentinels > 0 ? [`items that keep unique values: ${figure(own.sentinels)}`] : []),
    ...(own.storeEntries > 0 ? [`items of key-value stores: ${figure(own.storeEntries)}`] : []),
  ]
  return [
    `Table '${table}': ${count(read, 'item')} read${report.passes === 2 ? ', twice, for the sake of unique values' : ''}.`,
    ...counts,
    ...(ours.length > 0 ? ours.map(each => `  ${each}`) : []),
    ...kinds.flatMap(each => ['', ...describeKind(each, findings)]),
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

function describeKind(
  { kind, severity, tolerated, items, complaints }: KindCount,
  findings: readonly Finding[],
): readonly string[] {
  const { title, advice } = findingKinds[kind]
  const several = complaints > items ? ` (${count(complaints, 'complaint')})` : ''
  return [
    `${mark(severity === 'violation')} ${title}: ${figure(items)}${several}${tolerated ? ', tolerated' : ''}`,
    ...findings
      .filter(finding => finding.kind === kind)
      .flatMap(({ entity, subject, reason, count, examples }) => [
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

function verdict({ ok, read, wrong, kinds, drift }: CheckReport): string {
  const tolerated = kinds.filter(each => each.tolerated)
  if (ok && tolerated.length > 0)
    return `In order, but for what is tolerated: ${tolerated.map(({ kind, items }) => `${count(items, 'item')} (${kind})`).join(', ')}.`
  if (ok)
    return kinds.length > 0 ? 'All items fit their definitions; see the notes.' : 'All items fit their definitions.'
  const complaints = kinds.reduce((sum, each) => sum + (each.severity === 'violation' ? each.complaints : 0), 0)
  const table = drift && !drift.matches ? 'the table is not as it is defined' : ''
  const several = complaints > wrong ? `, with ${count(complaints, 'complaint')}` : ''
  const items = wrong > 0 ? `${figure(wrong)} of ${count(read, 'item')}${several}` : ''
  return `Not in order: ${[items, table].filter(Boolean).join(', and ')}.`
}

const mark = (bad: boolean) => (bad ? '✗' : '!')
const figure = (count: number) => count.toLocaleString('en-US')
const count = (number: number, thing: string) => `${figure(number)} ${thing}${number === 1 ? '' : 's'}`
/** Keys may hold anything, control characters of terminals too. */
const quoted = (text: string) =>
  JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, escaped)
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
