import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, DefinitionError, defineCollection, defineEntity, defineTable } from '../../src/index.js'
import { Agent, Audit, Feed, Member, Names, Order, Team } from '../support/collections.js'

const refusal = (work: () => unknown): DefinitionError => {
  try {
    work()
  } catch (error) {
    if (error instanceof DefinitionError) return error
    throw error
  }
  throw new Error('It was not refused.')
}
const refusalOf = (definition: object) => refusal(() => defineCollection(definition as never))

describe('defineCollection', () => {
  it('is data, without a client', () => {
    expect(Team).toEqual({ partitionKey: 'team#<team>', entities: { agents: Agent, members: Member } })
    expect(Feed.index).toBe('feed')
    expect(Object.isFrozen(Team)).toBe(true)
    expect(Object.isFrozen(Team.entities)).toBe(true)
  })

  it('refuses entities of other partitions, whatever the compiler was told', () => {
    const entities = { agents: Agent, orders: Order }
    const error = refusalOf({ partitionKey: 'team#<team>', entities })
    expect(error.code).toBe('definition.collection')
    expect(error.message).toBe("This collection can't be: the partition key of Order is 'order#<id>'.")
    expect(refusalOf({ index: 'places', partitionKey: ['<city>'], entities: { agents: Agent } }).message).toContain(
      "the partition key of Agent is '<city>', '<floor>'",
    )
  })

  it('refuses what is not on its index', () => {
    expect(refusalOf({ index: 'names', partitionKey: 'names#<team>', entities: { audits: Audit } }).message).toContain(
      "Audit has no access pattern on the index 'names'",
    )
    expect(refusalOf({ index: 'nope', partitionKey: 'x', entities: { audits: Audit } }).message).toContain(
      "the table 'office' has no index 'nope'",
    )
  })

  it('refuses none, one twice, and those of several tables', () => {
    expect(refusalOf({ partitionKey: 'x', entities: {} }).message).toContain('it has no entities')
    expect(refusalOf({ partitionKey: 'team#<team>', entities: { a: Agent, b: Agent } }).message).toContain(
      "'Agent' is in it twice",
    )
    const Far = defineEntity({
      name: 'Far',
      table: defineTable({ name: 'far', partitionKey: 'pk' }),
      schema: z.object({ team: z.string() }),
      key: { partitionKey: 'team#<team>' },
    })
    expect(refusalOf({ partitionKey: 'team#<team>', entities: { agents: Agent, far: Far } }).message).toContain(
      "'Far' is of another table than 'Agent'",
    )
  })

  it('is read by a database of all its entities', () => {
    const db = createDatabase({ client: {} as never, entities: { agents: Agent } })
    const error = refusal(() => db.collection(Names as never))
    expect(error.message).toContain("the database has no entity 'Member'")
  })

  it('has a partition that all its entities make alike', () => {
    const { table } = Agent
    const upper = z.codec(z.string(), z.string(), { decode: text => text, encode: text => text.toUpperCase() })
    const Loud = defineEntity({
      name: 'Loud',
      table,
      schema: z.object({ team: upper, id: z.string() }),
      key: { partitionKey: 'team#<team>', sortKey: 'loud#<id>' },
    })
    const entities = { agents: Agent, loud: Loud }
    const db = createDatabase({ client: {} as never, entities })
    const query = db.collection(defineCollection({ partitionKey: 'team#<team>', entities })).query({ team: 't' })
    expect(() => query.compile()).toThrow(/Agent, Loud do not store these attributes alike/)
  })
})
