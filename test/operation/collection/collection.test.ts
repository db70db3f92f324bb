import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, InvalidCursorError, type QueryIncompleteError } from '../../../src/index.js'
import { Agent, Audit, Days, Feed, Member, Names, Order, Places, Team } from '../../support/collections.js'
import { failure, named, texts, useServer } from '../../support/server.js'

const server = useServer('collection')
// DynamoDB Local deletes what is over by the machine's own clock.
const now = new Date('2099-06-01T00:00:00Z')
const db = createDatabase({
  ...server.options,
  entities: { agents: Agent, members: Member, audits: Audit, orders: Order },
  now: () => now,
})
const { tableName: TableName } = server.options
const team = 'T'
const over = now.getTime() / 1000 - 1

const agent = (id: string, day: string, active = true) => ({
  team,
  id,
  name: `Agent ${id}`,
  active,
  day,
  city: 'Rome',
  floor: '1',
  room: Number(id.slice(1)),
})
const member = (email: string, day: string, role: 'lead' | 'guest' = 'guest') => ({
  team,
  email,
  name: `Member ${email}`,
  role,
  day,
  city: 'Rome',
  floor: '1',
  room: 2,
})
const agents = [agent('a1', '2026-01'), agent('a2', '2026-02', false), agent('a3', '2026-03')]
const members = [member('m1', '2026-01', 'lead'), member('m2', '2026-03')]
const audits = [{ team, day: '2026-02', no: 1 }]
const robot = texts({
  pk: 'team#T',
  sk: 'agent#robot',
  entity: 'Robot',
  gsi1pk: 'feed#T',
  gsi1sk: '2026-02#agent#robot',
})

beforeAll(async () => {
  await db.createTable()
  for (const item of agents) await db.agents.create(item)
  for (const item of members) await db.members.create(item)
  for (const item of audits) await db.audits.put(item)
  await db.members.create({ ...member('m3', '2026-02'), expires: over })
  await server.store(robot, texts({ pk: 'team#T', sk: 'zoo', entity: 'Agent' }))
})

/** The key condition with its values in it. */
function keyCondition(input: {
  KeyConditionExpression?: string | undefined
  ExpressionAttributeNames?: Record<string, string> | undefined
  ExpressionAttributeValues?: Record<string, AttributeValue> | undefined
}) {
  return named(input.KeyConditionExpression, input.ExpressionAttributeNames)?.replace(
    /:\w+/g,
    name => `'${Object.values(input.ExpressionAttributeValues![name]!)[0]}'`,
  )
}
const filterOf = (input: {
  FilterExpression?: string | undefined
  ExpressionAttributeNames?: Record<string, string> | undefined
}) => named(input.FilterExpression, input.ExpressionAttributeNames)

async function listOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

describe('a collection on the table', () => {
  const query = db.collection(Team).query({ team })

  it('is read by the smallest range that holds its entities', async () => {
    expect(query.compile()).toEqual({
      TableName,
      KeyConditionExpression: '#n0 = :v0 AND #n1 BETWEEN :v1 AND :v2',
      FilterExpression: '#n2 <> :v3 OR NOT #n3 <= :v4',
      ExpressionAttributeNames: { '#n0': 'pk', '#n1': 'sk', '#n2': 'entity', '#n3': 'ttl' },
      ExpressionAttributeValues: {
        ':v0': { S: 'team#T' },
        ':v1': { S: 'agent#' },
        ':v2': { S: 'member#\u{10ffff}' },
        ':v3': { S: 'Member' },
        ':v4': { N: String(over + 1) },
      },
    })
    expect(await query).toEqual({ items: { agents, members }, count: 5, scannedCount: 8 })
  })

  it('gives all, item by item, page by page, the first one, and counts', async () => {
    expect(await query.all()).toEqual({ agents, members })
    expect(await listOf(query.items())).toEqual([
      ...agents.map(item => ({ entity: 'agents', item })),
      ...members.map(item => ({ entity: 'members', item })),
    ])
    expect(await listOf(query.pages())).toEqual([{ items: { agents, members }, count: 5, scannedCount: 8 }])
    expect(await query.first()).toEqual({ entity: 'agents', item: agents[0] })
    expect(await query.descending().first()).toEqual({ entity: 'members', item: members[1] })
    expect(await query.count()).toEqual({ agents: 3, members: 2 })
    expect(await query.limit(4).count()).toEqual({ agents: 3, members: 1 })
    const none = db.collection(Team).query({ team: 'none' })
    expect(await none.all()).toEqual({ agents: [], members: [] })
    expect(await none.first()).toBeUndefined()
    expect(await none.count()).toEqual({ agents: 0, members: 0 })
  })

  it('counts by what tells items apart alone', () => {
    const input = query.count().compile() as Parameters<typeof named>[1] & { ProjectionExpression: string }
    expect(named(input.ProjectionExpression, (input as any).ExpressionAttributeNames)).toBe(
      'pk, sk, entity, uniqueOwner',
    )
  })

  it.each([1, 2, 3, 7])('gives every item once, %i read at a time', async size => {
    const expected = await listOf(query.items())
    expect(await listOf(query.pageSize(size).items())).toEqual(expected)
    const walk = async (start: typeof query) => {
      const found = { agents: [] as unknown[], members: [] as unknown[] }
      let cursor: string | undefined
      do {
        const page = await start.after(cursor)
        expect(page.count).toBe(page.items.agents.length + page.items.members.length)
        found.agents.push(...page.items.agents)
        found.members.push(...page.items.members)
        cursor = page.cursor
      } while (cursor)
      return found
    }
    expect(await walk(query.limit(size))).toEqual({ agents, members })
    expect(await walk(query.pageSize(size))).toEqual({ agents, members })
    expect(await walk(query.limit(size).pageSize(2).descending())).toEqual({
      agents: agents.toReversed(),
      members: members.toReversed(),
    })
  })

  it('binds cursors to index, partition and direction', async () => {
    const { cursor } = await query.limit(1)
    for (const other of [
      query.descending(),
      db.collection(Team).query({ team: 'other' }),
      db.collection(Days).query({ team }),
    ])
      expect(await failure((other as typeof query).after(cursor))).toBeInstanceOf(InvalidCursorError)
    expect(await failure(db.agents.query({ team }).after(cursor))).toBeInstanceOf(InvalidCursorError)
    expect((await query.limit(1).after(cursor)).items).toEqual({ agents: [agents[1]], members: [] })
  })

  it('is bounded by maxRequests, and goes on from there', async () => {
    const error = await failure(query.pageSize(1).maxRequests(2).all())
    expect(error).toMatchObject({ code: 'query.incomplete', details: { requests: 2, items: 2 } })
    const { cursor } = error as QueryIncompleteError
    expect(await query.after(cursor).count()).toEqual({ agents: 1, members: 2 })
  })

  it('filters entity by entity, as DynamoDB can tell them apart', async () => {
    const active = query.filter('agents', (item, { eq }) => eq(item.active, true))
    expect(filterOf(active.compile())).toBe('(entity <> :v3 OR active = :v4) AND (entity <> :v5 OR NOT ttl <= :v6)')
    expect(await active.all()).toEqual({ agents: [agents[0], agents[2]], members })
    const both = active
      .filter('agents', (item, { gt }) => gt(item.day, '2026-02'))
      .filter('members', (item, { eq, or }) => or(eq(item.role, 'lead'), eq(item.name, 'nobody')))
    expect(filterOf(both.compile())).toBe(
      '(entity <> :v3 OR active = :v4 AND day > :v5) AND ' +
        '(entity <> :v6 OR NOT ttl <= :v7 AND (role = :v8 OR name = :v9))',
    )
    expect(await both.all()).toEqual({ agents: [agents[2]], members: [members[0]] })
    expect(await both.count()).toEqual({ agents: 1, members: 1 })
  })

  it('gives items too whose time is over, where asked', async () => {
    const { members } = await query.includeExpired().all()
    expect(members.map(item => item.email)).toEqual(['m1', 'm2', 'm3'])
  })

  it('gives what is foreign to a handler, from all of the partition, once each', async () => {
    const seen: unknown[] = []
    const asked = query.onForeign(stored => seen.push(stored.sk?.S))
    expect(keyCondition(asked.compile())).toBe("pk = 'team#T'")
    expect(await asked.pageSize(2).all()).toEqual({ agents, members })
    const foreign = ['agent#robot', 'audit#2026-02#0001', 'unique#Member#email#m1', 'unique#Member#email#m2']
    expect(seen).toEqual([...foreign, 'unique#Member#email#m3', 'zoo'])
    seen.length = 0
    for await (const _page of asked.pageSize(1).limit(5).pages());
    expect(seen).toEqual(foreign.slice(0, 2))
    seen.length = 0
    expect(await asked.count()).toEqual({ agents: 3, members: 2 })
    expect(seen).toEqual([])
    await asked.limit(1)
    expect(await asked.limit(20)).not.toHaveProperty('cursor')
  })

  it('leaves items that do not fit to the policy of their entity', async () => {
    const lost = db.collection(Team).query({ team: 'L' })
    await server.store(texts({ pk: 'team#L', sk: 'member#x', entity: 'Member', team: 'L', email: 'x' }))
    expect(await lost.all()).toEqual({ agents: [], members: [] })
    await server.store(texts({ pk: 'team#L', sk: 'agent#x', entity: 'Agent', team: 'L', id: 'x' }))
    expect(await failure(lost.all())).toMatchObject({ code: 'item.invalidStored', details: { entity: 'Agent' } })
    expect(await lost.count()).toEqual({ agents: 1, members: 1 })
  })

  it('sends nothing until it is awaited, and tells hooks and readers of all its entities', async () => {
    const lazy = db.collection(Team).query({ team })
    expect(
      await server.sentBy(() => {
        lazy.limit(1)
        lazy.items()
        lazy.all()
        lazy.count().compile()
      }),
    ).toEqual([])
    expect((await server.sentBy(() => Promise.all([lazy, lazy]))).map(({ input }) => input)).toEqual([lazy.compile()])
    expect(lazy.consumedCapacity()).toMatchObject({ requests: 1 })
    expect(lazy.consistent().compile().ConsistentRead).toBe(true)
    expect((await lazy.consistent()).count).toBe(5)
    expect(lazy.explain()).toContain("Query Agent, Member in table '")
    expect(await failure(lazy.signal(AbortSignal.abort()).all())).toMatchObject({ code: 'request.aborted' })
  })

  it('refuses what the compiler refuses, before anything is sent', async () => {
    const untyped = query as any
    const refusal = (work: () => PromiseLike<unknown>) => server.refusal(work)
    expect(await refusal(() => db.collection(Team).query({} as never))).toMatchObject({ code: 'key.missingAttribute' })
    expect(await refusal(() => untyped.eq({ id: 'a1' }))).toMatchObject({ code: 'query.invalid' })
    expect(await refusal(async () => untyped.filter('audits', () => undefined))).toMatchObject({
      code: 'query.invalid',
    })
  })
})

describe('a collection on an index', () => {
  const query = db.collection(Feed).query({ team })
  const order = async (operation: Pick<typeof query, 'items'>) =>
    (await listOf(operation.items())).map(({ entity, item }) =>
      'id' in item ? item.id : 'no' in item ? item.no : entity && item.email,
    )

  it('interleaves its entities in the order of the keys', async () => {
    expect(query.compile()).toMatchObject({ IndexName: 'feed' })
    expect(keyCondition(query.compile())).toBe("gsi1pk = 'feed#T'")
    expect(await order(query)).toEqual(['a1', 'm1', 'a2', 1, 'a3', 'm2'])
    expect(await query.all()).toEqual({ agents, members, audits })
  })

  it('has one range on what the sort keys of all begin with, by its meaning for each', async () => {
    const after = query.gt({ day: '2026-01' })
    expect(keyCondition(after.compile())).toBe("gsi1pk = 'feed#T' AND gsi1sk >= '2026-01'")
    expect(await order(after)).toEqual(['a2', 1, 'a3', 'm2'])
    expect(await order(query.gte({ day: '2026-02' }))).toEqual(['a2', 1, 'a3', 'm2'])
    expect(await order(query.lt({ day: '2026-02' }))).toEqual(['a1', 'm1'])
    expect(await order(query.lte({ day: '2026-02' }).descending())).toEqual([1, 'a2', 'm1', 'a1'])
    expect(await order(query.between({ day: '2026-01' }, { day: '2026-02' }))).toEqual(['a1', 'm1', 'a2', 1])
    expect(await order(query.beginsWith({ day: '2026-0' }))).toHaveLength(6)
    expect(await order(query.between({ day: '2026-03' }, { day: '2026-01' }))).toEqual([])
    const day = query.eq({ day: '2026-02' })
    expect(keyCondition(day.compile())).toBe(
      "gsi1pk = 'feed#T' AND gsi1sk BETWEEN '2026-02#agent#' AND '2026-02#member#\u{10ffff}'",
    )
    expect(await order(day)).toEqual(['a2', 1])
    expect(day.explain()).toContain('The range holds other items too')
  })

  it('goes on from cursors within a range', async () => {
    const after = query.gt({ day: '2026-01' }).limit(1)
    const found: unknown[] = []
    let cursor: string | undefined
    do {
      const page = await after.after(cursor)
      found.push(...page.items.agents, ...page.items.members, ...page.items.audits)
      cursor = page.cursor
    } while (cursor)
    expect(found).toEqual([agents[1], audits[0], agents[2], members[1]])
    const other = (await after).cursor
    expect(await failure(query.gt({ day: '2026-02' }).after(other))).toBeInstanceOf(InvalidCursorError)
    expect(await failure(query.gte({ day: '2026-01' }).after(other))).toBeInstanceOf(InvalidCursorError)
  })

  it('filters here what DynamoDB can not tell apart', async () => {
    const active = query.filter('agents', (item, { eq }) => eq(item.active, true))
    expect(active.compile()).not.toHaveProperty('FilterExpression')
    expect(await order(active)).toEqual(['a1', 'm1', 1, 'a3', 'm2'])
    expect(await order(active.limit(3))).toEqual(['a1', 'm1', 1])
    expect(await active.count()).toEqual({ agents: 2, members: 2, audits: 1 })
    expect(active.explain()).toContain('The client evaluates the filter of Agent')
  })

  it('gives what is foreign in the range to a handler', async () => {
    const seen: unknown[] = []
    await query
      .eq({ day: '2026-02' })
      .onForeign(stored => seen.push(stored))
      .all()
    expect(seen).toEqual([robot])
  })

  it('is read where the index is local, by the partition of the table', async () => {
    const days = db.collection(Days).query({ team }).consistent().gt({ day: '2026-01' })
    expect(days.compile()).toMatchObject({ IndexName: 'byAge', ConsistentRead: true })
    expect(await days.all()).toEqual({ agents: agents.slice(1), members: members.slice(1) })
    const filtered = days.filter('agents', (item, { eq }) => eq(item.name, 'Agent a3'))
    expect(filterOf(filtered.compile())).toContain('name = ')
    expect((await filtered.all()).agents).toEqual([agents[2]])
  })

  it('is read where its key has several attributes', async () => {
    const places = db.collection(Places).query({ city: 'Rome', floor: '1' })
    expect(keyCondition(places.compile())).toBe("city = 'Rome' AND floor = '1'")
    expect(await places.count()).toEqual({ agents: 3, members: 2 })
    const room = places.eq({ room: 2 })
    expect(keyCondition(room.compile())).toBe("city = 'Rome' AND floor = '1' AND room = '2'")
    expect((await listOf(room.items())).map(({ entity }) => entity)).toEqual(
      ['agents', 'members', 'members'].slice(0, 3),
    )
    expect(await places.gt({ room: 2 }).all()).toEqual({ agents: [agents[2]], members: [] })
  })
})

describe('a collection on an index that holds some attributes', () => {
  const query = db.collection(Names).query({ team })

  it('gives these, and tells its entities apart by their keys', async () => {
    const found: { agents: { team: string; id: string; name: string }[]; members: { email: string; name: string }[] } =
      await query.all()
    expect(found).toEqual({
      agents: agents.map(({ team, id, name }) => ({ team, id, name })),
      members: [...members, { email: 'm3', name: 'Member m3' }].map(({ email, name }) => ({ team, email, name })),
    })
    expect(await query.count()).toEqual({ agents: 3, members: 3 })
  })

  it('filters by these here', async () => {
    const filtered = query.filter('agents', (item, { eq }) => eq(item.id, 'a2')).pageSize(1)
    expect(await filtered.count()).toEqual({ agents: 1, members: 3 })
    expect((await filtered.all()).agents).toEqual([{ team, id: 'a2', name: 'Agent a2' }])
    const untyped = query as any
    expect(
      await server.refusal(() => untyped.filter('agents', (item: any, { eq }: any) => eq(item.active, true))),
    ).toMatchObject({ code: 'query.invalid' })
  })
})
