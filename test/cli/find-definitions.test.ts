import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { findDefinitions } from '../../src/cli/load/find-definitions.js'
import { createDatabase, defineEntity, defineTable } from '../../src/index.js'

const table = defineTable({ name: 'app', partitionKey: 'pk' })
const schema = z.object({ id: z.string() })
const User = defineEntity({ name: 'User', table, schema, key: { partitionKey: 'user#<id>' } })
const Team = defineEntity({ name: 'Team', table, schema, key: { partitionKey: 'team#<id>' } })
const database = createDatabase({ client: new DynamoDBClient({}), entities: { people: User, teams: Team } })

it.each([
  ['entities alone are called after themselves', { User, Team }, { user: User, team: Team }],
  ['those of a list too', { all: [User, Team] }, { user: User, team: Team }],
  ['a record says what they are called', { User, entities: { users: User }, Team }, { users: User, team: Team }],
  ['so does a database', { User, Team, database }, { people: User, teams: Team }],
])('%s', (_, exports, named) => expect(findDefinitions(exports).entities).toEqual(named))

it('finds their tables', () => expect(findDefinitions({ User, Team }).tables).toEqual([table]))
