import type { DiagramModel, EntityBox, ViewBox } from './diagram-model.js'
import { escapeMermaid } from './escape.js'

/**
 * The model as a flow chart: the table and each index are frames, in which partitions stand; from each partition lines go to the
 * entities in it, with their sort keys.
 */
export function mermaidText({ entities, views }: DiagramModel): string {
  return [
    'flowchart LR',
    ...views.flatMap(viewLines),
    ...entities.map((entity, at) => `  e${at}(["${entityLabel(entity)}"])`),
    ...views.flatMap((view, at) => view.partitions.flatMap((_, partition) => edgesOf(view, at, partition))),
    '',
  ].join('\n')
}

const viewLines = ({ name, kind, key, holds, partitions }: ViewBox, at: number): readonly string[] => {
  const title = [`${kind} ${name}`, key.join(', '), holds].filter(Boolean).map(each => escapeMermaid(each!))
  const empty = partitions.length === 0 ? [`    v${at}none["${escapeMermaid('no access pattern')}"]`] : []
  return [
    `  subgraph v${at}["${title.join(' · ')}"]`,
    '    direction TB',
    ...partitions.map(({ template }, partition) => `    v${at}p${partition}["${escapeMermaid(template)}"]`),
    ...empty,
    '  end',
  ]
}

const entityLabel = ({ name, facts }: EntityBox) => {
  const [, told] = facts[0]!
  return `${escapeMermaid(name)}<br/>${escapeMermaid(told)}`
}

function edgesOf({ partitions }: ViewBox, at: number, partition: number): readonly string[] {
  return partitions[partition]!.members.map(({ entity, sort, pattern }) => {
    const label = [pattern, sort].filter(each => each !== undefined).map(escapeMermaid)
    const line = label.length > 0 ? `-- "${label.join('<br/>')}" -->` : '-->'
    return `  v${at}p${partition} ${line} e${entity}`
  })
}
