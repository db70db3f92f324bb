import type { Context } from './context.js'
import { resolveNames } from './explain-names.js'

/** What of a write command is told. */
interface WriteCommand {
  readonly TableName?: string | undefined
  readonly UpdateExpression?: string | undefined
  readonly ConditionExpression?: string | undefined
  readonly ExpressionAttributeNames?: Record<string, string> | undefined
}

/** A write in words, without the values in it. */
export function explainWrite({ entity, tableName }: Context, command: string, input: WriteCommand): string {
  const names = (expression: string | undefined) =>
    expression && resolveNames(expression, input.ExpressionAttributeNames)
  const indexes = [...new Set([...entity.patterns.values()].map(pattern => pattern.index.name))]
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['update', names(input.UpdateExpression)],
    ['condition', names(input.ConditionExpression)],
    ['indexes', indexes.length > 0 ? indexes.join(', ') : undefined],
    [
      'cost',
      `1 write unit for each 1 KB of the item${indexes.length > 0 ? ', and of its entry in each index that changes' : ''}`,
    ],
  ]
  return [
    `${command} ${entity.name} in table '${tableName}'`,
    ...lines.filter(([, text]) => text !== undefined).map(([label, text]) => `  ${label.padEnd(9)}  ${text}`),
  ].join('\n')
}
