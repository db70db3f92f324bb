import { type Command, Option } from 'commander'
import { exportTable, type TableFormat } from '../../migrate/table/export-table.js'
import { loadTableDefinitions } from '../load/table-definitions.js'
import { textOutcome } from '../output/text-outcome.js'
import type { Run } from '../program-types.js'
import { addDefinitions, addDeletionProtection, addGuide, addOut, addTableName } from './options.js'

interface TableExportOptions {
  readonly table?: string
  readonly format: TableFormat
  readonly deletionProtection?: boolean
  readonly out?: string
}

const formats = ['cloudformation', 'cloudformation-json', 'cdk', 'terraform'] satisfies TableFormat[]

/** `monotable table export`: sends nothing. */
export function addTableExport(parent: Command, run: Run): void {
  const command = parent
    .command('export')
    .description('Write the table down for CloudFormation, the CDK or Terraform; nothing is sent.')
    .addOption(new Option('--format <format>', 'the language').choices(formats).makeOptionMandatory())
  addDeletionProtection(command)
  addDefinitions(command)
  addTableName(command)
  addOut(command)
  addGuide(command, {
    examples: [
      ['table export src/entities.ts --format cloudformation --out table.yaml', 'a template'],
      ['table export src/entities.ts --format terraform', 'a resource, on stdout'],
    ],
    exits: {
      0: 'it is written',
      1: 'the file is there already, and differs',
      2: "wrong use, definitions that can't work, or a file that can't be written",
    },
    sends: false,
  })
  command.action(
    run<TableExportOptions>(async (session, options, [file]) => {
      const { table, tableName } = await loadTableDefinitions(session, file, options.table)
      const { format, deletionProtection } = options
      const text = exportTable(table, format, { tableName, ...(deletionProtection && { deletionProtection }) })
      return textOutcome(session, text, options.out, { table: tableName, format })
    }),
  )
}
