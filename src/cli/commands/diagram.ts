import { type Command, Option } from 'commander'
import { type DiagramFormat, diagram } from '../../migrate/diagram/diagram.js'
import { loadEntities } from '../load/table-definitions.js'
import { textOutcome } from '../output/text-outcome.js'
import type { Run } from '../program-types.js'
import { addDefinitions, addGuide, addOut, addTableName } from './options.js'

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
    .description('Draw the entities, their keys, what shares partitions, and the access patterns; nothing is sent.')
    .addOption(
      new Option('--format <format>', 'a picture, a page, or a text for a README').choices(formats).default('svg'),
    )
  addDefinitions(command, 'the entities, or a database')
  addTableName(command)
  addOut(command)
  addGuide(command, {
    examples: [
      ['diagram src/entities.ts --format html --out model.html', 'a page to look at'],
      ['diagram src/entities.ts --format mermaid', 'for a README'],
    ],
    exits: {
      0: 'it is drawn',
      1: 'the file is there already, and differs',
      2: "wrong use, definitions that can't work, or a file that can't be written",
    },
    sends: false,
  })
  command.action(
    run<DiagramOptions>(async (session, options, [file]) => {
      const { entities, tableName } = await loadEntities(session, file, options.table)
      const text = diagram(entities, options.format)
      return textOutcome(session, text, options.out, { table: tableName, format: options.format })
    }),
  )
}
