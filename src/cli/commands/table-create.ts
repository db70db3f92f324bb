import type { Command } from 'commander'
import { createTable } from '../../driver/create-table.js'
import { loadTableDefinitions } from '../load/table-definitions.js'
import { counted } from '../output/text-table.js'
import type { Run } from '../program-types.js'
import { clientOf } from '../session.js'
import { addConnection, addExamples, type ConnectionOptions } from './options.js'

/** `monotable table create`: CreateTable, and UpdateTimeToLive where it has one. */
export function addTableCreate(parent: Command, run: Run): void {
  const command = parent
    .command('create')
    .description('make the table of the definitions, with its indexes, billed on demand, and wait until it is there')
    .argument('[definitions]', 'the file that exports entities, a table or a database (default: of the configuration)')
  addConnection(command)
  addExamples(command, [
    ['table create src/entities.ts', 'in the account and region of AWS_PROFILE and AWS_REGION'],
    ['table create src/entities.ts --endpoint http://localhost:8000', 'on DynamoDB Local'],
    ['table create src/entities.ts --table app-staging', 'under another name'],
  ])
  command.action(
    run<ConnectionOptions>(async (session, options, [file]) => {
      const { table, tableName } = await loadTableDefinitions(session, file, options.table)
      const client = clientOf(session, options)
      session.say(`Making the table ${tableName} …`)
      await createTable(client, table.createTableInput({ tableName }), table.timeToLive, session.signal)
      const indexes = [...table.indexes.keys()]
      return {
        json: { table: tableName, created: true, indexes, timeToLive: table.timeToLive },
        text: ({ good }) =>
          `${good('Made')} the table ${tableName}, with ${counted(indexes.length, 'index', 'indexes')}.`,
      }
    }),
  )
}
