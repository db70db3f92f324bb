import { type Definitions, settleDefinitions } from '../definitions.js'
import { diagramModel } from './diagram-model.js'
import { htmlText } from './html.js'
import { markdownText } from './markdown.js'
import { mermaidText } from './mermaid.js'
import { svgText } from './svg/svg.js'

/** The forms that a diagram can have. */
export type DiagramFormat = 'svg' | 'html' | 'mermaid' | 'markdown'

/**
 * Shows definitions to people: entities with their key templates and what tells them, which of them share the partitions of the table
 * and of each index, in which order they are sorted there, and the call for each access pattern. Sends nothing.
 *
 * `svg` is a picture for light and dark, `html` a page in one file with that picture and tables, `mermaid` a flow chart for a README,
 * and `markdown` tables of entities and access patterns.
 *
 * @param definitions a database, entities by their names, or entities of one table
 * @throws DefinitionError `definition.database`, `definition.overlap`
 * @example await writeFile('model.html', diagram({ agents: Agent, users: User }, 'html'))
 */
export function diagram(definitions: Definitions, format: DiagramFormat): string {
  const model = diagramModel(settleDefinitions(definitions))
  switch (format) {
    case 'svg':
      return svgText(model)
    case 'html':
      return htmlText(model)
    case 'mermaid':
      return mermaidText(model)
    case 'markdown':
      return markdownText(model)
  }
}
