import type { AttributeValue, DynamoDBClient, QueryCommandInput } from '@aws-sdk/client-dynamodb'
import { describe, expectTypeOf, test } from 'vitest'
import * as z from 'zod'
import {
  type CollectionPage,
  createDatabase,
  defineCollection,
  defineEntity,
  defineTable,
  type InferCollectionItem,
  type InferItem,
  type Operation,
} from '../../../src/index.js'
import { Agent, Audit, Days, Feed, Member, Names, OfficeTable, Order, Places, Team } from '../../support/collections.js'

declare const client: DynamoDBClient
const db = createDatabase({ client, entities: { agents: Agent, members: Member, audits: Audit } })
const team = 'T'
type AgentItem = InferItem<typeof Agent>
type MemberItem = InferItem<typeof Member>

describe('definitions', () => {
  test('take entities that have this partition key', () => {
    defineCollection({ partitionKey: 'team#<team>', entities: { agents: Agent, members: Member } })
    // @ts-expect-error Refused<"the partition key of Order is 'order#<id>'">
    defineCollection({ partitionKey: 'team#<team>', entities: { agents: Agent, orders: Order } })
    // @ts-expect-error Refused<"the partition key of Agent is 'team#<team>'">
    defineCollection({ partitionKey: 'teams#<team>', entities: { agents: Agent } })
    // @ts-expect-error Refused<"the partition key of Agent is 'team#<team>'">
    defineCollection({ entities: { agents: Agent } })
  })

  test('take entities with an access pattern on the index', () => {
    defineCollection({ index: 'byAge', partitionKey: 'team#<team>', entities: { agents: Agent, members: Member } })
    // @ts-expect-error Refused<"Order has no access pattern on the index 'feed'">
    defineCollection({ index: 'feed', partitionKey: 'feed#<team>', entities: { agents: Agent, orders: Order } })
    // @ts-expect-error Refused<"Agent has no access pattern on the index 'nope'">
    defineCollection({ index: 'nope', partitionKey: 'feed#<team>', entities: { agents: Agent } })
    // @ts-expect-error Refused<"the partition key of Agent is 'feed#<team>'">
    defineCollection({ index: 'feed', partitionKey: 'team#<team>', entities: { agents: Agent } })
    // @ts-expect-error Refused<"the partition key of Agent is '<city>', '<floor>'">
    defineCollection({ index: 'places', partitionKey: '<city>', entities: { agents: Agent } })
  })

  test('take entities of one table', () => {
    const Far = defineEntity({
      name: 'Far',
      table: defineTable({ name: 'far', partitionKey: 'pk' }),
      schema: z.object({ team: z.string() }),
      key: { partitionKey: 'team#<team>' },
    })
    // @ts-expect-error Refused<"Agent is of another table than other entities here">
    defineCollection({ partitionKey: 'team#<team>', entities: { agents: Agent, far: Far } })
    const Farther = defineEntity({
      name: 'Farther',
      table: defineTable({ name: 'farther', partitionKey: 'pk' }),
      schema: z.object({ team: z.string() }),
      key: { partitionKey: 'team#<team>' },
    })
    // @ts-expect-error Refused<"Farther is of another table than other entities here">
    defineCollection({ partitionKey: 'team#<team>', entities: { far: Far, farther: Farther } })
  })

  test('say what they hold', () => {
    expectTypeOf<InferCollectionItem<typeof Team>>().toEqualTypeOf<
      | { readonly entity: 'agents'; readonly item: AgentItem }
      | { readonly entity: 'members'; readonly item: MemberItem }
    >()
    // @ts-expect-error Type '{}' is missing the following properties from type 'AnyEntity': name, '~'
    defineCollection({ partitionKey: 'x', entities: { nothing: {} } })
  })
})

describe('a database', () => {
  test('reads collections of its entities', () => {
    const few = createDatabase({ client, entities: { agents: Agent } })
    // @ts-expect-error Refused<"the database has no entity 'Member'">
    few.collection(Team)
    // @ts-expect-error Argument of type 'Entity<
    db.collection(Agent)
    // @ts-expect-error the database has a method of this name: choose another for the entity | but required in type 'Refused<
    createDatabase({ client, entities: { collection: Agent } })
  })

  test('takes the attributes of the partition, each as all the entities take it', () => {
    db.collection(Places).query({ city: 'Rome', floor: '1' })
    // @ts-expect-error Property 'team' is missing in type '{}' but required in type '{ team: string; }'
    db.collection(Team).query({})
    // @ts-expect-error 'id' does not exist in type '{ team: string; }'
    db.collection(Team).query({ team, id: 'a' })
    // @ts-expect-error Property 'floor' is missing in type
    db.collection(Places).query({ city: 'Rome' })

    const Narrow = defineEntity({
      name: 'Narrow',
      table: OfficeTable,
      schema: z.object({ team: z.enum(['A', 'B']), id: z.string() }),
      key: { partitionKey: 'team#<team>', sortKey: 'narrow#<id>' },
    })
    const entities = { agents: Agent, narrow: Narrow }
    const both = createDatabase({ client, entities }).collection(
      defineCollection({ partitionKey: 'team#<team>', entities }),
    )
    both.query({ team: 'A' })
    // @ts-expect-error Type '"T"' is not assignable to type '"A" | "B"'
    both.query({ team: 'T' })
  })
})

describe('results', () => {
  test('are lists by entity, or items with the name of theirs', async () => {
    const query = db.collection(Team).query({ team })
    interface Lists {
      agents: AgentItem[]
      members: MemberItem[]
    }
    expectTypeOf((await query).items.agents).toEqualTypeOf<AgentItem[]>()
    expectTypeOf((await query).items.members).toEqualTypeOf<MemberItem[]>()
    expectTypeOf(await query).toExtend<CollectionPage<Lists>>()
    expectTypeOf((await query.all()).members).toEqualTypeOf<MemberItem[]>()
    expectTypeOf(await query.count()).toExtend<{ agents: number; members: number }>()
    expectTypeOf(query.pages()).toExtend<AsyncIterable<CollectionPage<Lists>>>()
    expectTypeOf(query.first()).toExtend<Operation<InferCollectionItem<typeof Team> | undefined>>()
    expectTypeOf(query.compile()).toEqualTypeOf<QueryCommandInput>()
    for await (const { entity, item } of query.items()) {
      if (entity === 'agents') expectTypeOf(item).toEqualTypeOf<AgentItem>()
      else expectTypeOf(item).toEqualTypeOf<MemberItem>()
      // @ts-expect-error Property 'role' does not exist on type
      item.role
    }
    // @ts-expect-error Property 'audits' does not exist on type
    ;(await query.all()).audits
  })

  test('are what a narrow index holds', async () => {
    const { agents, members } = await db.collection(Names).query({ team }).all()
    expectTypeOf(agents).toEqualTypeOf<{ team: string; id: string; name: string }[]>()
    expectTypeOf(members).toEqualTypeOf<{ team: string; email: string; name: string }[]>()
    const query = db.collection(Names).query({ team })
    // @ts-expect-error Property 'active' does not exist on type
    query.filter('agents', (agent, { eq }) => eq(agent.active, true))
  })
})

describe('queries', () => {
  test('are filtered entity by entity', () => {
    const query = db.collection(Team).query({ team })
    query
      .filter('agents', (agent, { eq }) => eq(agent.active, true))
      .filter('members', (m, { eq }) => eq(m.role, 'lead'))
    // @ts-expect-error Argument of type '"audits"' is not assignable to parameter of type
    query.filter('audits', (item, { exists }) => exists(item.no))
    // @ts-expect-error Property 'role' does not exist on type
    query.filter('agents', (agent, { eq }) => eq(agent.role, 'lead'))
    // @ts-expect-error Argument of type '"boss"' is not assignable to parameter of type
    query.filter('members', (member, { eq }) => eq(member.role, 'boss'))
  })

  test('have one range, on the attributes with which all sort keys begin', () => {
    const feed = db.collection(Feed).query({ team })
    feed.eq({ day: '2026' }).limit(1)
    feed.between({ day: '2026-01' }, { day: '2026-02' }).descending().pageSize(3)
    feed.beginsWith({ day: '2026' }).filter('audits', (audit, { gt }) => gt(audit.no, 1))
    // @ts-expect-error 'id' does not exist in type '{ day: string; }'
    feed.gt({ day: '2026', id: 'a1' })
    // @ts-expect-error Type 'number' is not assignable to type 'string'
    feed.lte({ day: 2026 })
    // @ts-expect-error Refused<"a query takes one sort-key operator">
    feed.gt({ day: '2026' }).lt({ day: '2027' })
    // @ts-expect-error Refused<"the sort keys of its entities begin with no attribute that all of them have">
    db.collection(Team).query({ team }).gt({ id: 'a1' })
    db.collection(Places).query({ city: 'Rome', floor: '1' }).gte({ room: 2 })
    // @ts-expect-error Refused<"beginsWith takes an attribute that is text">
    db.collection(Places).query({ city: 'Rome', floor: '1' }).beginsWith({ room: 2 })
    const alone = defineCollection({ index: 'feed', partitionKey: 'feed#<team>', entities: { agents: Agent } })
    db.collection(alone).query({ team }).gte({ day: '2026', id: 'a1' })
    // @ts-expect-error Property 'day' is missing in type
    db.collection(alone).query({ team }).gte({ id: 'a1' })
  })

  test('take of a number what each of the keys keeps in order', () => {
    const schema = z.object({ team: z.string(), no: z.int() })
    const partitionKey = 'team#<team>'
    const One = defineEntity({ name: 'One', table: OfficeTable, schema, key: { partitionKey, sortKey: 'one#<no>' } })
    const Two = defineEntity({
      name: 'Two',
      table: OfficeTable,
      schema,
      key: { partitionKey, sortKey: 'two#<no:pad(4)>' },
    })
    const Six = defineEntity({
      name: 'Six',
      table: OfficeTable,
      schema,
      key: { partitionKey, sortKey: 'six#<no:pad(6)>' },
    })
    const numbers = createDatabase({ client, entities: { One, Two, Six } })
    const padded = numbers.collection(defineCollection({ partitionKey, entities: { Two, Six } })).query({ team })
    padded.gt({ no: 3 })
    const mixed = numbers.collection(defineCollection({ partitionKey, entities: { One, Two } })).query({ team })
    mixed.eq({ no: 3 })
    // @ts-expect-error Refused<"a number in a text key is not kept in order: pad it in the template, as in <n:pad(8)>">
    mixed.gt({ no: 3 })
  })

  test('are consistent but on a global index', () => {
    db.collection(Team).query({ team }).consistent().limit(1)
    db.collection(Days).query({ team }).consistent().limit(1)
    // @ts-expect-error Type 'Refused<"a global index has no consistent reads">' has no call signatures
    db.collection(Feed).query({ team }).consistent()
  })

  test('have the rest of what queries have', () => {
    const query = db.collection(Team).query({ team })
    query.onForeign(stored => expectTypeOf(stored).toEqualTypeOf<Record<string, AttributeValue>>())
    query.ascending().maxRequests(3).after(undefined).includeExpired().signal(AbortSignal.abort()).limit(2)
    // @ts-expect-error Property 'project' does not exist on type
    query.project('id')
  })
})
