import { type AttributeValue, CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'
import { defineEntity, defineTable } from '../../../src/index.js'
import { type AnyMigration, defineMigration } from '../../../src/migrate/index.js'

const AppTable = defineTable({
  name: 'people',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: { gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' } },
})

const Before = defineEntity({
  name: 'Person',
  table: AppTable,
  schema: z.object({ team: z.string(), id: z.string(), name: z.string() }),
  key: { partitionKey: 'team#<team>', sortKey: 'person#<id>' },
})

const schema = z.object({ team: z.string(), id: z.string(), first: z.string(), last: z.string() })
const indexes = { byLast: { index: 'gsi1', partitionKey: 'last#<last>', sortKey: '<id>' } } as const
const Split = defineEntity({
  name: 'Person',
  table: AppTable,
  schema,
  key: { partitionKey: 'team#<team>', sortKey: 'person#<id>' },
  indexes,
})
const Moved = defineEntity({
  name: 'Person',
  table: AppTable,
  schema,
  key: { partitionKey: 'org#<team>', sortKey: 'member#<id>' },
  indexes,
})
const Note = defineEntity({
  name: 'Note',
  table: AppTable,
  schema: z.object({ team: z.string(), id: z.string(), text: z.string() }),
  key: { partitionKey: 'org#<team>', sortKey: 'note#<id>' },
})

const renamed = ({ name, ...rest }: { readonly team: string; readonly id: string; readonly name: string }) => {
  const [first = '', last = ''] = name.split(' ')
  return { ...rest, first, last }
}

const migrations = {
  updated: defineMigration({ name: 'updated', from: Before, to: Split, transform: renamed }),
  moved: defineMigration({ name: 'moved', from: Before, to: Moved, transform: renamed }),
  split: defineMigration({
    name: 'split',
    from: Before,
    to: { people: Moved, notes: Note },
    transform: item => [{ people: renamed(item) }, { notes: { team: item.team, id: item.id, text: item.name } }],
  }),
  deleted: defineMigration({ name: 'deleted', from: Before, transform: (_, { deleted }) => deleted }),
} satisfies Record<string, AnyMigration>

type Kind = keyof typeof migrations
export const kinds = Object.keys(migrations) as readonly Kind[]
export const isKind = (text: string): text is Kind => Object.hasOwn(migrations, text)
export const migrationOf = (kind: Kind): AnyMigration => migrations[kind]

export const TABLE = AppTable.name

export const createPeopleTable = (client: DynamoDBClient) =>
  client.send(new CreateTableCommand(AppTable.createTableInput()))

/** A small item, one of ten in its partition. */
export function personAt(at: number): Record<string, AttributeValue> {
  const [team, id] = [`t${Math.floor(at / 10)}`, String(at)]
  return {
    pk: { S: `team#${team}` },
    sk: { S: `person#${id}` },
    entity: { S: 'Person' },
    team: { S: team },
    id: { S: id },
    name: { S: `First${at} Last${at % 5000}` },
  }
}
