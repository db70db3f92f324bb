import type { Context } from './context.js'
import type { ReadPlan } from './pages/read-plan.js'
import type { CommandName } from './transport.js'

/** The parts of a command that are told, with what they are called. */
const labels = {
  KeyConditionExpression: 'key condition',
  FilterExpression: 'filter',
  ProjectionExpression: 'projection',
  UpdateExpression: 'update',
  ConditionExpression: 'condition',
} as const

type Command = { readonly [N in keyof typeof labels | 'TableName' | 'IndexName']?: string | undefined } & {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined
  readonly ConsistentRead?: boolean | undefined
  readonly ScanIndexForward?: boolean | undefined
  readonly Limit?: number | undefined
}

/** A command in words. Values stay placeholders, for they may be secret. */
export function explain({ entity }: Context, name: CommandName, input: Command, plan?: ReadPlan): string {
  const writes = !plan && name !== 'GetItem'
  const index = input.IndexName && entity.table.indexes.get(input.IndexName)
  const indexes = new Set([...entity.patterns.values()].map(pattern => pattern.index.name))
  const size = plan
    ? input.Limit
      ? `up to ${input.Limit} items a request`
      : 'what is read, up to 1 MB a request'
    : 'the item'
  const lines: [string, unknown][] = [
    ...Object.entries(labels).map(([part, label]): [string, unknown] => [
      label,
      input[part as keyof typeof labels]?.replace(
        /#\w+/g,
        placeholder => input.ExpressionAttributeNames?.[placeholder] ?? placeholder,
      ),
    ]),
    ['order', name === 'Query' && (input.ScanIndexForward === false ? 'descending' : 'ascending')],
    ['segments', plan && plan.segments > 1 && plan.segments],
    ['indexes', writes && [...indexes].join(', ')],
    [
      'cost',
      writes
        ? `1 write unit for each 1 KB of the item${indexes.size > 0 ? ', and of its entry in each index that changes' : ''}`
        : `${input.ConsistentRead ? '1 read unit' : '0.5 read units'} for each 4 KB of ${size}`,
    ],
  ]
  const warnings = [
    plan?.impossible && 'No item can be in this range: no request is sent.',
    (input.FilterExpression || plan?.accepts) && 'What the filter leaves out is read and charged all the same.',
    ...(plan?.notes ?? []),
  ]
  return [
    `${name} ${entity.name} in table '${input.TableName}'${index ? `, index '${index.name}' (${index.kind})` : ''}`,
    ...lines.flatMap(([label, text]) => (text ? [`  ${label.padEnd(13)}  ${text}`] : [])),
    ...warnings.flatMap(warning => (warning ? [`  ! ${warning}`] : [])),
  ].join('\n')
}
