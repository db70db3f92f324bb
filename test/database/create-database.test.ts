import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, DefinitionError, defineEntity, defineTable } from '../../src/index.js'
import { Agent, AppTable, Team } from '../support/models.js'

const client = { send: () => Promise.reject(new Error('Nothing is to be sent.')), config: {} }
const schema = z.object({ id: z.string(), other: z.string() })
const entity = (name: string, partitionKey: string, sortKey: string, more: object = {}) =>
  defineEntity({ name, table: AppTable, schema, key: { partitionKey, sortKey }, ...more } as never)
const refusal = (entities: object) => {
  try {
    createDatabase({ client, entities: entities as { agents: typeof Agent } })
  } catch (error) {
    return error as DefinitionError
  }
  throw new Error('It was not refused.')
}

describe('createDatabase', () => {
  it('has a client for each entity, with its patterns as queries, and sends nothing', () => {
    const db = createDatabase({ client, entities: { agents: Agent, teams: Team } })
    expect(Object.keys(db).sort()).toEqual([
      'agents',
      'batchGet',
      'batchWrite',
      'checkTable',
      'collection',
      'consumedCapacity',
      'createTable',
      'decodeStreamRecord',
      'entityOf',
      'teams',
      'transactGet',
      'transactWrite',
    ])
    expect(Object.keys(db.agents.query).sort()).toEqual(['byAge', 'byDomain', 'byType'])
    expect(Object.isFrozen(db) && Object.isFrozen(db.agents)).toBe(true)
    expect(db.agents.get({ teamCode: 'a', id: 'b' }).compile().TableName).toBe('app')
    expect(db.consumedCapacity()).toBeUndefined()
  })

  it('uses the table that it is told to', () => {
    const db = createDatabase({ client, tableName: 'app-test', entities: { teams: Team } })
    expect(db.teams.get({ teamCode: 'a' }).compile().TableName).toBe('app-test')
  })

  it('refuses no entities, and entities of several tables', () => {
    expect(refusal({}).message).toContain('it has no entities')
    const Other = defineTable({ name: 'other', partitionKey: 'pk' })
    const Stray = defineEntity({ name: 'Stray', table: Other, schema, key: { partitionKey: '<id>' } })
    const error = refusal({ agents: Agent, strays: Stray })
    expect(error).toBeInstanceOf(DefinitionError)
    expect(error.code).toBe('definition.database')
    expect(error.message).toContain("'Stray' is of another table than 'Agent'")
  })

  it('refuses two entities of one name', () => {
    const error = refusal({ a: entity('Same', 'a#<id>', 'x'), b: entity('Same', 'b#<id>', 'x') })
    expect(error.code).toBe('definition.database')
    expect(error.message).toContain("two entities are named 'Same'")
  })
})

describe('entities that could make one primary key', () => {
  it.each([
    ['the same templates', 'a#<id>', 'x', 'a#<id>', 'x'],
    ['a literal that an attribute could be', 'a#<id>', 'x', 'a#<id>', '<other>'],
    ['a longer literal that a value could hold', 'a#<id>', 'x', 'a#b#<id>', 'x'],
    ['placeholders alone', '<id>', '<other>', 'a#<id>', 'b'],
  ])('are refused: %s', (_, pk1, sk1, pk2, sk2) => {
    const error = refusal({ one: entity('One', pk1, sk1), two: entity('Two', pk2, sk2) })
    expect(error).toBeInstanceOf(DefinitionError)
    expect(error.code).toBe('definition.overlap')
    expect(error.details).toMatchObject({ entities: ['One', 'Two'] })
    expect(error.message).toContain("'One' and 'Two' can make the same primary key")
    expect(error.message).toContain(`'${pk1}' + '${sk1}' and '${pk2}' + '${sk2}'`)
  })

  it.each([
    ['other partition keys', 'a#<id>', 'x', 'b#<id>', 'x'],
    ['other sort keys', 'a#<id>', 'x#<other>', 'a#<id>', 'y#<other>'],
    ['a delimiter that values do not hold', 'a#<id>#1', 'x', 'a#<id>#2', 'x'],
  ])('are told apart by %s', (_, pk1, sk1, pk2, sk2) => {
    createDatabase({ client, entities: { one: entity('One', pk1, sk1), two: entity('Two', pk2, sk2) } as never })
  })

  it('are told apart by discriminators that both were given', () => {
    const kind = (value: string, aliases?: string[]) => ({
      discriminator: { attribute: 'kind', value, ...(aliases && { aliases }) },
    })
    const one = entity('One', 'a#<id>', 'x', kind('One'))
    createDatabase({ client, entities: { one, two: entity('Two', 'a#<id>', 'x', kind('Two', ['two'])) } as never })
    for (const other of [
      kind('One'),
      kind('Two', ['One']),
      { discriminator: false },
      {},
      { discriminator: { attribute: 'sort', value: 'Two' } },
    ])
      expect(refusal({ one, two: entity('Two', 'a#<id>', 'x', other) }).code).toBe('definition.overlap')
  })

  it('are not told apart in an index that does not hold their discriminators', () => {
    const opened = (projection: string | string[]) => {
      const table = defineTable({
        name: 'narrow',
        partitionKey: 'pk',
        indexes: { narrow: { partitionKey: 'gsi1pk', projection } },
      } as never)
      const one = (value: string) =>
        defineEntity({
          name: value,
          table,
          schema,
          key: { partitionKey: 'a#<id>' },
          indexes: { byOther: { index: 'narrow', partitionKey: 'other#<other>' } },
          discriminator: { attribute: 'kind', value },
        } as never)
      return { one: one('One'), two: one('Two') }
    }
    for (const projection of ['keysOnly', ['other']])
      expect(refusal(opened(projection)).code).toBe('definition.overlap')
    for (const projection of ['all', ['kind']]) createDatabase({ client, entities: opened(projection) as never })
  })
})
