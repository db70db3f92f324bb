import { describe, expectTypeOf, test } from 'vitest'
import { type Agent, agents, key, type User, users } from '../../types/models.js'

declare const maybe: string | undefined
declare const text: string
declare const record: Record<string, string>

describe('keys', () => {
  test('have every attribute of the key', () => {
    agents.get(key)
    // @ts-expect-error Property 'id' is missing in type '{ teamCode: string; }' but required
    agents.get({ teamCode: 'AT-001' })
    // @ts-expect-error Property 'id' is missing in type '{}' but required
    users.get({})
    // @ts-expect-error Property 'id' is missing in type '{ teamCode: string; }' but required
    agents.getOrThrow({ teamCode: 'AT-001' })
    // @ts-expect-error Property 'teamCode' is missing in type '{ id: string; }' but required
    agents.exists({ id: 'AG-001' })
    // @ts-expect-error Property 'id' is missing in type 'Record<string, string>' but required
    users.get(record)
  })

  test('have no other', () => {
    // @ts-expect-error 'nope' does not exist in type '{ id: string; teamCode: string; }' | 'nope' does not exist in type '{ teamCode: string; id: string; }'
    agents.get({ ...key, nope: 1 })
    // @ts-expect-error 'name' does not exist in type
    agents.getOrThrow({ ...key, name: 'x' })
    // @ts-expect-error 'nope' does not exist in type '{ id: string; }'
    users.exists({ id: 'x', nope: 1 })
  })

  test('have attributes of their types', () => {
    // @ts-expect-error Type 'number' is not assignable to type 'string'
    agents.get({ ...key, id: 1 })
    // @ts-expect-error Type 'string | undefined' is not assignable to type 'string'
    users.get({ id: maybe })
    // @ts-expect-error Type 'null' is not assignable to type 'string'
    users.exists({ id: null })
    // @ts-expect-error Argument of type 'string' is not assignable to parameter of type '{ id: string; }'
    users.get('x')
  })
})

describe('results', () => {
  test('may be missing, but not of getOrThrow', async () => {
    expectTypeOf(await agents.get(key)).toEqualTypeOf<Agent | undefined>()
    expectTypeOf(await agents.getOrThrow(key)).toEqualTypeOf<Agent>()
    expectTypeOf(await agents.exists(key)).toEqualTypeOf<boolean>()
    expectTypeOf(await agents.get(key).consistent()).toEqualTypeOf<Agent | undefined>()
    // @ts-expect-error possibly 'undefined'
    ;(await users.get({ id: 'x' })).email
  })

  test('are promises of items', () => {
    expectTypeOf(users.get({ id: 'x' })).toExtend<Promise<User | undefined>>()
    expectTypeOf(users.getOrThrow({ id: 'x' })).toExtend<Promise<User>>()
    expectTypeOf(users.exists({ id: 'x' })).toExtend<Promise<boolean>>()
    // @ts-expect-error Type 'undefined' is not assignable to type '{ id: string; email: string; age?: number | undefined; }'
    const _found: Promise<User> = users.get({ id: 'x' })
    // @ts-expect-error is not assignable to type 'Promise<{ teamCode: string;
    const _agent: Promise<Agent> = users.getOrThrow({ id: 'x' })
  })
})

describe('projections', () => {
  test('narrow what is found', async () => {
    expectTypeOf(await agents.get(key).project('name', 'nick')).toEqualTypeOf<
      { name: string; nick: string | null } | undefined
    >()
    expectTypeOf(await agents.getOrThrow(key).project('capability.domain', 'capability.skills[0].name')).toEqualTypeOf<{
      capability: { domain: string; skills: { name: string }[] }
    }>()
    expectTypeOf(await agents.getOrThrow(key).project('name').consistent()).toEqualTypeOf<{ name: string }>()
    expectTypeOf(await agents.getOrThrow(key).project('name').project('score')).toEqualTypeOf<{ score: number }>()
  })

  test('of nothing are of everything', async () => {
    expectTypeOf(await agents.getOrThrow(key).project()).toEqualTypeOf<Agent>()
  })

  test('take paths of the item', () => {
    // @ts-expect-error is not assignable to parameter of type 'PathOf<
    agents.get(key).project('nope')
    // @ts-expect-error is not assignable to parameter of type 'PathOf<
    agents.get(key).project('name', 'nope')
    // @ts-expect-error is not assignable to parameter of type 'PathOf<
    agents.get(key).project('capability.nope')
    // @ts-expect-error is not assignable to parameter of type 'PathOf<
    agents.getOrThrow(key).project('capability.skills[0].nope')
    // @ts-expect-error is not assignable to parameter of type 'PathOf<
    agents.get(key).project('steps[first]')
    // @ts-expect-error is not assignable to parameter of type 'PathOf<
    agents.get(key).project('name.length')
    // @ts-expect-error is not assignable to parameter of type 'PathOf<
    agents.get(key).project(text)
  })

  test('leave nothing else to be used', async () => {
    const found = await agents.getOrThrow(key).project('id', 'capability.domain', 'capability.skills[0].name')
    // @ts-expect-error Property 'name' does not exist on type
    found.name
    // @ts-expect-error Property 'level' does not exist on type
    found.capability.level
    // @ts-expect-error Property 'since' does not exist on type '{ name: string; }'
    found.capability.skills[0]?.since
  })
})

test('is not what a write is', () => {
  expectTypeOf(users.get({ id: 'x' }).kind).toEqualTypeOf<'read'>()
  // @ts-expect-error Property 'ifVersion' does not exist on type 'GetOperation<
  agents.get(key).ifVersion(1)
  // @ts-expect-error Property 'project' does not exist on type 'ExistsOperation'
  agents.exists(key).project('name')
})
