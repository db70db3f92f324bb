import { describe, expectTypeOf, test } from 'vitest'
import type { Page } from '../../../src/index.js'
import { type Agent, agents, type User, users } from '../../types/models.js'

const teamCode = 'AT-001'
declare const maybe: string | undefined
declare const text: string

describe('partitions', () => {
  test('of the table have every attribute of its partition key, and no other', () => {
    agents.query({ teamCode })
    users.query({ id: 'x' })
    // @ts-expect-error Property 'teamCode' is missing in type '{}' but required in type '{ teamCode: string; }'
    agents.query({})
    // @ts-expect-error 'id' does not exist in type '{ teamCode: string; }'
    agents.query({ teamCode, id: 'AG-001' })
    // @ts-expect-error Type 'number' is not assignable to type 'string'
    agents.query({ teamCode: 1 })
    // @ts-expect-error Type 'string | undefined' is not assignable to type 'string'
    agents.query({ teamCode: maybe })
  })

  test('of an access pattern have those of its own', () => {
    agents.query.byType({ type: 'Plain' })
    agents.query.byPlace({ tenant: 't', region: 'r' })
    agents.query.byDomain({ domain: 'legal' })
    // @ts-expect-error Property 'region' is missing in type '{ tenant: string; }' but required
    agents.query.byPlace({ tenant: 't' })
    // @ts-expect-error 'teamCode' does not exist in type
    agents.query.byType({ type: 'Plain', teamCode })
    // @ts-expect-error Type '"Nope"' is not assignable to type
    agents.query.byType({ type: 'Nope' })
    // @ts-expect-error Type 'string' is not assignable to type
    agents.query.byType({ type: text })
    // @ts-expect-error Type 'undefined' is not assignable to type 'string'
    agents.query.byDomain({ domain: undefined })
  })

  test('of a local index are those of the table', () => {
    agents.query.byAge({ teamCode })
    // @ts-expect-error 'createdAt' does not exist in type '{ teamCode: string; }'
    agents.query.byAge({ teamCode, createdAt: '2026' })
  })

  test('are of access patterns that there are', () => {
    // @ts-expect-error Property 'byNope' does not exist on type
    agents.query.byNope({})
    // @ts-expect-error Property 'byType' does not exist on type
    users.query.byType({ type: 'Plain' })
  })
})

describe('consistent reads', () => {
  test('are of the table and of local indexes', () => {
    agents.query({ teamCode }).consistent().limit(3)
    agents.query.byAge({ teamCode }).consistent().limit(3)
    // @ts-expect-error Type 'Refused<"a global index has no consistent reads">' has no call signatures
    agents.query.byType({ type: 'Plain' }).consistent()
    // @ts-expect-error Type 'Refused<"a global index has no consistent reads">' has no call signatures
    agents.query.byPlace({ tenant: 't', region: 'r' }).limit(3).consistent()
  })
})

describe('results', () => {
  test('are pages, lists, items and counts', async () => {
    expectTypeOf(await agents.query({ teamCode })).toEqualTypeOf<Page<Agent>>()
    expectTypeOf(await agents.query.byType({ type: 'Plain' }).all()).toEqualTypeOf<Agent[]>()
    expectTypeOf(await agents.query({ teamCode }).first()).toEqualTypeOf<Agent | undefined>()
    expectTypeOf(await agents.query({ teamCode }).count()).toEqualTypeOf<number>()
    expectTypeOf(agents.query({ teamCode }).items()).toEqualTypeOf<AsyncIterable<Agent>>()
    expectTypeOf(agents.query({ teamCode }).pages()).toEqualTypeOf<AsyncIterable<Page<Agent>>>()
    expectTypeOf(users.query({ id: 'x' })).toExtend<Promise<Page<User>>>()
    // @ts-expect-error possibly 'undefined'
    ;(await agents.query({ teamCode }).first()).name
    // @ts-expect-error Property 'email' is missing in type
    const _found: User[] = await agents.query({ teamCode }).all()
  })

  test('keep to the projection, whatever else is said', async () => {
    const query = agents.query({ teamCode }).project('id', 'capability.domain')
    expectTypeOf(await query.beginsWith({ id: 'AG-' }).descending().limit(20).all()).toEqualTypeOf<
      { id: string; capability: { domain: string } }[]
    >()
    // @ts-expect-error Property 'name' does not exist on type
    ;(await query.first())?.name
    // @ts-expect-error Property 'skills' does not exist on type '{ domain: string; }'
    ;(await query).items[0]?.capability.skills
    // @ts-expect-error is not assignable to parameter of type 'PathOf<
    agents.query({ teamCode }).project('id', 'nope')
    // @ts-expect-error is not assignable to parameter of type 'PathOf<
    agents.query.byType({ type: 'Plain' }).project('capability.nope')
  })
})

describe('indexes that do not hold everything', () => {
  test('give what they hold', async () => {
    expectTypeOf(await agents.query.keysByName({ name: 'x' }).all()).toEqualTypeOf<
      { teamCode: string; id: string; name: string }[]
    >()
    expectTypeOf(await agents.query.someByName({ name: 'x' }).all()).toEqualTypeOf<
      { teamCode: string; id: string; name: string; nick: string | null }[]
    >()
  })

  test('can not be filtered or projected by what they do not', async () => {
    const query = agents.query.keysByName({ name: 'x' })
    query.filter((agent, { eq }) => eq(agent.id, 'x')).project('teamCode')
    // @ts-expect-error Property 'city' does not exist on type 'Refs<{ teamCode: string; id: string; name: string; }>'
    query.filter((agent, { eq }) => eq(agent.city, 'x'))
    // @ts-expect-error is not assignable to parameter of type 'PathOf<
    query.project('city')
    // @ts-expect-error Property 'city' does not exist on type '{ teamCode: string; id: string; name: string; }'
    ;(await query.first())?.city
    // @ts-expect-error Property 'tags' does not exist on type 'Refs<
    agents.query.someByName({ name: 'x' }).filter((agent, { exists }) => exists(agent.tags))
  })
})

describe('filters', () => {
  const filter = agents.query({ teamCode }).filter

  test('are of places in the item', () => {
    filter((agent, { and, eq, gte, contains }) =>
      and(eq(agent.active, true), gte(agent.capability.level, 0.8), contains(agent.steps, 'pdf')),
    )
    // @ts-expect-error Property 'nope' does not exist on type 'Refs<
    filter((agent, { eq }) => eq(agent.nope, 1))
    // @ts-expect-error Property 'nope' does not exist on type 'MapRef<
    filter((agent, { eq }) => eq(agent.capability.nope, 1))
    // @ts-expect-error Argument of type '"active"' is not assignable to parameter of type 'Place<unknown>'
    filter((_agent, { eq }) => eq('active', true))
  })

  test('compare with values of the type that is there', () => {
    filter((agent, { gt }) => gt(agent.due, new Date()))
    // @ts-expect-error Argument of type 'string' is not assignable to parameter of type 'Date
    filter((agent, { gt }) => gt(agent.due, '2026'))
    // @ts-expect-error Argument of type 'number' is not assignable to parameter of type 'string
    filter((agent, { eq }) => eq(agent.name, 1))
    // @ts-expect-error Argument of type 'number' is not assignable to parameter of type 'bigint
    filter((agent, { gt }) => gt(agent.total, 1))
    // @ts-expect-error Argument of type 'string | undefined' is not assignable to parameter of type 'string
    filter((agent, { eq }) => eq(agent.name, maybe))
    // @ts-expect-error Argument of type 'string' is not assignable to parameter of type '"
    filter((agent, { eq }) => eq(agent.type, text))
    // @ts-expect-error Property 'skills' is missing in type '{ domain: string; }' but required
    filter((agent, { eq }) => eq(agent.capability, { domain: 'x' }))
    // @ts-expect-error Type 'Set<string>' is not assignable to type 'Like<string>'
    filter((agent, { eq }) => eq(agent.name, agent.tags))
  })

  test('use operators that fit', () => {
    // @ts-expect-error Type 'number' is not assignable to type 'Container'
    filter((agent, { contains }) => contains(agent.score, 1))
    // @ts-expect-error Type 'number' is not assignable to type 'string
    filter((agent, { beginsWith }) => beginsWith(agent.score, '1'))
    // @ts-expect-error Type 'boolean' is not assignable to type 'Ordered'
    filter((agent, { lt }) => lt(agent.active, true))
    // @ts-expect-error Type 'bigint' is not assignable to type 'Sized'
    filter((agent, { gt, size }) => gt(size(agent.total), 1))
    // @ts-expect-error Property 'like' does not exist on type 'Operators'
    filter((agent, { like }) => like(agent.name, 'x'))
  })

  test('give a condition', () => {
    // @ts-expect-error Type 'boolean' is not assignable to type 'Condition'
    filter(() => true)
    // @ts-expect-error Type 'void' is not assignable to type 'Condition'
    filter((agent, { eq }) => {
      eq(agent.name, 'x')
    })
  })
})
