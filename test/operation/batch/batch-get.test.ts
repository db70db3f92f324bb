import { beforeAll, describe, expect, it, vi } from 'vitest'
import {
  BatchIncompleteError,
  type BatchProgress,
  createDatabase,
  InvalidItemError,
  InvalidKeyError,
  ItemNotFoundError,
} from '../../../src/index.js'
import { entities, numbered, times } from '../../support/batch-models.js'
import { partialClient } from '../../support/partial.js'
import { failure, projected, texts, useServer } from '../../support/server.js'

const server = useServer('batch-get')
const db = createDatabase({ ...server.options, entities })
const { tableName } = server.options
const team = 'G'
const note = (index: number) => ({
  team,
  id: numbered(index),
  title: `T${index}`,
  meta: { author: 'ada', words: index },
})
const key = (index: number) => ({ team, id: numbered(index) })
const requestOf = (input: any) => input.RequestItems[tableName]

beforeAll(async () => {
  await db.createTable()
  await db.notes.putMany(times(250, note))
  await db.pages.create({ team, id: 'p', title: 'P' })
  await db.members.create({ team, id: 'm', email: 'm@g' })
  await server.store(
    texts({ pk: 'team#G', sk: 'note#bad', entity: 'Note', team, id: 'bad' }),
    texts({ pk: 'team#G', sk: 'note#foreign', entity: 'Robot', team, id: 'foreign', title: 'A' }),
    { ...texts({ pk: 'team#G', sk: 'note#old', entity: 'Note', team, id: 'old', title: 'A' }), ttl: { N: '1' } },
  )
})

describe('batchGet', () => {
  it('reads several entities in one request, and gives what each operation does, in their order', async () => {
    const operation = db.batchGet([
      db.notes.get(key(1)),
      db.pages.get({ team, id: 'p' }),
      db.notes.exists(key(2)),
      db.notes.exists({ team, id: 'none' }),
      db.members.getOrThrow({ team, id: 'm' }),
      db.notes.get({ team, id: 'none' }),
      db.notes.get(key(3)).project('meta.words'),
    ])
    const sent = await server.sentBy(async () => {
      expect(await operation).toEqual([
        note(1),
        { team, id: 'p', title: 'P', version: 1 },
        true,
        false,
        { team, id: 'm', email: 'm@g' },
        undefined,
        { meta: { words: 3 } },
      ])
    })
    expect(sent).toHaveLength(1)
    expect([{ command: sent[0]!.operation, input: sent[0]!.input }]).toEqual(operation.compile())
    // One wants all of an item, so that nothing is projected; one key is asked for twice.
    expect(requestOf(sent[0]!.input)).toEqual({ Keys: expect.objectContaining({ length: 6 }) })
    expect(operation.explain()).toContain('6 items of table')
    expect(operation.explain()).not.toContain('0001')
  })

  it('asks once for an item that is wanted twice, and answers twice', async () => {
    const sent = await server.sentBy(async () => {
      const [whole, again, part] = await db.batchGet([
        db.notes.get(key(1)),
        db.notes.get(key(1)),
        db.notes.get(key(1)).project('title'),
      ])
      expect(again).toEqual(whole)
      expect(again).not.toBe(whole)
      expect(part).toEqual({ title: 'T1' })
    })
    expect(requestOf(sent[0]!.input).Keys).toHaveLength(1)
  })

  it('projects the attributes that any of a request wants', async () => {
    const operation = db.batchGet([
      db.notes.get(key(1)).project('meta.author'),
      db.notes.get(key(2)).project('title'),
      db.members.exists({ team, id: 'm' }),
    ])
    expect(projected(requestOf(operation.compile()[0]!.input))).toEqual(['entity', 'meta', 'pk', 'sk', 'title', 'ttl'])
    expect(await operation).toEqual([{ meta: { author: 'ada' } }, { title: 'T2' }, true])
    const parts = [db.notes.get(key(1)).project('title'), db.notes.get(key(1)).project('meta.words')] as const
    expect(await db.batchGet(parts)).toEqual([{ title: 'T1' }, { meta: { words: 1 } }])
  })

  it('sends consistent reads in requests of their own', async () => {
    const operation = db.batchGet([db.notes.get(key(1)).consistent(), db.notes.get(key(2)), db.notes.get(key(1))])
    const requests = operation.compile().map(({ input }) => requestOf(input))
    expect(requests).toMatchObject([{ Keys: { length: 2 } }, { Keys: { length: 1 }, ConsistentRead: true }])
    expect(requests[0]).not.toHaveProperty('ConsistentRead')
    expect(await operation).toEqual([note(1), note(2), note(1)])
  })

  it('fails with ItemNotFoundError where all was read and one that must be there is not', async () => {
    const error = await failure(
      db.batchGet([
        db.notes.get(key(1)),
        db.notes.getOrThrow({ team, id: 'no-1' }),
        db.notes.getOrThrow({ team, id: 'no-2' }),
      ]),
    )
    expect(error).toBeInstanceOf(ItemNotFoundError)
    expect(error.key).toEqual({ team, id: 'no-1' })
  })

  it('tells items that do not fit and those of others by name, beside the others', async () => {
    const error = (await failure(
      db.batchGet([
        db.notes.get({ team, id: 'bad' }),
        db.notes.get(key(1)),
        db.notes.get({ team, id: 'foreign' }),
        db.notes.getOrThrow({ team, id: 'none' }),
      ]),
    )) as BatchIncompleteError
    expect(error).toBeInstanceOf(BatchIncompleteError)
    expect(error.failed).toMatchObject([
      { position: 0, entity: 'Note', operation: 'get', key: { team, id: 'bad' }, cause: expect.any(InvalidItemError) },
      { position: 2, cause: { code: 'item.foreign' } },
      { position: 3, operation: 'getOrThrow', cause: expect.any(ItemNotFoundError) },
    ])
    expect(error.succeeded).toEqual([{ position: 1, result: note(1) }])
  })

  it('refuses what is wrong before anything is sent', async () => {
    expect(await server.refusal(() => db.batchGet([db.notes.get({ team, id: '' })]))).toBeInstanceOf(InvalidKeyError)
    const other = createDatabase({ ...server.options, entities })
    expect((await server.refusal(() => db.batchGet([other.notes.get(key(1))]))).code).toBe('batch.invalid')
    expect((await server.refusal(() => db.batchGet([db.notes.query({ team }) as never]))).code).toBe('batch.invalid')
    expect(await server.sentBy(async () => expect(await db.batchGet([])).toEqual([]))).toEqual([])
  })
})

describe('getMany', () => {
  it('reads 100 keys a request, in their order, duplicates and gaps among them', async () => {
    const wanted = [...times(240, index => 249 - index), 999, 5, 5]
    const told: BatchProgress[] = []
    const sent = await server.sentBy(async () => {
      const items = await db.notes
        .getMany(wanted.map(key))
        .concurrency(1)
        .onProgress(progress => told.push(progress))
      expect(items).toEqual(wanted.map(index => (index < 250 ? note(index) : undefined)))
    })
    expect(sent.map(({ input }) => requestOf(input).Keys.length)).toEqual([100, 100, 42])
    expect(told.at(-1)).toEqual({ done: 243, failed: 0, total: 243 })
  })

  it('reads consistently, in part, and expired items, where it is told to', async () => {
    const operation = db.notes.getMany([key(1), { team, id: 'old' }])
    expect(await operation).toEqual([note(1), undefined])
    expect(await operation.includeExpired().project('title')).toEqual([{ title: 'T1' }, { title: 'A' }])
    const { input } = operation.consistent().project('title').compile()[0]!
    expect(requestOf(input).ConsistentRead).toBe(true)
    expect(projected(requestOf(input))).toEqual(['entity', 'pk', 'sk', 'title', 'ttl'])
    expect(requestOf(operation.compile()[0]!.input).ConsistentRead).toBeUndefined()
  })

  it('reads on where DynamoDB cuts a page of 16 MB', async () => {
    const big = times(50, index => ({ team: 'big', id: numbered(index), title: 'A', body: 'x'.repeat(390_000) }))
    await db.notes.putMany(big)
    const sent = await server.sentBy(async () => {
      const items = await db.notes.getMany(big)
      expect(items.map(item => item?.body?.length)).toEqual(times(50, () => 390_000))
    })
    expect(sent.length).toBeGreaterThan(1)
  })
})

describe('under load', () => {
  const load = (fate: Parameters<typeof partialClient>[0]) => {
    const faulty = partialClient(fate)
    return { ...faulty, db: createDatabase({ client: faulty.client, tableName, entities, consumedCapacity: true }) }
  }

  it('asks again for what was not processed, and for nothing twice', async () => {
    const { db: some, processed } = load(({ nth }) => (nth % 3 === 0 ? 0 : nth % 3 === 1 ? 'throttled' : 60))
    const operation = some.notes.getMany(times(250, key))
    expect(await operation).toEqual(times(250, note))
    expect(processed).toHaveLength(250)
    expect(new Set(processed).size).toBe(250)
    expect(operation.consumedCapacity().read).toBeGreaterThanOrEqual(125)
  })

  it('names what is left, and gives what was read', async () => {
    const random = vi.spyOn(Math, 'random').mockReturnValue(0)
    const { db: some, sizes } = load(({ nth }) => (nth === 0 ? 30 : nth === 9 ? 'refused' : 0))
    const error = (await failure(some.notes.getMany(times(150, key)).concurrency(1))) as BatchIncompleteError
    random.mockRestore()
    expect(error).toBeInstanceOf(BatchIncompleteError)
    expect(sizes).toEqual([100, ...times(8, () => 70), 50])
    expect(error.succeeded).toEqual(times(30, position => ({ position, result: note(position) })))
    expect(error.failed.map(({ position, key }) => [position, key])).toEqual(times(120, n => [n + 30, key(n + 30)]))
    expect(error.failed.map(({ cause }) => (cause as { code: string } | undefined)?.code)).toEqual([
      ...times(70, () => undefined),
      ...times(50, () => 'request.failed'),
    ])
    expect(error.details).toMatchObject({ succeeded: 30, failed: 120 })
  })

  it('ends when the signal says so, and gives what was read until then', async () => {
    const controller = new AbortController()
    const error = (await failure(
      db.notes
        .getMany(times(250, key))
        .concurrency(1)
        .signal(controller.signal)
        .onProgress(({ done }) => done >= 100 && controller.abort()),
    )) as BatchIncompleteError
    expect(error.details).toMatchObject({ succeeded: 100, failed: 150 })
    expect(error.cause).toMatchObject({ code: 'request.aborted' })
  })
})
