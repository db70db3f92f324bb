import { describe, expectTypeOf, test } from 'vitest'
import { type Agent, agents, key, type User, users } from '../../types/models.js'

describe('delete', () => {
  test('takes a key', () => {
    // @ts-expect-error Property 'id' is missing in type '{ teamCode: string; }' but required
    agents.delete({ teamCode: 'AT-001' })
    // @ts-expect-error 'nope' does not exist in type
    agents.delete({ ...key, nope: 1 })
    // @ts-expect-error Type 'number' is not assignable to type 'string'
    users.delete({ id: 1 })
  })

  test('gives the item as it was, if it was there', async () => {
    expectTypeOf(await agents.delete(key)).toEqualTypeOf<Agent | undefined>()
    expectTypeOf(users.delete({ id: 'x' })).toExtend<Promise<User | undefined>>()
  })

  test('counts on a version where the entity has one', () => {
    agents.delete(key).ifVersion(3)
    // @ts-expect-error Type 'Refused<"User has no version attribute">' has no call signatures
    users.delete({ id: 'x' }).ifVersion(3)
    // @ts-expect-error Argument of type 'string' is not assignable to parameter of type 'number'
    agents.delete(key).ifVersion('3')
  })

  test('takes conditions', () => {
    agents.delete(key).condition((agent, { eq }) => eq(agent.active, false))
    // @ts-expect-error Property 'nope' does not exist on type 'Refs<
    agents.delete(key).condition((agent, { exists }) => exists(agent.nope))
  })
})
