import { describe, expectTypeOf, test } from 'vitest'
import { type Agent, agents, key, type User, users } from '../../types/models.js'

/** What an agent is made of beside its key, with nothing that the library keeps. */
declare const given: Omit<Agent, 'teamCode' | 'id' | 'version' | 'createdAt' | 'updatedAt' | 'domain' | 'due'>
const createdAt = '2026-01-01T00:00:00Z'
const whole = { ...given, domain: 'legal', due: new Date(), createdAt }

describe('upsert', () => {
  test('sets first all that a new item needs', async () => {
    expectTypeOf(await agents.upsert(key).set(whole)).toEqualTypeOf<Agent>()
    expectTypeOf(users.upsert({ id: 'x' }).set({ email: 'a@b' })).toExtend<Promise<User>>()
    users.upsert({ id: 'x' }).set({ email: 'a@b' }).add({ age: 1 })
    // @ts-expect-error Property 'email' is missing in type '{}' but required
    users.upsert({ id: 'x' }).set({})
    // @ts-expect-error Property 'email' is missing in type '{ age: number; }' but required
    users.upsert({ id: 'x' }).set({ age: 3 })
    // @ts-expect-error is missing the following properties from type
    agents.upsert(key).set({ name: 'x' })
    // @ts-expect-error Type 'number' is not assignable to type 'string'
    users.upsert({ id: 'x' }).set({ email: 1 })
    // @ts-expect-error 'nope' does not exist in type
    users.upsert({ id: 'x' }).set({ email: 'a@b', nope: 1 })
  })

  test('takes values, for there may be nothing to compute with', () => {
    // @ts-expect-error is not assignable to type 'string'
    users.upsert({ id: 'x' }).set({ email: (user: any) => user.email })
  })

  test('does nothing before that', () => {
    // @ts-expect-error Property 'ifVersion' does not exist on type 'UpsertStart<
    agents.upsert(key).ifVersion(1)
    // @ts-expect-error Property 'then' does not exist | Type 'UpsertStart<
    const _none: Promise<Agent> = agents.upsert(key)
    // @ts-expect-error Property 'set' does not exist on type 'UpsertOperation<
    users.upsert({ id: 'x' }).set({ email: 'a@b' }).set({ age: 3 })
  })

  test('takes a key, and does not set it', () => {
    // @ts-expect-error Property 'id' is missing in type '{ teamCode: string; }' but required
    agents.upsert({ teamCode: 'AT-001' })
    // @ts-expect-error 'email' does not exist in type '{ id: string; }'
    users.upsert({ id: 'x', email: 'a@b' })
    // @ts-expect-error 'id' is part of the key or kept by the library
    users.upsert({ id: 'x' }).set({ id: 'x', email: 'a@b' })
    // @ts-expect-error 'version' is part of the key or kept by the library
    agents.upsert(key).set({ ...whole, version: 1 })
  })

  test('sets whole index keys', () => {
    const { domain, ...rest } = whole
    // @ts-expect-error Property 'domain' is missing in type
    agents.upsert(key).set(rest)
  })
})
