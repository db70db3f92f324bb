import { describe, expectTypeOf, test } from 'vitest'
import type { Ref } from '../../src/expression/refs-types.js'
import type { Change, Computed, Fallback, UpdateOperators } from '../../src/expression/update-types.js'
import type { Agent } from './agent-model.js'

/** The compiler takes an attribute named `valueOf` or `constructor` to be there in every object literal. */
type Changes = { [K in keyof Omit<Agent, 'constructor' | 'valueOf'>]?: Change<Exclude<Agent[K], undefined>, Agent> }
declare function set(changes: Changes): void
declare const operators: UpdateOperators
declare const ref: { number: Ref<number>; bigint: Ref<bigint>; list: Ref<string[]>; nullable: Ref<string | null> }

test('operators give what they are given', () => {
  const { plus, ifNotExists, append } = operators
  expectTypeOf(plus(ref.number, 1)).toEqualTypeOf<Computed<number>>()
  expectTypeOf(plus(1, ref.number)).toEqualTypeOf<Computed<number>>()
  expectTypeOf(plus(ref.bigint, 1n)).toEqualTypeOf<Computed<bigint>>()
  expectTypeOf(ifNotExists(ref.number, 0)).toEqualTypeOf<Fallback<number>>()
  expectTypeOf(ifNotExists(ref.nullable, null)).toEqualTypeOf<Fallback<string | null>>()
  expectTypeOf(append(ref.list, ['x'])).toEqualTypeOf<Computed<string[]>>()
})

describe('changes', () => {
  test('are values, copies and what is computed', () => {
    set({ name: 'x', nick: null, tags: new Set(['x']), active: true, free: { a: 1 } })
    set({ name: agent => agent.title })
    set({ nick: agent => agent.name })
    set({ name: (agent, { ifNotExists }) => ifNotExists(agent.name, agent.title) })
    set({ logins: (agent, { plus }) => plus(agent.logins, 1) })
    set({ logins: (agent, { plus, ifNotExists }) => plus(ifNotExists(agent.logins, 0), 1) })
    set({ total: (agent, { minus }) => minus(agent.total, 1n) })
    set({ logins: (agent, { plus }) => plus(agent.logins, agent.capability.score) })
    set({ steps: (agent, { append, ifNotExists }) => append(ifNotExists(agent.steps, []), ['x']) })
    set({ steps: (agent, { prepend }) => prepend(agent.steps, agent.steps) })
  })

  test('of another type are refused', () => {
    // @ts-expect-error Type 'number' is not assignable to type 'Change<string
    set({ name: 5 })
    // @ts-expect-error Type 'bigint' is not assignable to type 'string'
    set({ name: agent => agent.total })
    // @ts-expect-error Type 'null' is not assignable to type 'string'
    set({ name: agent => agent.nick })
    // @ts-expect-error Type 'number' is not assignable to type 'string'
    set({ name: (agent, { plus }) => plus(agent.logins, 1) })
    // @ts-expect-error Argument of type 'string' is not assignable to parameter of type 'Operand<number>'
    set({ logins: (agent, { ifNotExists }) => ifNotExists(agent.logins, 'x') })
    // @ts-expect-error Property 'nope' does not exist on type 'Refs<
    set({ name: agent => agent.nope })
  })

  test('compute with what can be computed with', () => {
    // @ts-expect-error Argument of type 'number' is not assignable to parameter of type 'Operand<bigint>'
    operators.plus(ref.bigint, 1)
    // @ts-expect-error Type 'string[]' is not assignable to type 'number
    operators.plus(ref.list, 1)
    // @ts-expect-error Type 'number' is not assignable to type 'string'
    operators.append(ref.list, [1])
    // @ts-expect-error Type 'number' is not assignable to type 'readonly unknown[]'
    operators.append(ref.number, [1])
    // @ts-expect-error Property '[fallback]' is missing in type 'Computed<number>' but required in type 'Fallback<number>'
    operators.plus(operators.plus(ref.number, 1), 1)
  })
})
