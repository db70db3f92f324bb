import { type Command, Option } from 'commander'
import { type DiagramFormat, diagram } from '../../migrate/diagram/diagram.js'
import { loadTableDefinitions } from '../load/table-definitions.js'
import { textOutcome } from '../output/text-outcome.js'
import type { Run } from '../program-types.js'
import { addExamples, addOut, addTableName } from './options.js'

interface DiagramOptions {
  readonly table?: string
  readonly format: DiagramFormat
  readonly out?: string
}

const formats = ['svg', 'html', 'mermaid', 'markdown'] satisfies DiagramFormat[]

/** `monotable diagram`: sends nothing. */
export function addDiagram(program: Command, run: Run): void {
  const command = program
    .command('diagram')
    .description('draw the entities, their keys, what shares partitions, and the access patterns')
    .argument('[definitions]', 'the file that exports the entities, or a database (default: of the configuration)')
    .addOption(
      new Option('--format <format>', 'a picture, a page, or a text for a README').choices(formats).default('svg'),
    )
  addTableName(command)
  addOut(command)
  addExamples(command, [
    ['diagram src/entities.ts --format html --out model.html', 'a page to look at'],
    ['diagram src/entities.ts --format mermaid', 'for a README'],
  ])
  command.action(
    run<DiagramOptions>(async (session, options, [file]) => {
      const { entities, tableName } = await loadTableDefinitions(session, file, options.table)
      const text = diagram(entities, options.format)
      return textOutcome(session, text, options.out, { table: tableName, format: options.format })
    }),
  )
}
