import { beforeAll, describe, expect, it, vi } from 'vitest'
import {
  BatchIncompleteError,
  type BatchProgress,
  createDatabase,
  InvalidItemError,
  ItemExistsError,
  MonotableError,
} from '../../../src/index.js'
import { entities, numbered, times } from '../../support/batch-models.js'
import { partialClient } from '../../support/partial.js'
import { failure, texts, useServer } from '../../support/server.js'
import { troubled, unhandledIn } from '../../support/unhandled.js'

const server = useServer('batch-write')
const db = createDatabase({ ...server.options, entities })
const { tableName } = server.options
const note = (team: string, index: number, title = 'A') => ({ team, id: numbered(index), title })
const notes = (team: string, count: number) => times(count, index => note(team, index))
const idsOf = async (team: string) => (await db.notes.query({ team }).consistent().all()).map(({ id }) => id)
const failedBy = async (work: PromiseLike<unknown>): Promise<BatchIncompleteError> => {
  const error = await failure(work)
  expect(error).toBeInstanceOf(BatchIncompleteError)
  return error as BatchIncompleteError
}

beforeAll(() => db.createTable())

describe('putMany', () => {
  it('writes 25 items a request, and gives them in their order', async () => {
    const items = notes('W1', 60)
    const operation = db.notes.putMany(items)
    const compiled = operation.compile()
    expect(
      compiled.map(({ command, input }) => [command, Object.values((input as any).RequestItems)[0]]),
    ).toMatchObject([
      ['BatchWriteItem', { length: 25 }],
      ['BatchWriteItem', { length: 25 }],
      ['BatchWriteItem', { length: 10 }],
    ])
    const sent = await server.sentBy(async () => expect(await operation).toEqual(items))
    expect(sent.map(({ operation }) => operation)).toEqual(times(3, () => 'BatchWriteItem'))
    expect(sent.map(({ input }) => input)).toEqual(compiled.map(({ input }) => input))
    expect(await idsOf('W1')).toEqual(items.map(({ id }) => id))
  })

  it('sends nothing until it is awaited, nothing for nothing, and is not changed by what is derived from it', async () => {
    const operation = db.notes.putMany(notes('W2', 1))
    const sent = await server.sentBy(() => [operation.compile(), operation.explain(), operation.concurrency(1)])
    expect(sent).toEqual([])
    expect(operation.signal(AbortSignal.abort())).not.toBe(operation)
    expect(await operation).toHaveLength(1)
    expect(await server.sentBy(async () => expect(await db.notes.putMany([])).toEqual([]))).toEqual([])
  })

  it('keeps what is generated, the same in every attempt', async () => {
    const { client } = partialClient(({ size }) => Math.ceil(size / 2))
    const some = createDatabase({ client, tableName, entities })
    const written = await some.notes.putMany(times(7, index => ({ team: 'W3', title: `T${index}` })))
    expect(written.map(({ title }) => title)).toEqual(times(7, index => `T${index}`))
    expect(new Set(await idsOf('W3'))).toEqual(new Set(written.map(({ id }) => id)))
  })

  it('lets the last of several items with one key win', async () => {
    const sent = await server.sentBy(async () => {
      const items = [note('W4', 1, 'first'), note('W4', 2), note('W4', 1, 'last')]
      expect(await db.notes.putMany(items)).toEqual(items)
    })
    expect(sent[0]!.input.RequestItems[tableName]).toHaveLength(2)
    expect(await db.notes.get({ team: 'W4', id: '0001' })).toMatchObject({ title: 'last' })
  })

  it('refuses what does not fit before anything is sent', async () => {
    const error = await server.refusal(() => db.notes.putMany([note('W5', 1), { team: 'W5', title: 1 } as never]))
    expect(error).toBeInstanceOf(InvalidItemError)
    expect((await server.refusal(() => db.notes.putMany([{ team: '', title: 'A' }]))).code).toBe('key.emptyValue')
    expect((await failure(() => db.notes.putMany([]).concurrency(0))).code).toBe('batch.invalid')
  })

  it('cuts requests by their bytes too', async () => {
    // 390,000 bytes as it is stored, and 2.3 MB as JSON.
    const body = '\u0001'.repeat(390_000)
    const items = notes('W6', 8).map(item => ({ ...item, body }))
    const chunks = db.notes.putMany(items).compile()
    expect(chunks).toHaveLength(2)
    for (const { input } of chunks) expect(JSON.stringify(input).length).toBeLessThan(16 * 2 ** 20)
    await db.notes.putMany(items)
    expect(await db.notes.query({ team: 'W6' }).count()).toBe(8)
  })

  it('writes versioned items alone, under their conditions', async () => {
    const page = (index: number, version?: number) => ({
      team: 'W7',
      id: numbered(index),
      title: 'A',
      ...(version !== undefined && { version }),
    })
    const sent = await server.sentBy(async () => {
      const written = await db.pages.putMany(times(3, index => page(index)))
      expect(written.map(({ version }) => version)).toEqual([1, 1, 1])
    })
    expect(sent.map(({ operation }) => operation)).toEqual(times(3, () => 'PutItem'))
    expect(db.pages.putMany([page(0)]).explain()).toContain('1: Page has a version')
    const error = await failedBy(db.pages.putMany([page(0, 1), page(1, 7), page(2, 1)]))
    expect(error.failed).toMatchObject([
      {
        position: 1,
        entity: 'Page',
        operation: 'put',
        key: { team: 'W7', id: '0001' },
        cause: { code: 'version.conflict' },
      },
    ])
    expect(error.succeeded).toMatchObject([
      { position: 0, result: { version: 2 } },
      { position: 2, result: { version: 2 } },
    ])
    expect(error.details).toMatchObject({ succeeded: 2, failed: 1 })
    expect(`${error.message} ${JSON.stringify(error)}`).not.toContain('W7')
  })

  it('keeps unique values', async () => {
    const member = (index: number, email = `${index}@w8`) => ({ team: 'W8', id: numbered(index), email })
    await db.members.putMany(times(3, index => member(index)))
    const error = await failedBy(db.members.putMany([member(3), member(4, '1@W8')]))
    expect(error.failed).toMatchObject([{ position: 1, cause: { code: 'unique.taken' } }])
    expect(await db.members.exists({ team: 'W8', id: '0003' })).toBe(true)
  })
})

describe('deleteMany', () => {
  it('deletes 25 items a request, there or not', async () => {
    await db.notes.putMany(notes('D1', 30))
    const sent = await server.sentBy(async () => {
      const nothing = await db.notes.deleteMany(times(40, index => note('D1', index)))
      expect(nothing).toBeUndefined()
    })
    expect(sent.map(({ operation }) => operation)).toEqual(['BatchWriteItem', 'BatchWriteItem'])
    expect(await idsOf('D1')).toEqual([])
  })

  it('gives unique values free', async () => {
    await db.members.putMany(times(2, index => ({ team: 'D2', id: numbered(index), email: `${index}@d2` })))
    await db.members.deleteMany([{ team: 'D2', id: '0000' }])
    await db.members.create({ team: 'D2', id: '0009', email: '0@d2' })
    expect((await failure(db.members.create({ team: 'D2', id: '0008', email: '1@d2' }))).code).toBe('unique.taken')
  })

  it("never deletes another entity's item", async () => {
    await db.cats.create({ team: 'D3', id: 'a' })
    const error = await failedBy(db.dogs.deleteMany([{ team: 'D3', id: 'a' }]))
    expect(error.failed[0]).toMatchObject({ operation: 'delete', cause: { code: 'item.foreign' } })
    expect(await db.cats.exists({ team: 'D3', id: 'a' })).toBe(true)
  })
})

describe('batchWrite', () => {
  it('makes writes of any kind, each as it is made alone, and gives what they give', async () => {
    await db.notes.putMany([note('B1', 1), note('B1', 2)])
    await db.pages.create({ team: 'B1', id: 'p', title: 'A' })
    const operation = db.batchWrite([
      db.notes.put(note('B1', 3)),
      db.notes.delete({ team: 'B1', id: '0001' }),
      db.pages.update({ team: 'B1', id: 'p' }).set({ title: 'B' }),
      db.members.create({ team: 'B1', id: 'm', email: 'm@b1' }),
      db.notes.delete({ team: 'B1', id: '0002' }).returning('old'),
      db.notes.put(note('B1', 4)).ifNotExists(),
      db.locks.put({ team: 'B1', id: 'l' }),
      db.cats.put({ team: 'B1', id: 'c' }),
      db.notes.put(note('B1', 5)).returning('none'),
    ])
    const commands = operation.compile().map(({ command }) => command)
    const sent = await server.sentBy(async () => {
      expect(await operation).toEqual([
        note('B1', 3),
        undefined,
        { team: 'B1', id: 'p', title: 'B', version: 2 },
        { team: 'B1', id: 'm', email: 'm@b1' },
        note('B1', 2),
        note('B1', 4),
        { team: 'B1', id: 'l', locked: false },
        { team: 'B1', id: 'c' },
        undefined,
      ])
    })
    expect(commands).toEqual([
      'BatchWriteItem',
      'UpdateItem',
      'TransactWriteItems',
      'DeleteItem',
      'PutItem',
      'PutItem',
      'PutItem',
    ])
    expect(sent.map(({ operation }) => operation).sort()).toEqual([...commands].sort())
    expect(sent[0]!.input.RequestItems[tableName]).toHaveLength(3)
    expect(await idsOf('B1')).toEqual(['0003', '0004', '0005'])
    const text = operation.explain()
    expect(text).toContain('3 in 1 BatchWriteItem')
    expect(text).toContain('1: update is on condition of what is there')
    expect(text).toContain('another entity can have an item where Cat has one')
    expect(text).not.toContain('B1')
  })

  it('makes writes on one key one after another, in the order given', async () => {
    const key = { team: 'B2', id: 'x' }
    const sent = await server.sentBy(async () => {
      const results = await db.batchWrite([
        db.notes.put({ ...key, title: 'put' }),
        db.notes.update(key).set({ body: 'updated' }),
        db.notes.put(note('B2', 1)),
        db.notes.delete(key).returning('old'),
        db.notes.create({ ...key, title: 'again' }),
      ])
      expect(results[3]).toEqual({ ...key, title: 'put', body: 'updated' })
    })
    expect(sent.map(({ operation }) => operation).filter(name => name !== 'BatchWriteItem')).toEqual([
      'PutItem',
      'UpdateItem',
      'DeleteItem',
      'PutItem',
    ])
    expect(await db.notes.get(key).consistent()).toEqual({ ...key, title: 'again' })
  })

  it('ends the writes on a key with the first that fails, and makes all others', async () => {
    const key = { team: 'B3', id: 'x' }
    await db.notes.create({ ...key, title: 'there' })
    const error = await failedBy(
      db.batchWrite([
        db.notes.create({ ...key, title: 'new' }),
        db.notes.delete(key),
        db.notes.put(note('B3', 1)),
        db.pages.create({ team: 'B3', id: 'p', title: 'A' }),
      ]),
    )
    expect(error.failed.map(({ position, operation, cause }) => [position, operation, cause])).toEqual([
      [0, 'create', expect.any(ItemExistsError)],
      [1, 'delete', expect.any(ItemExistsError)],
    ])
    expect(error.cause).toBeInstanceOf(ItemExistsError)
    expect(error.succeeded).toMatchObject([{ position: 2 }, { position: 3, result: { version: 1 } }])
    expect(await db.notes.get(key)).toMatchObject({ title: 'there' })
  })

  it('takes writes of this database alone', async () => {
    const other = createDatabase({ ...server.options, entities })
    expect((await server.refusal(() => db.batchWrite([other.notes.put(note('B4', 1))]))).code).toBe('batch.invalid')
    expect((await server.refusal(() => db.batchWrite([db.notes.get(note('B4', 1)) as never]))).code).toBe(
      'batch.invalid',
    )
  })

  it('tells how far it has come, and what it consumed', async () => {
    const told: BatchProgress[] = []
    const counting = createDatabase({ ...server.options, entities, consumedCapacity: true })
    const operation = counting
      .batchWrite([
        ...notes('B5', 30).map(item => counting.notes.put(item)),
        counting.pages.create({ team: 'B5', id: 'p', title: 'A' }),
      ])
      .concurrency(1)
      .onProgress(progress => {
        told.push(progress)
        throw new Error('its own trouble')
      })
    await operation
    expect(told).toEqual([25, 30, 31].map(done => ({ done, failed: 0, total: 31 })))
    expect(operation.consumedCapacity()).toMatchObject({ requests: 3, read: 0 })
    expect(operation.consumedCapacity().write).toBeGreaterThanOrEqual(31)
  })

  it('goes on where who is told rejects', async () => {
    const unhandled = await unhandledIn(() => db.notes.putMany(notes('B6', 2)).onProgress(troubled.rejects))
    expect(unhandled).toEqual([])
    expect(await idsOf('B6')).toHaveLength(2)
  })
})

describe('under load', () => {
  const load = (fate: Parameters<typeof partialClient>[0]) => {
    const faulty = partialClient(fate)
    return { ...faulty, db: createDatabase({ client: faulty.client, tableName, entities }) }
  }
  const quick = () => vi.spyOn(Math, 'random').mockReturnValue(0)

  it('sends again what was not processed, until all of it is, and nothing twice', async () => {
    const { db: some, processed } = load(({ nth }) => (nth % 3 === 0 ? 0 : 7))
    await some.batchWrite(notes('L1', 60).map(item => some.notes.put(item)))
    expect([...processed].sort()).toEqual(times(60, index => `team#L1 note#${numbered(index)}`))
    expect(await idsOf('L1')).toHaveLength(60)
  })

  it('waits where it is throttled, and goes on', async () => {
    const random = quick()
    const { db: some, processed, sizes } = load(({ nth }) => (nth < 7 ? 'throttled' : 25))
    await some.notes.putMany(notes('L2', 25))
    random.mockRestore()
    expect(processed).toHaveLength(25)
    expect(sizes).toHaveLength(8)
  })

  it('names what is left when nothing goes forward, and gives what was written', async () => {
    const random = quick()
    const items = notes('L3', 30)
    const { db: some, processed, sizes } = load(({ nth }) => (nth === 0 ? 5 : 0))
    const error = await failedBy(some.notes.putMany(items).concurrency(1))
    random.mockRestore()
    expect(sizes).toHaveLength(1 + 8 + 8)
    expect(error.succeeded).toEqual(items.slice(0, 5).map((result, position) => ({ position, result })))
    expect(error.failed).toEqual(
      items.slice(5).map(({ team, id }, index) => ({
        position: index + 5,
        entity: 'Note',
        operation: 'put',
        key: { team, id },
        cause: undefined,
      })),
    )
    expect(error.details).toMatchObject({ succeeded: 5, failed: 25 })
    expect(await idsOf('L3')).toHaveLength(processed.length)
  })

  it('says of what was throttled to the end that it was', async () => {
    const random = quick()
    const { db: some } = load(() => 'throttled')
    const error = await failedBy(some.notes.putMany(notes('L4', 2)))
    random.mockRestore()
    expect(error.failed.map(({ cause }) => cause)).toMatchObject(
      times(2, () => ({ code: 'request.failed', details: { name: 'ProvisionedThroughputExceededException' } })),
    )
  })

  it('loses no other request with one that fails', async () => {
    const { db: some } = load(({ nth }) => (nth === 1 ? 'refused' : nth === 2 ? 'lost' : 25))
    const items = notes('L5', 100)
    const error = await failedBy(some.notes.putMany(items).concurrency(1))
    expect(error.details).toMatchObject({ succeeded: 50, failed: 50 })
    expect(error.succeeded.map(({ position }) => position)).toEqual([...times(25, n => n), ...times(25, n => n + 75)])
    const outcomes = error.failed.map(({ cause }) => ((cause as MonotableError).details as { outcome: string }).outcome)
    expect(outcomes).toEqual([...times(25, () => 'not written'), ...times(25, () => 'unknown')])
  })

  it('ends when the signal says so, and tells what was done until then', async () => {
    const controller = new AbortController()
    const items = notes('L6', 75)
    const { db: some } = load(() => 25)
    const operation = some.notes
      .putMany(items)
      .concurrency(1)
      .signal(controller.signal)
      .onProgress(({ done }) => done === 50 && controller.abort())
    const error = await failedBy(operation)
    expect(error.details).toMatchObject({ succeeded: 50, failed: 25 })
    expect(error.cause).toMatchObject({ code: 'request.aborted', details: { outcome: 'not written' } })
    expect(await idsOf('L6')).toHaveLength(50)
  })
})

describe('deletePartition', () => {
  it("deletes an entity's items page by page, and no other's", async () => {
    // Some 3 MB.
    await db.notes.putMany(notes('P1', 30).map(item => ({ ...item, body: 'x'.repeat(100_000) })))
    await db.pages.create({ team: 'P1', id: 'p', title: 'A' })
    await db.notes.put(note('P10', 1))
    const told: BatchProgress[] = []
    const operation = db.notes.deletePartition({ team: 'P1' }).onProgress(progress => told.push(progress))
    expect(operation.compile()).toMatchObject([
      { command: 'Query', input: { TableName: tableName, ConsistentRead: true } },
    ])
    const sent = await server.sentBy(async () => expect(await operation).toBe(30))
    expect(sent.filter(({ operation }) => operation === 'Query').length).toBeGreaterThan(2)
    expect(sent[0]).toEqual({ operation: 'Query', input: operation.compile()[0]!.input })
    expect(told.at(-1)).toEqual({ done: 30, failed: 0, total: undefined })
    expect(await idsOf('P1')).toEqual([])
    expect(await db.pages.exists({ team: 'P1', id: 'p' })).toBe(true)
    expect(await idsOf('P10')).toEqual(['0001'])
    expect(await db.notes.deletePartition({ team: 'P1' })).toBe(0)
  })

  it('gives unique values free', async () => {
    await db.members.putMany(times(3, index => ({ team: 'P2', id: numbered(index), email: `${index}@p2` })))
    expect(await db.members.deletePartition({ team: 'P2' })).toBe(3)
    await db.members.putMany(times(3, index => ({ team: 'P2b', id: numbered(index), email: `${index}@p2` })))
  })

  it('deletes what does not fit the schema or has expired, and leaves what shares the keys', async () => {
    await server.store(texts({ pk: 'team#P3', sk: 'note#bad', entity: 'Note' }), {
      ...texts({ pk: 'team#P3', sk: 'note#old', entity: 'Note', title: 'A', id: 'old', team: 'P3' }),
      ttl: { N: '1' },
    })
    expect(await db.notes.deletePartition({ team: 'P3' })).toBe(2)
    await db.cats.create({ team: 'P4', id: 'c' })
    await db.dogs.create({ team: 'P4', id: 'd' })
    expect(await db.dogs.deletePartition({ team: 'P4' })).toBe(1)
    expect(await db.cats.exists({ team: 'P4', id: 'c' })).toBe(true)
  })

  it('deletes each item under the key that it has, or tells that it can not', async () => {
    for (const [email, no] of [
      ['Ada', '1'],
      ['ada', '2'],
    ] as const)
      await db.aliases.create({ email, no })
    expect(await db.aliases.deletePartition({ email: 'ADA' })).toBe(2)
    expect(await db.aliases.query({ email: 'ada' }).all()).toEqual([])

    const at = new Date('2026-01-01')
    await db.visits.create({ id: 'v', at })
    // As another program writes the same time.
    await server.store(texts({ pk: 'visit#v', sk: 'visit#2026-01-01', entity: 'Visit', id: 'v', at: '2026-01-01' }))
    const error = await failedBy(db.visits.deletePartition({ id: 'v' }))
    expect(error.details).toMatchObject({ succeeded: 1, failed: 1 })
    expect(error.failed[0]).toMatchObject({ key: { pk: 'visit#v', sk: 'visit#2026-01-01' } })
    expect(error.cause).toMatchObject({ code: 'item.invalidStored' })
  })

  it('names what is left of a page, and counts what was deleted', async () => {
    const random = vi.spyOn(Math, 'random').mockReturnValue(0)
    await db.notes.putMany(notes('P5', 30))
    const { client } = partialClient(({ nth }) => (nth === 0 ? 20 : 0))
    const some = createDatabase({ client, tableName, entities })
    const error = await failedBy(some.notes.deletePartition({ team: 'P5' }).concurrency(1))
    random.mockRestore()
    expect(error.details).toMatchObject({ succeeded: 20, failed: 10 })
    expect(error.failed.map(({ key }) => key)).toEqual(times(10, index => ({ team: 'P5', id: numbered(index + 20) })))
    const aborted = await failedBy(db.notes.deletePartition({ team: 'P5' }).signal(AbortSignal.abort()))
    expect(aborted.details).toMatchObject({ succeeded: 0, failed: 0 })
    expect(aborted.cause).toBeInstanceOf(MonotableError)
    expect(aborted.message).toContain('ended early')
  })
})
