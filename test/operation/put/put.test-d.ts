import { describe, expectTypeOf, test } from 'vitest'
import { type Agent, agents, type User, users } from '../../types/models.js'

declare const whole: Agent
declare const version: number | undefined
declare const maybe: string | undefined
/** What an agent is made of, with nothing that the library keeps or a default gives. */
declare const given: Omit<Agent, 'version' | 'createdAt' | 'updatedAt' | 'active' | 'logins'>

describe('create', () => {
  test('takes what the library keeps, and what has a default, or does without', () => {
    agents.create(given)
    agents.create({ ...given, active: false, logins: 3 })
    agents.create({ ...given, createdAt: '2026-01-01T00:00:00Z', updatedAt: new Date(), version: 1 })
    agents.create(whole)
    users.create({ id: 'x', email: 'a@b' })
    users.create({ id: 'x', email: 'a@b', age: undefined })
  })

  test('takes all else that the schema requires', () => {
    // @ts-expect-error Property 'email' is missing in type '{ id: string; }' but required
    users.create({ id: 'x' })
    // @ts-expect-error Type 'number' is not assignable to type 'string'
    users.create({ id: 'x', email: 1 })
    // @ts-expect-error Type 'string | undefined' is not assignable to type 'string'
    users.create({ id: maybe, email: 'a@b' })
    // @ts-expect-error Type 'null' is not assignable to type 'number
    users.create({ id: 'x', email: 'a@b', age: null })
    // @ts-expect-error Type '"x"' is not assignable to type '"
    agents.create({ ...given, type: 'x' })
    // @ts-expect-error 'nope' does not exist in type
    users.create({ id: 'x', email: 'a@b', nope: 1 })
    // @ts-expect-error 'nope' does not exist in type
    agents.create({ ...given, capability: { domain: 'x', skills: [], nope: 1 } })
  })

  test('gives the item', async () => {
    expectTypeOf(await agents.create(given)).toEqualTypeOf<Agent>()
    expectTypeOf(users.create({ id: 'x', email: 'a@b' })).toExtend<Promise<User>>()
  })

  test('has its condition already', () => {
    // @ts-expect-error Property 'condition' does not exist on type 'CreateOperation<
    agents.create(given).condition((agent, { eq }) => eq(agent.active, true))
  })
})

describe('put', () => {
  test('takes a new item, or one that replaces a version, with the time of its making', () => {
    agents.put(given)
    agents.put(whole)
    agents.put({ ...given, createdAt: '2026-01-01T00:00:00Z' })
    agents.put({ ...given, version: 3, createdAt: '2026-01-01T00:00:00Z' })
    agents.put({ ...given, version, createdAt: '2026-01-01T00:00:00Z' })
    agents.put({ ...given, version: undefined })
    // @ts-expect-error Property 'createdAt' is missing in type
    agents.put({ ...given, version: 3 })
    // @ts-expect-error Property 'createdAt' is missing in type | Types of property 'version' are incompatible
    agents.put({ ...given, version })
    // @ts-expect-error Type 'string' is not assignable to type 'number
    agents.put({ ...given, version: '3', createdAt: '2026-01-01T00:00:00Z' })
  })

  test('takes all else that the schema requires', () => {
    // @ts-expect-error Property 'email' is missing in type '{ id: string; }' but required
    users.put({ id: 'x' })
    // @ts-expect-error 'nope' does not exist in type
    users.put({ id: 'x', email: 'a@b', nope: 1 })
  })

  test('gives the item', async () => {
    expectTypeOf(await agents.put(whole)).toEqualTypeOf<Agent>()
    expectTypeOf(users.put({ id: 'x', email: 'a@b' })).toExtend<Promise<User>>()
  })

  test('takes conditions on the item that is there', () => {
    agents.put(whole).condition((agent, { eq }) => eq(agent.active, true))
    // @ts-expect-error Property 'nope' does not exist on type 'Refs<
    agents.put(whole).condition((agent, { eq }) => eq(agent.nope, true))
    // @ts-expect-error Argument of type '"yes"' is not assignable to parameter of type 'boolean
    agents.put(whole).condition((agent, { eq }) => eq(agent.active, 'yes'))
    // @ts-expect-error Type 'boolean' is not assignable to type 'Condition'
    agents.put(whole).condition(() => true)
  })
})
