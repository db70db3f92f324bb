import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { _Record } from '@aws-sdk/client-dynamodb-streams'
import { describe, expectTypeOf, test } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity, type StoredItem, type StreamChange } from '../../src/index.js'
import { Agent, AppTable, agents, key } from '../types/models.js'

const Team = defineEntity({
  name: 'Team',
  table: AppTable,
  schema: z.object({ teamCode: z.string(), title: z.string() }),
  key: { partitionKey: 'team#<teamCode>', sortKey: 'team' },
})
type Team = { teamCode: string; title: string }

declare const client: DynamoDBClient
declare const record: _Record
declare const stored: Record<string, AttributeValue>
declare const agent: Agent
const db = createDatabase({ client, entities: { agents: Agent, teams: Team } })

/** As `@types/aws-lambda` has it. */
declare const lambda: {
  eventName?: 'INSERT' | 'MODIFY' | 'REMOVE' | undefined
  userIdentity?: any
  dynamodb?: {
    ApproximateCreationDateTime?: number | undefined
    Keys?: { [key: string]: LambdaValue } | undefined
    NewImage?: { [key: string]: LambdaValue } | undefined
    SequenceNumber?: string | undefined
  }
}
interface LambdaValue {
  B?: string | undefined
  BS?: string[] | undefined
  BOOL?: boolean | undefined
  L?: LambdaValue[] | undefined
  M?: { [id: string]: LambdaValue } | undefined
  N?: string | undefined
  NS?: string[] | undefined
  NULL?: boolean | undefined
  S?: string | undefined
  SS?: string[] | undefined
}

describe('decodeStreamRecord', () => {
  test("takes the SDK's records and Lambda's", () => {
    db.decodeStreamRecord(record)
    db.decodeStreamRecord(lambda)
    // @ts-expect-error has no properties in common with type 'StreamRecord'
    db.decodeStreamRecord('record')
    // @ts-expect-error Type 'string' has no properties in common with type 'StreamValue'
    db.decodeStreamRecord({ dynamodb: { Keys: { pk: 'x' } } })
  })

  test('tells entities apart', () => {
    const change = db.decodeStreamRecord(record)
    expectTypeOf(change).toEqualTypeOf<StreamChange<{ readonly agents: typeof Agent; readonly teams: typeof Team }>>()
    expectTypeOf(change.entity).toEqualTypeOf<'agents' | 'teams' | undefined>()
    expectTypeOf(change.event).toEqualTypeOf<'insert' | 'modify' | 'remove'>()
    expectTypeOf(change.at).toEqualTypeOf<Date | undefined>()
    // @ts-expect-error Property 'key' does not exist on type
    change.key
    // @ts-expect-error have no overlap
    if (change.entity === 'nope') return
    if (change.entity === 'teams') {
      expectTypeOf(change.key).toEqualTypeOf<{ teamCode: string }>()
      expectTypeOf(change.new).toEqualTypeOf<Team | undefined>()
      expectTypeOf(change.old).toEqualTypeOf<Team | undefined>()
    }
    if (change.entity === 'agents') {
      expectTypeOf(change.key).toEqualTypeOf<{ teamCode: string; id: string }>()
      expectTypeOf(change.new).toEqualTypeOf<Agent | undefined>()
      // @ts-expect-error Property 'reason' does not exist on type
      change.reason
    }
  })

  test('tells events apart', () => {
    const change = db.decodeStreamRecord(record)
    if (change.entity !== 'agents') return
    if (change.event === 'insert') {
      expectTypeOf(change.old).toEqualTypeOf<undefined>()
      expectTypeOf(change.new).toEqualTypeOf<Agent | undefined>()
      expectTypeOf(change.expired).toEqualTypeOf<false>()
      // @ts-expect-error possibly 'undefined'
      change.new.name
    } else if (change.event === 'remove') {
      expectTypeOf(change.old).toEqualTypeOf<Agent | undefined>()
      expectTypeOf(change.new).toEqualTypeOf<undefined>()
      expectTypeOf(change.expired).toEqualTypeOf<boolean>()
    } else expectTypeOf(change.event).toEqualTypeOf<'modify'>()
  })

  test('tells of what is no item', () => {
    const change = db.decodeStreamRecord(record)
    if (change.entity !== undefined) return
    expectTypeOf(change.reason).toEqualTypeOf<'foreign' | 'uniqueValue' | 'ambiguous' | 'invalid'>()
    expectTypeOf(change.keys).toEqualTypeOf<StoredItem>()
    expectTypeOf(change.new).toEqualTypeOf<StoredItem | undefined>()
    // @ts-expect-error Property 'issues' does not exist on type
    change.issues
    if (change.reason === 'invalid') {
      expectTypeOf(change.of).toEqualTypeOf<'agents' | 'teams'>()
      expectTypeOf(change.issues[0]!.message).toEqualTypeOf<string>()
    }
  })
})

describe('entityOf', () => {
  test('gives names of the database', () => {
    expectTypeOf(db.entityOf(stored)).toEqualTypeOf<'agents' | 'teams' | undefined>()
    expectTypeOf(db.entityOf({ pk: 'x', sk: 'y' })).toEqualTypeOf<'agents' | 'teams' | undefined>()
    // @ts-expect-error Argument of type 'string' is not assignable to parameter of type 'object'
    db.entityOf('x')
    // @ts-expect-error 'undefined' is not assignable to parameter of type 'object'
    db.entityOf(undefined)
    // @ts-expect-error have no overlap
    if (db.entityOf(stored) === 'nope') return
  })
})

describe('encode and decode', () => {
  test('take and give items', () => {
    expectTypeOf(agents.encode(agent)).toEqualTypeOf<StoredItem>()
    expectTypeOf(agents.decode(stored)).toEqualTypeOf<Agent>()
    expectTypeOf(db.teams.decode(agents.encode(agent))).toEqualTypeOf<Team>()
    // @ts-expect-error is missing the following properties from type
    agents.encode(key)
    // @ts-expect-error Type 'number' is not assignable to type 'string'
    agents.encode({ ...agent, id: 1 })
    // @ts-expect-error Type 'string' is not assignable to type 'AttributeValue'
    agents.decode({ pk: 'x' })
    // @ts-expect-error Argument of type 'AttributeValue | undefined' is not assignable | Argument of type 'Record<string, AttributeValue> | undefined' is not assignable
    agents.decode(stored.nested?.M)
  })
})

describe('names of the database', () => {
  test('are not names of entities', () => {
    // @ts-expect-error the database has a method of this name: choose another for the entity | but required in type 'Refused<
    createDatabase({ client, entities: { entityOf: Agent } })
    // @ts-expect-error the database has a method of this name: choose another for the entity | but required in type 'Refused<
    createDatabase({ client, entities: { decodeStreamRecord: Agent } })
    // @ts-expect-error the database has a method of this name: choose another for the entity | but required in type 'Refused<
    createDatabase({ client, entities: { checkTable: Agent } })
  })
})

test('there are two transports', () => {
  createDatabase({ client, entities: { agents: Agent }, transport: 'fast' })
  createDatabase({ client, entities: { agents: Agent }, transport: 'standard' })
  // @ts-expect-error Type '"quick"' is not assignable to type 'TransportKind | undefined'
  createDatabase({ client, entities: { agents: Agent }, transport: 'quick' })
})

test('checkTable says what differs', async () => {
  const { matches, differences } = await db.checkTable({ signal: AbortSignal.timeout(1000) })
  expectTypeOf(matches).toEqualTypeOf<boolean>()
  expectTypeOf(differences[0]!.severity).toEqualTypeOf<'breaks' | 'additional'>()
  expectTypeOf(differences[0]!.defined).toEqualTypeOf<string | undefined>()
  // @ts-expect-error 'nope' does not exist in type
  db.checkTable({ nope: true })
})
