import { beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, InvalidItemError, InvalidKeyError, ItemNotFoundError } from '../../../src/index.js'
import { Agent, agent, Team, teamCode } from '../../support/models.js'
import { failure, texts, useServer } from '../../support/server.js'

const server = useServer('get')
const db = createDatabase({ ...server.options, entities: { agents: Agent, teams: Team } })
const key = { teamCode, id: 'AG-1' }
const Key = texts({ pk: 'team#AT-001', sk: 'agent#AG-1' })
const TableName = server.options.tableName

beforeAll(async () => {
  await db.createTable()
  await db.agents.create(agent('AG-1', { tags: new Set(['a', 'b']) }))
  await server.store(
    { ...texts({ pk: 'team#AT-001', sk: 'agent#AG-F', entity: 'Robot', name: 'secret-name' }) },
    { ...texts({ pk: 'team#AT-001', sk: 'agent#AG-N', name: 'no discriminator' }) },
    {
      ...texts({ pk: 'team#AT-001', sk: 'agent#AG-I', entity: 'Agent', teamCode, id: 'AG-I', name: 'secret-name' }),
      active: { N: '1' },
    },
  )
})

describe('get', () => {
  it('reads an item by its key', async () => {
    const operation = db.agents.get(key)
    expect(operation.compile()).toEqual({ TableName, Key })
    expect(await operation).toEqual({
      ...agent('AG-1'),
      tags: new Set(['a', 'b']),
      version: 1,
    })
  })

  it('gives undefined where there is none', async () => {
    expect(await db.agents.get({ teamCode, id: 'none' })).toBeUndefined()
  })

  it('reads consistently where asked', async () => {
    expect(db.agents.get(key).consistent().compile()).toEqual({ TableName, Key, ConsistentRead: true })
    expect(await db.agents.get(key).consistent()).toMatchObject({ id: 'AG-1' })
  })

  it('reads paths alone, with what tells whose item it is', async () => {
    const operation = db.agents.get(key).project('name', 'capability.skills[1]', 'capability.domain', 'tags')
    expect(operation.compile()).toEqual({
      TableName,
      Key,
      ProjectionExpression: '#n0, #n1.#n2, #n1.#n3, #n4, #n5, #n6, #n7',
      ExpressionAttributeNames: {
        '#n0': 'name',
        '#n1': 'capability',
        '#n2': 'skills',
        '#n3': 'domain',
        '#n4': 'tags',
        '#n5': 'pk',
        '#n6': 'sk',
        '#n7': 'entity',
      },
    })
    expect(await operation).toEqual({
      name: 'document_analysis',
      capability: { skills: ['summary'], domain: 'documents' },
      tags: new Set(['a', 'b']),
    })
    expect(await db.agents.get({ teamCode, id: 'none' }).project('name')).toBeUndefined()
  })

  it('finds no item of its own in one that is invalid, and says where it is wrong without its values', async () => {
    const error = await failure(db.agents.get({ teamCode, id: 'AG-I' }))
    expect(error).toBeInstanceOf(InvalidItemError)
    expect(error.code).toBe('item.invalidStored')
    expect(error.message).toMatch(/active: /)
    expect(error.key).toEqual({ pk: 'team#AT-001', sk: 'agent#AG-I' })
    expect(error.item).toMatchObject({ name: { S: 'secret-name' } })
    expect(`${error.message} ${JSON.stringify(error)}`).not.toContain('secret-name')
    // What was not asked for need not be valid.
    expect(await db.agents.get({ teamCode, id: 'AG-I' }).project('name')).toEqual({ name: 'secret-name' })
  })

  it.each(['AG-F', 'AG-N'])("refuses another entity's item (%s), whole or in part", async id => {
    for (const operation of [
      db.agents.get({ teamCode, id }),
      db.agents.getOrThrow({ teamCode, id }),
      db.agents.get({ teamCode, id }).project('name'),
    ]) {
      const error = await failure(operation)
      expect(error.code).toBe('item.foreign')
      expect(error.key).toEqual({ pk: 'team#AT-001', sk: `agent#${id}` })
      expect(error.message).toContain('is not a Agent')
    }
  })

  it('refuses a key that is none, before anything is sent', async () => {
    const missing = await server.refusal(() => db.agents.get({ teamCode } as never))
    expect(missing).toBeInstanceOf(InvalidKeyError)
    expect(missing.code).toBe('key.missingAttribute')
    expect(missing.message).toContain("'id'")
    const empty = await server.refusal(() => db.agents.get({ teamCode, id: '' }))
    expect(empty.code).toBe('key.emptyValue')
    const mistyped = await server.refusal(() => db.agents.get({ teamCode, id: 7 } as never))
    expect(mistyped.code).toBe('key.wrongType')
    const path = await server.refusal(() => db.agents.get(key).project('nope' as never))
    expect(path.code).toBe('expression.unknownPath')
  })
})

describe('getOrThrow', () => {
  it('reads as get does', async () => {
    expect(db.agents.getOrThrow(key).compile()).toEqual({ TableName, Key })
    expect(await db.agents.getOrThrow(key)).toEqual(await db.agents.get(key))
    expect(await db.agents.getOrThrow(key).project('type')).toEqual({ type: 'Reasoning' })
  })

  it('fails where there is no item, with its key', async () => {
    const error = await failure(db.agents.getOrThrow({ teamCode, id: 'none' }))
    expect(error).toBeInstanceOf(ItemNotFoundError)
    expect(error.code).toBe('item.notFound')
    expect(error.key).toEqual({ teamCode, id: 'none' })
  })
})

describe('exists', () => {
  it('reads the key and the discriminator alone', async () => {
    expect(db.agents.exists(key).consistent().compile()).toEqual({
      TableName,
      Key,
      ConsistentRead: true,
      ProjectionExpression: '#n0, #n1, #n2',
      ExpressionAttributeNames: { '#n0': 'pk', '#n1': 'sk', '#n2': 'entity' },
    })
    expect(await db.agents.exists(key)).toBe(true)
    expect(await db.agents.exists({ teamCode, id: 'none' })).toBe(false)
  })

  it("is false for another entity's item, and true for an invalid one", async () => {
    expect(await db.agents.exists({ teamCode, id: 'AG-F' })).toBe(false)
    expect(await db.agents.exists({ teamCode, id: 'AG-I' })).toBe(true)
  })
})

describe('a read as an operation', () => {
  it('sends nothing until it is awaited, and then once', async () => {
    const operation = db.agents.get(key)
    const unsent = await server.sentBy(() => [operation.compile(), operation.explain(), operation.consistent()])
    expect(unsent).toEqual([])
    const sent = await server.sentBy(async () => {
      const [first, second] = [await operation, await operation]
      expect(second).toBe(first)
      await operation.finally(() => {})
      await operation.catch(() => {})
    })
    expect(sent).toEqual([{ operation: 'GetItem', input: { TableName, Key } }])
  })

  it('is not changed by what is derived from it', async () => {
    const operation = db.agents.get(key)
    const before = operation.compile()
    operation.consistent()
    operation.project('name')
    operation.signal(AbortSignal.abort())
    expect(operation.compile()).toEqual(before)
    expect(await operation).toMatchObject({ id: 'AG-1', name: 'document_analysis' })
  })

  it('says in words what it reads', () => {
    const text = db.agents.get(key).consistent().project('name').explain()
    expect(text).toContain(`GetItem Agent in table '${TableName}'`)
    expect(text).toContain('name, pk, sk, entity')
    expect(text).toContain('1 read unit')
    expect(text).not.toContain('AT-001')
  })
})
