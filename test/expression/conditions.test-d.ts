import { describe, expectTypeOf, test } from 'vitest'
import type { Condition } from '../../src/expression/condition.js'
import type { Where } from '../../src/expression/condition-types.js'
import type { Ref, Refs } from '../../src/expression/refs-types.js'
import type { Agent } from './agent-model.js'

declare function where(condition: Where<Agent>): void
declare const agent: Refs<Agent>

describe('places', () => {
  test('have the type of what is there', () => {
    expectTypeOf(agent.name).toEqualTypeOf<Ref<string>>()
    expectTypeOf(agent.nick).toEqualTypeOf<Ref<string | null>>()
    expectTypeOf(agent.tags).toEqualTypeOf<Ref<Set<string>>>()
    expectTypeOf(agent.kind).toEqualTypeOf<Ref<'Reasoning' | 'Plain'>>()
    expectTypeOf(agent.settings.size).toEqualTypeOf<Ref<number>>()
    expectTypeOf(agent.settings).toExtend<Ref<{ theme: string; size: number }>>()
  })

  test('lead into lists by index, into records by name, into names with dots', () => {
    expectTypeOf(agent.steps[0]).toEqualTypeOf<Ref<string>>()
    expectTypeOf(agent.matrix[0][9]).toEqualTypeOf<Ref<number>>()
    expectTypeOf(agent.capability.skills[0].name).toEqualTypeOf<Ref<string>>()
    expectTypeOf(agent.capability.skills[10]?.name).toEqualTypeOf<Ref<string> | undefined>()
    expectTypeOf(agent.labels.en).toEqualTypeOf<Ref<string> | undefined>()
    expectTypeOf(agent.prefs.mail?.on).toEqualTypeOf<Ref<boolean> | undefined>()
    expectTypeOf(agent['a.b'].c).toEqualTypeOf<Ref<string>>()
  })

  test('lead into every option of a union', () => {
    expectTypeOf(agent.shape.type).toEqualTypeOf<Ref<'circle' | 'square'>>()
    expectTypeOf(agent.shape.radius).toEqualTypeOf<Ref<number>>()
    expectTypeOf(agent.shape.at.x).toEqualTypeOf<Ref<number>>()
    expectTypeOf(agent.mixed[0]).toEqualTypeOf<Ref<string>>()
    expectTypeOf(agent.owner.name).toEqualTypeOf<Ref<string>>()
  })

  test('end at dates, sets and binaries, and nowhere in what may be anything', () => {
    expectTypeOf(agent.createdAt).toEqualTypeOf<Ref<Date>>()
    expectTypeOf(agent.bytes).toEqualTypeOf<Ref<Uint8Array<ArrayBuffer>>>()
    expectTypeOf(agent.free.x[0].y).toBeAny()
    // @ts-expect-error Property 'getTime' does not exist on type 'Ref<Date>'
    agent.createdAt.getTime
    // @ts-expect-error Property 'has' does not exist on type 'Ref<Set<string>>'
    agent.tags.has
  })

  test('that are not there are refused', () => {
    // @ts-expect-error Property 'nope' does not exist on type 'Refs<
    agent.nope
    // @ts-expect-error Property 'nope' does not exist on type 'MapRef<
    agent.capability.nope
    // @ts-expect-error Property 'length' does not exist on type 'ListRef<string[], string>'
    agent.steps.length
    // @ts-expect-error Property 'diameter' does not exist on type 'MapRef<
    agent.shape.diameter
  })
})

describe('conditions', () => {
  test('take values of the type of their place', () => {
    where((a, { eq }) => eq(a.kind, 'Plain'))
    where((a, { eq }) => eq(a.nick, null))
    where((a, { eq }) => eq(a.owner, { id: 'i', name: 'n' }))
    where((a, { eq }) => eq(a.labels.en, 'x'))
    where((a, { gt }) => gt(a.createdAt, new Date()))
    where((a, { between }) => between(a.total, 1n, 2n))
    where((a, ops) => ops.in(a.kind, ['Plain']))
    where((a, { eq }) => eq(a.free, 1))
    where((a, { lt }) => lt(a.free.x, 1))
    expectTypeOf<ReturnType<Where<Agent>>>().toEqualTypeOf<Condition>()
  })

  test('refuse values of other types', () => {
    // @ts-expect-error Argument of type 'number' is not assignable to parameter of type 'string
    where((a, { eq }) => eq(a.name, 5))
    // @ts-expect-error Argument of type '"Nope"' is not assignable to parameter of type
    where((a, { eq }) => eq(a.kind, 'Nope'))
    // @ts-expect-error Argument of type 'null' is not assignable to parameter of type 'string
    where((a, { eq }) => eq(a.name, null))
    // @ts-expect-error Argument of type 'undefined' is not assignable to parameter of type 'string
    where((a, { eq }) => eq(a.name, undefined))
    // @ts-expect-error Argument of type 'number' is not assignable to parameter of type 'string
    where((a, { between }) => between(a.name, 1, 2))
    // @ts-expect-error Type '"Nope"' is not assignable to type
    where((a, ops) => ops.in(a.kind, ['Nope']))
    // @ts-expect-error Type 'number' is not assignable to type 'string
    where((a, ops) => ops.in(a.name, [1]))
    // @ts-expect-error Argument of type 'string' is not assignable to parameter of type 'number
    where((a, { gt, size }) => gt(size(a.tags), '3'))
    // @ts-expect-error Argument of type '"STRING"' is not assignable to parameter of type 'StoredType'
    where((a, { type }) => type(a.name, 'STRING'))
  })

  test('compare places of one type, be they nullable or of certain values', () => {
    where((a, { eq }) => eq(a.name, a.nick))
    where((a, { eq }) => eq(a.kind, a.name))
    where((a, { lt, size }) => lt(a.logins, size(a.tags)))
    where((a, { contains }) => contains(a.tags, a.name))
    where((a, { beginsWith }) => beginsWith(a.name, a.nick))
    // @ts-expect-error Type 'bigint' is not assignable to type 'Like<string>'
    where((a, { eq }) => eq(a.name, a.total))
    // @ts-expect-error Type 'Date' is not assignable to type 'Like<string>'
    where((a, { lt }) => lt(a.name, a.createdAt))
    // @ts-expect-error Type 'number' is not assignable to type 'string'
    where((a, { contains }) => contains(a.tags, a.logins))
  })

  test('order only what has an order', () => {
    where((a, { lt }) => lt(a.bytes, new Uint8Array()))
    where((a, { lt }) => lt(a.nick, 'x'))
    // @ts-expect-error Type 'boolean' is not assignable to type 'Ordered'
    where((a, { lt }) => lt(a.active, true))
    // @ts-expect-error Type 'Set<string>' is not assignable to type 'Ordered'
    where((a, { gte }) => gte(a.tags, new Set(['x'])))
    // @ts-expect-error Argument of type 'null' is not assignable to parameter of type 'string
    where((a, { lt }) => lt(a.nick, null))
  })

  test('ask of strings, lists and sets what they contain', () => {
    where((a, { contains }) => contains(a.kind, 'easo'))
    where((a, { contains }) => contains(a.tags, 'x'))
    where((a, { contains }) => contains(a.days, new Date()))
    where((a, { contains }) => contains(a.matrix, [1]))
    where((a, { contains }) => contains(a.mixed, 'x'))
    where((a, { contains }) => contains(a.bytes, new Uint8Array()))
    // @ts-expect-error Type 'number' is not assignable to type 'Container'
    where((a, { contains }) => contains(a.logins, 5))
    // @ts-expect-error Argument of type 'number' is not assignable to parameter of type 'string
    where((a, { contains }) => contains(a.tags, 5))
  })

  test('ask of strings and binaries how they begin', () => {
    where((a, { beginsWith }) => beginsWith(a.kind, 'Rea'))
    where((a, { beginsWith }) => beginsWith(a.bytes, new Uint8Array()))
    // @ts-expect-error Type 'number' is not assignable to type 'string
    where((a, { beginsWith }) => beginsWith(a.logins, 'x'))
    // @ts-expect-error Type 'Date' is not assignable to type 'string
    where((a, { beginsWith }) => beginsWith(a.createdAt, '2026'))
  })

  test('ask for the size of what has one', () => {
    where((a, { gt, size }) => gt(size(a.capability), 3))
    where((a, { eq, size }) => eq(size(a.nick), 3))
    // @ts-expect-error Type 'number' is not assignable to type 'Sized'
    where((a, { gt, size }) => gt(size(a.logins), 3))
    // @ts-expect-error Type 'boolean' is not assignable to type 'Sized'
    where((a, { gt, size }) => gt(size(a.active), 3))
  })

  test('are what a filter must give', () => {
    // @ts-expect-error Type 'Ref<boolean>' is not assignable to type 'Condition'
    where(a => a.active)
    // @ts-expect-error Argument of type 'Ref<boolean>' is not assignable to parameter of type 'Condition'
    where((a, { not }) => not(a.active))
  })
})
