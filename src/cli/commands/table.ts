import type { Command } from 'commander'
import type { Run } from '../program-types.js'
import { addTableCreate } from './table-create.js'
import { addTableDiff } from './table-diff.js'
import { addTableExport } from './table-export.js'

/** `monotable table`: what there is to do with a table itself. */
export function addTable(program: Command, run: Run): void {
  const table = program
    .command('table')
    .helpCommand(false)
    .description('Make a table, compare it with its definition, write it down for other tools.')
  addTableCreate(table, run)
  addTableDiff(table, run)
  addTableExport(table, run)
}
