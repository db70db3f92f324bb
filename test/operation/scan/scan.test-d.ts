import { describe, expectTypeOf, test } from 'vitest'
import type { Page } from '../../../src/index.js'
import { type Agent, agents, type User, users } from '../../types/models.js'

describe('scan', () => {
  test('gives pages, lists, items and counts', async () => {
    expectTypeOf(await agents.scan()).toEqualTypeOf<Page<Agent>>()
    expectTypeOf(await agents.scan().segments(4).all()).toEqualTypeOf<Agent[]>()
    expectTypeOf(await agents.scan().first()).toEqualTypeOf<Agent | undefined>()
    expectTypeOf(await agents.scan().count()).toEqualTypeOf<number>()
    expectTypeOf(agents.scan().items()).toEqualTypeOf<AsyncIterable<Agent>>()
    expectTypeOf(agents.scan().pages()).toEqualTypeOf<AsyncIterable<Page<Agent>>>()
    expectTypeOf(users.scan()).toExtend<Promise<Page<User>>>()
    // @ts-expect-error Type 'number' is not assignable to type 'string'
    const _count: string = (await agents.scan()).count
    // @ts-expect-error Property 'email' is missing in type
    const _found: User[] = (await agents.scan()).items
  })

  test('takes filters, projections, and consistency', async () => {
    const scan = agents
      .scan()
      .consistent()
      .filter((agent, { eq }) => eq(agent.active, true))
    expectTypeOf(await scan.project('id', 'capability.domain').all()).toEqualTypeOf<
      { id: string; capability: { domain: string } }[]
    >()
    // @ts-expect-error is not assignable to parameter of type 'PathOf<
    scan.project('capability.nope')
    // @ts-expect-error Property 'nope' does not exist on type 'Refs<
    scan.filter((agent, { eq }) => eq(agent.nope, true))
  })

  test('has no order, and no key', () => {
    // @ts-expect-error Property 'descending' does not exist on type 'Scan<
    agents.scan().descending()
    // @ts-expect-error Property 'beginsWith' does not exist on type 'Scan<
    agents.scan().beginsWith({ id: 'x' })
    // @ts-expect-error Expected 0 arguments, but got 1
    agents.scan({ teamCode: 'x' })
  })

  test('is bounded by numbers', () => {
    // @ts-expect-error Argument of type 'string' is not assignable to parameter of type 'number'
    agents.scan().limit('20')
    // @ts-expect-error Argument of type 'number' is not assignable to parameter of type 'string
    agents.scan().after(20)
    // @ts-expect-error Expected 1 arguments, but got 0
    agents.scan().segments()
  })
})
