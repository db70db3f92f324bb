import { beforeAll, describe, expect, it, vi } from 'vitest'
import { BatchIncompleteError, createDatabase } from '../../../src/index.js'
import { entities, numbered, times } from '../../support/batch-models.js'
import { partialClient } from '../../support/partial.js'
import { failure, projected, texts, useServer } from '../../support/server.js'

const server = useServer('hydrate')
const db = createDatabase({ ...server.options, entities })
const { tableName } = server.options
const note = (index: number) => ({
  team: 'H',
  id: numbered(index),
  title: index < 120 ? 'A' : 'B',
  body: `body ${index}`,
})
const byTitle = db.notes.query.byTitle({ title: 'A' })

beforeAll(async () => {
  await db.createTable()
  await db.notes.putMany(times(125, note))
  // Another entity's item, and one that has expired, in the same partition of the index.
  await server.store(texts({ pk: 'robot#1', sk: 'robot', gsi1pk: 'title#A', gsi1sk: '0000', entity: 'Robot' }), {
    ...texts({ pk: 'team#H', sk: 'note#old', gsi1pk: 'title#A', gsi1sk: 'old', entity: 'Note' }),
    ...texts({ team: 'H', id: 'old', title: 'A' }),
    ttl: { N: '1' },
  })
})

describe('hydrate', () => {
  it('gives whole items, in the order of the index', async () => {
    const operation = byTitle.hydrate().descending()
    const sent = await server.sentBy(async () => {
      const { items } = await operation
      expect(items).toEqual(times(120, index => note(119 - index)))
    })
    expect(sent.map(({ operation }) => operation)).toEqual(['Query', 'BatchGetItem', 'BatchGetItem'])
    expect(sent[1]!.input.RequestItems[tableName].ConsistentRead).toBeUndefined()
    expect(operation.explain()).toContain('read whole from the table')
    expect(byTitle.explain()).not.toContain('read whole')
    expect((await byTitle.hydrate().includeExpired().all()).map(({ id }) => id)).toContain('old')
  })

  it('reads only what is asked for', async () => {
    const operation = byTitle.hydrate().project('body').limit(2)
    const sent = await server.sentBy(async () => {
      expect((await operation).items).toEqual([{ body: 'body 0' }, { body: 'body 1' }])
    })
    const batch = sent.find(({ operation }) => operation === 'BatchGetItem')!
    expect(projected(batch.input.RequestItems[tableName])).toEqual(['body', 'entity', 'pk', 'sk', 'ttl'])
  })

  it('goes on from its cursors', async () => {
    const ids: string[] = []
    let cursor: string | undefined
    do {
      const page = await byTitle.hydrate().limit(50).after(cursor)
      expect(page.items.every(({ body }) => body)).toBe(true)
      ids.push(...page.items.map(({ id }) => id))
      cursor = page.cursor
    } while (cursor)
    expect(ids).toEqual(times(120, numbered))
  })

  it('filters by what the index holds, and by nothing else', async () => {
    const byTeam = db.notes.query.byTeam({ team: 'H' }).hydrate()
    const { items } = await byTeam.filter((item, { eq }) => eq(item.title, 'B'))
    expect(items).toEqual(times(5, index => note(index + 120)))
    expect(await byTeam.filter((item, { gte }) => gte(item.id, '0123')).all()).toEqual([note(123), note(124)])
    const error = await server.refusal(() => byTeam.filter((item: any, { eq }) => eq(item.body, 'x')))
    expect(error.message).toContain("'some' does not hold 'body'")
  })

  it('filters, and looks at ranges again, by what is not asked for', async () => {
    const some = byTitle
      .hydrate()
      .project('body')
      .filter((item, { gte }) => gte(item.id, '0118'))
    expect(await some.all()).toEqual([{ body: 'body 118' }, { body: 'body 119' }])
    const sessions = db.sessions.query.byState({ state: 'open' }).gt({ at: '2026-01' }).hydrate()
    for (const at of ['2026-01', '2026-02']) await db.sessions.put({ id: at, state: 'open', at, text: `of ${at}` })
    expect(sessions.explain()).toContain('The range holds other items too')
    expect(await sessions.project('text').all()).toEqual([{ text: 'of 2026-02' }])
  })

  it('leaves out items that are gone by then', async () => {
    const { client } = partialClient(() => 100)
    let gone = false
    client.middlewareStack.add(
      (next, { commandName }) =>
        async args => {
          if (commandName === 'BatchGetItemCommand' && !gone) {
            gone = true
            await db.notes.delete({ team: 'H', id: '0124' })
          }
          return next(args)
        },
      { step: 'initialize' },
    )
    const some = createDatabase({ client, tableName, entities })
    const ids = (await some.notes.query.byTitle({ title: 'B' }).hydrate()).items.map(({ id }) => id)
    expect(ids).toEqual(times(4, index => numbered(index + 120)))
    await db.notes.put(note(124))
  })

  it('counts by the index alone', async () => {
    const sent = await server.sentBy(async () =>
      expect(await db.notes.query.byTitle({ title: 'B' }).hydrate().count()).toBe(5),
    )
    expect(sent.map(({ operation }) => operation)).toEqual(['Query'])
  })

  it('fails where not all could be read', async () => {
    const random = vi.spyOn(Math, 'random').mockReturnValue(0)
    const { client } = partialClient(({ nth }) => (nth === 0 ? 2 : 0))
    const some = createDatabase({ client, tableName, entities })
    const error = await failure(some.notes.query.byTitle({ title: 'B' }).hydrate())
    random.mockRestore()
    expect(error).toBeInstanceOf(BatchIncompleteError)
    expect(error.details).toMatchObject({ succeeded: 2, failed: 3 })
    expect((error as BatchIncompleteError).failed[0]?.key).toEqual({ pk: 'team#H', sk: 'note#0122' })
  })
})
