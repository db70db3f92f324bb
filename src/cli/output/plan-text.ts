import type { Destructive, Plan, PlannedChange } from '../../migrate/change/plan-report.js'
import { duration } from './duration.js'
import { countsText, listText, quarantinedText } from './migration-text.js'
import { keyText, valueText } from './stored-text.js'
import type { Style } from './style.js'
import { count, counted, textTable } from './text-table.js'

/** Whether a plan has something that is to be looked into before it is run. */
export const hasProblems = ({ collisions, counts, unstable }: Plan): boolean =>
  collisions.count + counts.quarantined + unstable.count > 0

/** A plan as people read it. */
export function planText(plan: Plan, tableName: string, style: Style): string {
  const { whole, counts, expected, examples, destructive, collisions, quarantined, unstable, cost } = plan
  const { bold, warn, bad } = style
  const looked = whole
    ? `The table ${tableName} has ${counted(counts.read, 'item')}, and all were looked at.`
    : `The table ${tableName} has ${sizeText(plan)}; ${count(counts.read)} of them were looked at, and to the right is what that makes of all.`
  const parts = [
    looked,
    whole ? countsText(counts) : countsText(counts, expected),
    ...examples.map(each => exampleText(each, style)),
    destructive.length > 0 && `${warn('Lost, unless it is undone:')}\n${destructive.map(lossText).join('\n')}`,
    collisions.count > 0 &&
      `${bad('Collisions, which are set aside:')}\n${listText(collisions.examples, collisions.count, ({ key, taken, by }) => `${keyText(key)} → ${keyText(taken)}, which ${by === 'item' ? 'an item' : 'another change'} has`)}`,
    quarantined.length > 0 && bad(quarantinedText(quarantined, counts.quarantined - collisions.count)),
    unstable.count > 0 &&
      `${bad('Changed again, if they are met again: the transform must leave what it makes.')}\n${listText(unstable.examples, unstable.count, keyText)}`,
    `${bold('Cost')}  ${count(cost.readUnits)} read units and ${count(cost.writeUnits)} write units: $${cost.dollars.toFixed(2)} on demand; ${megabytes(cost.recordBytes)} of before-images\n${bold('Time')}  about ${duration(plan.seconds)}`,
  ]
  return parts.filter(Boolean).join('\n\n')
}

/** How many items there are, and where it is not known well, why. */
function sizeText({ itemCount, size }: Plan): string {
  if (size === 'counted') return counted(itemCount, 'item')
  const about = `about ${counted(itemCount, 'item')}`
  return size === 'reported' ? about : `${about} (estimated: what DynamoDB says of its size does not fit what is there)`
}

function exampleText({ kind, key, differences, made }: PlannedChange, { bold }: Style): string {
  const rows = differences.map(({ attribute, before, after }) => [
    `  ${attribute}`,
    valueText(before),
    '→',
    after ? valueText(after) : '(removed)',
  ])
  return [
    `${bold(kind)}  ${keyText(key)}`,
    ...(rows.length > 0 ? [textTable(rows)] : []),
    ...made.map(item => `  → ${keyText(item)}`),
  ].join('\n')
}

const lossText = ({ attribute, count: items }: Destructive): string =>
  attribute === undefined
    ? `  ${counted(items, 'item')} are deleted`
    : `  the attribute '${attribute}', in ${counted(items, 'item')}`

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
