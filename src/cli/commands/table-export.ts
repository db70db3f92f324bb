import { type Command, Option } from 'commander'
import { exportTable, type TableFormat } from '../../migrate/table/export-table.js'
import { loadTableDefinitions } from '../load/table-definitions.js'
import { textOutcome } from '../output/text-outcome.js'
import type { Run } from '../program-types.js'
import { addExamples, addOut, addTableName } from './options.js'

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
    .description('write the table down for CloudFormation, the CDK or Terraform')
    .argument('[definitions]', 'the file that exports entities, a table or a database (default: of the configuration)')
    .addOption(new Option('--format <format>', 'the language').choices(formats).makeOptionMandatory())
    .option('--deletion-protection', 'the table is to be protected from deletion')
  addTableName(command)
  addOut(command)
  addExamples(command, [
    ['table export src/entities.ts --format cloudformation --out table.yaml', 'a template'],
    ['table export src/entities.ts --format terraform', 'a resource, on stdout'],
  ])
  command.action(
    run<TableExportOptions>(async (session, options, [file]) => {
      const { table, tableName } = await loadTableDefinitions(session, file, options.table)
      const { format, deletionProtection } = options
      const text = exportTable(table, format, { tableName, ...(deletionProtection && { deletionProtection }) })
      return textOutcome(session, text, options.out, { table: tableName, format })
    }),
  )
}
