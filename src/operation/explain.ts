import type { Context } from './context.js'
import type { ReadPlan } from './pages/read-plan.js'
import type { CommandName } from './transport.js'

interface Command {
  readonly TableName?: string | undefined
  readonly IndexName?: string | undefined
  readonly KeyConditionExpression?: string | undefined
  readonly FilterExpression?: string | undefined
  readonly ProjectionExpression?: string | undefined
  readonly UpdateExpression?: string | undefined
  readonly ConditionExpression?: string | undefined
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined
  readonly ConsistentRead?: boolean | undefined
  readonly ScanIndexForward?: boolean | undefined
  readonly Limit?: number | undefined
}

/** A command in words. Values stay placeholders, for they may be secret. */
export function explain(
  { entity }: Context,
  name: CommandName,
  input: Command,
  plan?: ReadPlan,
  notes: readonly string[] = plan?.notes ?? [],
): string {
  const writes = !plan && name !== 'GetItem'
  const index = input.IndexName && entity.table.indexes.get(input.IndexName)
  const indexes = [...new Set([...entity.patterns.values()].map(pattern => pattern.index.name))].join(', ')
  const named = (expression = '') =>
    expression.replace(/#\w+/g, placeholder => input.ExpressionAttributeNames![placeholder]!)
  const size = input.Limit ? `up to ${input.Limit} items a request` : 'what is read, up to 1 MB a request'
  const lines = {
    'key condition': named(input.KeyConditionExpression),
    filter: named(input.FilterExpression),
    projection: named(input.ProjectionExpression),
    update: named(input.UpdateExpression),
    condition: named(input.ConditionExpression),
    order: name === 'Query' && (input.ScanIndexForward === false ? 'descending' : 'ascending'),
    segments: plan && plan.segments > 1 && plan.segments,
    indexes: writes && indexes,
    cost: writes
      ? `1 write unit for each 1 KB of the item${indexes && ', and of its entry in each index that changes'}`
      : `${input.ConsistentRead ? '1 read unit' : '0.5 read units'} for each 4 KB of ${plan ? size : 'the item'}`,
  }
  const warnings = [
    plan?.impossible && 'No item can be in this range: no request is sent.',
    (input.FilterExpression || plan?.accepts) && 'What the filter leaves out is read and charged all the same.',
    ...notes,
  ]
  return [
    `${name} ${entity.name} in table '${input.TableName}'${index ? `, index '${index.name}' (${index.kind})` : ''}`,
    ...Object.entries(lines).flatMap(([label, text]) => (text ? `  ${label.padEnd(13)}  ${text}` : [])),
    ...warnings.flatMap(warning => (warning ? `  ! ${warning}` : [])),
  ].join('\n')
}
