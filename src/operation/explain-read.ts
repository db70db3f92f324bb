import type { Context } from './context.js'
import { resolveNames } from './explain-names.js'
import type { ReadPlan } from './pages/read-plan.js'

/** What of a read command is told. */
interface ReadCommand {
  readonly TableName?: string | undefined
  readonly IndexName?: string | undefined
  readonly KeyConditionExpression?: string | undefined
  readonly FilterExpression?: string | undefined
  readonly ProjectionExpression?: string | undefined
  readonly ExpressionAttributeNames?: Record<string, string> | undefined
  readonly ConsistentRead?: boolean | undefined
  readonly ScanIndexForward?: boolean | undefined
  readonly Limit?: number | undefined
}

/** A read in words, without the values in it. */
export function explainRead(
  { entity }: Context,
  command: string,
  input: ReadCommand,
  plan?: Pick<ReadPlan, 'impossible' | 'segments' | 'notes' | 'accepts'>,
): string {
  const names = (expression: string | undefined) =>
    expression && resolveNames(expression, input.ExpressionAttributeNames)
  const source =
    input.IndexName === undefined
      ? ''
      : `, index '${input.IndexName}' (${entity.table.indexes.get(input.IndexName)?.kind})`
  const one = command === 'GetItem'
  const size = one
    ? 'the item'
    : input.Limit === undefined
      ? 'what is read, up to 1 MB a request'
      : `up to ${input.Limit} items a request`
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['key condition', names(input.KeyConditionExpression)],
    ['filter', names(input.FilterExpression)],
    ['projection', names(input.ProjectionExpression)],
    ['order', command === 'Query' ? (input.ScanIndexForward === false ? 'descending' : 'ascending') : undefined],
    ['segments', plan && plan.segments > 1 ? String(plan.segments) : undefined],
    ['cost', `${input.ConsistentRead ? '1 read unit' : '0.5 read units'} for each 4 KB of ${size}`],
  ]
  const warnings = [
    ...(plan?.impossible ? ['No item can be in this range: no request is sent.'] : []),
    ...(input.FilterExpression !== undefined || plan?.accepts
      ? ['What the filter leaves out is read and charged all the same.']
      : []),
    ...(plan?.notes ?? []),
  ]
  return [
    `${command} ${entity.name} in table '${input.TableName}'${source}`,
    ...lines.filter(([, text]) => text !== undefined).map(([label, text]) => `  ${label.padEnd(13)}  ${text}`),
    ...warnings.map(warning => `  ! ${warning}`),
  ].join('\n')
}
