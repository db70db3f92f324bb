import type { DiagramModel } from './diagram-model.js'
import { codeInMarkdown as code, escapeMarkdown as plain } from './escape.js'

/** The model as two Markdown tables: of entities with their keys, and of access patterns. */
export function markdownText({ entities }: DiagramModel): string {
  const keys = entities.map(({ name, keys, facts }) => [
    plain(name),
    keys.map(({ attribute, template }) => `${code(attribute)} ${code(template)}`).join('<br>'),
    facts.map(([fact, value]) => `${fact} ${plain(value)}`).join('<br>'),
  ])
  const patterns = entities.flatMap(({ patterns }) =>
    patterns.map(({ call, gives, index, order }) => [
      code(call),
      plain(gives),
      index === undefined ? 'the table' : code(index),
      plain(order.join(', ')),
    ]),
  )
  return [
    ...tableOf(['entity', 'keys', 'more'], keys),
    '',
    ...tableOf(['access pattern', 'gives', 'reads', 'in order of'], patterns),
    '',
  ].join('\n')
}

const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`.replace(/ {2,}\|/g, ' |'))
