import type { Command } from 'commander'
import { createTable } from '../../driver/create-table.js'
import { Interrupted } from '../failure/interrupted.js'
import { loadTableDefinitions } from '../load/table-definitions.js'
import { nextCommand } from '../output/next-command.js'
import { counted } from '../output/text-table.js'
import type { Run } from '../program-types.js'
import { clientOf } from '../session.js'
import { addConnection, addDefinitions, addDeletionProtection, addGuide, type ConnectionOptions } from './options.js'

interface TableCreateOptions extends ConnectionOptions {
  readonly deletionProtection?: boolean
}

/** `monotable table create`: CreateTable, and UpdateTimeToLive where it has one. */
export function addTableCreate(parent: Command, run: Run): void {
  const command = parent
    .command('create')
    .description('Make the table of the definitions, with its indexes, billed on demand, and wait until it is there.')
  addDeletionProtection(addConnection(addDefinitions(command)))
  addGuide(command, {
    examples: [
      ['table create src/entities.ts', 'in the account and region of AWS_PROFILE and AWS_REGION'],
      ['table create src/entities.ts --endpoint http://localhost:8000', 'on DynamoDB Local'],
      ['table create src/entities.ts --table app-staging', 'under another name'],
    ],
    exits: { 0: 'the table is made', 3: 'it is not: it may be there already' },
  })
  command.action(
    run<TableCreateOptions>(async (session, options, [file]) => {
      const { table, tableName } = await loadTableDefinitions(session, file, options.table)
      const client = clientOf(session, options)
      session.say(`Making the table ${tableName} …`)
      const { deletionProtection } = options
      const input = table.createTableInput({ tableName, ...(deletionProtection && { deletionProtection }) })
      await createTable(client, input, table.timeToLive, session.signal).catch(error => {
        if (!session.signal.aborted) throw error
        throw new Interrupted(
          `Stopped waiting. DynamoDB may go on making the table: ${nextCommand('table diff', file, options)} tells.`,
          { details: { table: tableName } },
        )
      })
      const indexes = [...table.indexes.keys()]
      const { timeToLive } = table
      return {
        json: { table: tableName, created: true, indexes, timeToLive },
        text: ({ good }) =>
          [
            `${good('Made')} the table ${tableName}, billed on demand, with ${counted(indexes.length, 'index', 'indexes')}.`,
            ...(timeToLive === undefined ? [] : [`DynamoDB deletes items by the attribute '${timeToLive}'.`]),
          ].join('\n'),
      }
    }),
  )
}
