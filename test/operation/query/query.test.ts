import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity, InvalidKeyError } from '../../../src/index.js'
import { Agent, AppTable, agent, Team, teamCode } from '../../support/models.js'
import { failure, projected, texts, useServer } from '../../support/server.js'

const server = useServer('query')
/** Beside agents in their partition, without a discriminator: its template tells it apart. */
const Audit = defineEntity({
  name: 'Audit',
  table: AppTable,
  schema: z.object({ teamCode: z.string(), day: z.string(), no: z.int() }),
  key: { partitionKey: 'team#<teamCode>', sortKey: 'audit#<day>#<no:pad(4)>' },
  discriminator: false,
})
const db = createDatabase({ ...server.options, entities: { agents: Agent, teams: Team, audits: Audit } })
const { tableName: TableName } = server.options
const ids = (page: { items: { id: string }[] }) => page.items.map(item => item.id)

beforeAll(async () => {
  await db.createTable()
  await db.teams.put({ teamCode, title: 'Analysis' })
  const types = ['Reasoning', 'Retrieval', 'Reasoning', 'Reasoning', 'Retrieval']
  for (const [index, type] of types.entries())
    await db.agents.create(
      agent(`AG-${index + 1}`, {
        type,
        active: index !== 2,
        domain: index < 3 ? 'legal' : 'medical',
        createdAt: `2026-0${index + 1}-01T00:00:00.000Z`,
      }),
    )
  for (const [day, no] of [
    ['2026-01-01', 1],
    ['2026-01-01', 2],
    ['2026-01-02', 1],
  ] as const)
    await db.audits.put({ teamCode, day, no })
  await server.store(
    texts({ pk: 'team#AT-001', sk: 'agent#AG-F', entity: 'Robot' }),
    texts({ pk: 'team#AT-001', sk: 'audit#2026-01-01#0001#x' }),
    texts({ pk: 'team#AT-001', sk: 'audit#2026-01-01#12' }),
  )
})

describe('query', () => {
  it("reads the entity's items of a partition, in the order of their keys", async () => {
    const operation = db.agents.query({ teamCode })
    expect(operation.compile()).toEqual({
      TableName,
      KeyConditionExpression: '#n0 = :v0 AND begins_with(#n1, :v1)',
      ExpressionAttributeNames: { '#n0': 'pk', '#n1': 'sk' },
      ExpressionAttributeValues: { ':v0': { S: 'team#AT-001' }, ':v1': { S: 'agent#' } },
    })
    const page = await operation
    expect(page).toMatchObject({ count: 5, scannedCount: 6 })
    expect(page).not.toHaveProperty('cursor')
    expect(ids(page)).toEqual(['AG-1', 'AG-2', 'AG-3', 'AG-4', 'AG-5'])
    expect(page.items[0]).toEqual({ ...agent('AG-1', { domain: 'legal' }), version: 1 })
  })

  it('reads a constant sort key as what it is', async () => {
    expect(db.teams.query({ teamCode }).compile()).toMatchObject({ KeyConditionExpression: '#n0 = :v0 AND #n1 = :v1' })
    expect((await db.teams.query({ teamCode })).items).toEqual([{ teamCode, title: 'Analysis' }])
  })

  it('goes down where asked, and up again', async () => {
    const down = db.agents.query({ teamCode }).descending()
    expect(down.compile().ScanIndexForward).toBe(false)
    expect(ids(await down)).toEqual(['AG-5', 'AG-4', 'AG-3', 'AG-2', 'AG-1'])
    expect(ids(await down.ascending())[0]).toBe('AG-1')
  })

  it('reads consistently where asked', async () => {
    expect(db.agents.query({ teamCode }).consistent().compile().ConsistentRead).toBe(true)
    expect((await db.agents.query({ teamCode }).consistent()).count).toBe(5)
  })

  it('reads an empty partition as an empty page', async () => {
    expect(await db.agents.query({ teamCode: 'none' })).toEqual({ items: [], count: 0, scannedCount: 0 })
  })

  it('leaves out what is not of its templates, where these alone tell', async () => {
    const page = await db.audits.query({ teamCode })
    expect(page.items).toEqual([
      { teamCode, day: '2026-01-01', no: 1 },
      { teamCode, day: '2026-01-01', no: 2 },
      { teamCode, day: '2026-01-02', no: 1 },
    ])
    expect(page.scannedCount).toBe(5)
  })

  it('refuses a partition that is none, before anything is sent', async () => {
    const error = await server.refusal(() => db.agents.query({} as never))
    expect(error).toBeInstanceOf(InvalidKeyError)
    expect(error.code).toBe('key.missingAttribute')
    expect(await server.refusal(() => db.agents.query({ teamCode: '' }).all().catch(fail))).toMatchObject({
      code: 'key.emptyValue',
    })
  })

  it('sends nothing until it is awaited, and is not changed by what is derived from it', async () => {
    const operation = db.agents.query({ teamCode })
    const before = operation.compile()
    const unsent = await server.sentBy(() => {
      operation
        .limit(1)
        .descending()
        .beginsWith({ id: 'x' })
        .filter((item, { eq }) => eq(item.active, true))
      operation.items()
      operation.pages()
      operation.all()
      operation.count().compile()
      expect(operation.first().compile()).toMatchObject({ Limit: 1 })
    })
    expect(unsent).toEqual([])
    expect(operation.compile()).toEqual(before)
    const sent = await server.sentBy(() => Promise.all([operation, operation]))
    expect(sent).toEqual([{ operation: 'Query', input: before }])
  })

  it('says in words what it reads, and what that costs', () => {
    const text = db.agents.query
      .byType({ type: 'Reasoning' })
      .filter((item, { eq }) => eq(item.active, true))
      .explain()
    expect(text).toContain(`Query Agent in table '${TableName}', index 'gsi1' (global)`)
    expect(text).toMatch(/key condition +gsi1pk = :v0/)
    expect(text).toMatch(/filter +active = :v1/)
    expect(text).toContain('read and charged all the same')
    expect(text).not.toContain('Reasoning')
  })
})

const fail = (error: unknown) => Promise.reject(error)

describe('a named pattern', () => {
  it('reads a partition of its index', async () => {
    const operation = db.agents.query.byType({ type: 'Reasoning' })
    expect(operation.compile()).toEqual({
      TableName,
      IndexName: 'gsi1',
      KeyConditionExpression: '#n0 = :v0',
      ExpressionAttributeNames: { '#n0': 'gsi1pk' },
      ExpressionAttributeValues: { ':v0': { S: 'type#Reasoning' } },
    })
    expect(ids(await operation)).toEqual(['AG-1', 'AG-3', 'AG-4'])
    expect(ids(await db.agents.query.byDomain({ domain: 'medical' }))).toEqual(['AG-4', 'AG-5'])
  })

  it('reads a local index, consistently where asked', async () => {
    const operation = db.agents.query.byAge({ teamCode }).gt({ createdAt: '2026-03-01T00:00:00.000Z' }).consistent()
    expect(operation.compile()).toMatchObject({ IndexName: 'byAge', ConsistentRead: true })
    expect(ids(await operation)).toEqual(['AG-4', 'AG-5'])
  })
})

describe('first', () => {
  it('is the first item, or undefined', async () => {
    expect(await db.agents.query({ teamCode }).descending().first()).toMatchObject({ id: 'AG-5' })
    expect(await db.agents.query({ teamCode: 'none' }).first()).toBeUndefined()
    expect(
      await db.agents
        .query({ teamCode })
        .filter((item, { eq }) => eq(item.active, false))
        .first(),
    ).toMatchObject({
      id: 'AG-3',
    })
  })
})

describe('count', () => {
  it('lets DynamoDB count where that is right, without what is of other entities', async () => {
    const count = db.agents.query({ teamCode }).count()
    expect(count.compile()).toMatchObject({ Select: 'COUNT', FilterExpression: '#n2 = :v2' })
    expect(count.compile()).not.toHaveProperty('ProjectionExpression')
    expect(await count).toBe(5)
    expect(
      await db.agents.query
        .byType({ type: 'Reasoning' })
        .filter((item, { eq }) => eq(item.active, true))
        .count(),
    ).toBe(2)
  })

  it('reads keys and counts them where only the client can tell', async () => {
    const audits = db.audits.query({ teamCode }).count()
    expect(projected(audits.compile())).toEqual(['pk', 'sk'])
    expect(audits.compile()).not.toHaveProperty('Select')
    expect(await audits).toBe(3)
    const late = db.audits
      .query({ teamCode })
      .filter((item, { gt }) => gt(item.no, 1))
      .count()
    expect(await late).toBe(1)
    const limited = db.agents.query({ teamCode }).limit(2).count()
    expect(projected(limited.compile())).toEqual(['entity', 'pk', 'sk'])
    expect(limited.compile()).toMatchObject({ Limit: 2 })
    expect(await limited).toBe(2)
  })
})

describe('onInvalid', () => {
  const Part = (onInvalid: 'throw' | 'skip' | ((error: Error) => void)) =>
    defineEntity({
      name: 'Part',
      table: AppTable,
      schema: z.object({ kit: z.string(), id: z.string(), size: z.number() }),
      key: { partitionKey: 'kit#<kit>', sortKey: 'part#<id>' },
      onInvalid,
    })
  const told: Error[] = []
  const open = (onInvalid: Parameters<typeof Part>[0]) =>
    createDatabase({ ...server.options, entities: { parts: Part(onInvalid) } }).parts

  beforeAll(async () => {
    const parts = open('throw')
    await parts.put({ kit: 'K', id: '1', size: 1 })
    await parts.put({ kit: 'K', id: '3', size: 3 })
    await server.store(texts({ pk: 'kit#K', sk: 'part#2', entity: 'Part', kit: 'K', id: '2', size: 'secret-size' }))
  })

  it('throws by default, with the item and where it is wrong', async () => {
    const error = await failure(open('throw').query({ kit: 'K' }))
    expect(error.code).toBe('item.invalidStored')
    expect(error.key).toEqual({ pk: 'kit#K', sk: 'part#2' })
    expect(error.message).toMatch(/size: /)
    expect(error.message).not.toContain('secret-size')
    expect((await failure(open('throw').scan().all())).code).toBe('item.invalidStored')
  })

  it('leaves such items out where asked, and tells whoever wants to know', async () => {
    expect(ids(await open('skip').query({ kit: 'K' }))).toEqual(['1', '3'])
    expect((await open('skip').scan().all()).map(item => item.id).sort()).toEqual(['1', '3'])
    expect(ids(await open(error => told.push(error)).query({ kit: 'K' }))).toEqual(['1', '3'])
    expect(told).toMatchObject([{ code: 'item.invalidStored' }])
    expect(await open('skip').query({ kit: 'K' }).first()).toMatchObject({ id: '1' })
    expect(ids(await open('skip').query({ kit: 'K' }).limit(2))).toEqual(['1', '3'])
  })

  it('minds only what is projected', async () => {
    expect((await open('throw').query({ kit: 'K' }).project('id')).items).toEqual([
      { id: '1' },
      { id: '2' },
      { id: '3' },
    ])
  })
})
