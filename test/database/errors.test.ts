import { inspect } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  ConditionFailedError,
  createDatabase,
  InvalidItemError,
  InvalidKeyError,
  ItemExistsError,
  ItemNotFoundError,
  MonotableError,
  VersionConflictError,
} from '../../src/index.js'
import { Agent, agent, Team, teamCode } from '../support/models.js'
import { failure, texts, useServer } from '../support/server.js'

const server = useServer('errors')
const db = createDatabase({ ...server.options, entities: { agents: Agent, teams: Team } })
const SECRET = 'secret-value'
const key = { teamCode, id: SECRET }
let current: object

beforeAll(async () => {
  await db.createTable()
  current = await db.agents.create(agent(SECRET, { name: SECRET }))
  await server.store(texts({ pk: 'team#AT-001', sk: 'agent#foreign-secret-value', entity: 'Robot', name: SECRET }), {
    ...texts({ pk: 'team#AT-001', sk: 'agent#invalid-secret-value', entity: 'Agent', name: SECRET }),
    active: { S: SECRET },
  })
})

describe('errors that show an item', () => {
  it.each<[string, () => PromiseLike<unknown>, new (...args: never[]) => MonotableError, string]>([
    ['ItemExistsError', () => db.agents.create(agent(SECRET, { name: SECRET })), ItemExistsError, 'item.exists'],
    [
      'VersionConflictError',
      () => db.agents.update(key).set({ name: SECRET }).ifVersion(7),
      VersionConflictError,
      'version.conflict',
    ],
    [
      'ConditionFailedError',
      () => db.agents.delete(key).condition((item, { ne }) => ne(item.name, SECRET)),
      ConditionFailedError,
      'condition.failed',
    ],
  ])('%s has its key and the item as it stands, and is caught by its class', async (name, work, type, code) => {
    const error = await failure(work())
    expect(error).toBeInstanceOf(type)
    expect(error).toBeInstanceOf(MonotableError)
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({ name, code, key })
    expect(error.item).toEqual(current)
    expect(error.details).toMatchObject({ entity: 'Agent' })
  })
})

describe('no error shows values where it is printed or logged', () => {
  it.each<[string, () => PromiseLike<unknown>, new (...args: never[]) => MonotableError]>([
    ['ItemExistsError', () => db.agents.create(agent(SECRET)), ItemExistsError],
    ['ItemNotFoundError', () => db.agents.getOrThrow({ teamCode, id: `${SECRET}-2` }), ItemNotFoundError],
    ['VersionConflictError', () => db.agents.update(key).set({ name: SECRET }).ifVersion(7), VersionConflictError],
    [
      'ConditionFailedError',
      () =>
        db.agents
          .update(key)
          .set({ name: SECRET })
          .condition((item, { ne }) => ne(item.name, SECRET)),
      ConditionFailedError,
    ],
    ['a foreign item', () => db.agents.get({ teamCode, id: `foreign-${SECRET}` }), MonotableError],
    ['an invalid stored item', () => db.agents.get({ teamCode, id: `invalid-${SECRET}` }), InvalidItemError],
    ['an invalid item', () => db.agents.create({ ...agent(SECRET), active: SECRET } as never), InvalidItemError],
    ['an invalid date', () => db.agents.create({ ...agent('x'), createdAt: SECRET }), InvalidItemError],
    ['an invalid key', () => db.agents.get({ teamCode, id: SECRET.repeat(100) }), InvalidKeyError],
    [
      'an invalid operand',
      () => db.agents.query({ teamCode }).filter((item, { eq }) => eq(item.active, SECRET as never)),
      MonotableError,
    ],
  ])('%s', async (_, work, type) => {
    const error = await failure(work)
    expect(error).toBeInstanceOf(type)
    for (const printed of [
      String(error),
      inspect(error, { depth: 9 }),
      JSON.stringify(error),
      error.stack,
      JSON.stringify(error.details),
    ])
      expect(printed).not.toContain(SECRET)
  })
})
