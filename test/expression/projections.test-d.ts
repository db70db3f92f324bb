import { describe, expectTypeOf, test } from 'vitest'
import type { PathOf, Projected, ValueAt } from '../../src/expression/projection-types.js'
import type { Agent } from './agent-model.js'

declare function project<const P extends PathOf<Agent>>(...paths: P[]): Projected<Agent, P>
declare function at<const P extends PathOf<Agent>>(path: P): ValueAt<Agent, P>

describe('paths', () => {
  test('are strings, and nothing else', () => {
    expectTypeOf<PathOf<Agent>>().toExtend<string>()
    expectTypeOf<PathOf<{ a: { b?: { c: string } }; d?: string[] }>>().toEqualTypeOf<
      'a' | 'a.b' | 'a.b.c' | 'd' | `d[${number}]`
    >()
  })

  test('that are unknown are refused', () => {
    // @ts-expect-error Argument of type '"nope"' is not assignable
    project('nope')
    // @ts-expect-error Argument of type '"capability.nope"' is not assignable
    project('name', 'capability.nope')
    // @ts-expect-error Argument of type '"name.length"' is not assignable
    project('name.length')
    // @ts-expect-error Argument of type '"createdAt.getTime"' is not assignable
    project('createdAt.getTime')
    // @ts-expect-error Argument of type '"steps.length"' is not assignable
    project('steps.length')
    // @ts-expect-error Argument of type '"capability.skills[0].nope"' is not assignable
    project('capability.skills[0].nope')
  })
})

describe('projected items', () => {
  test('have the attributes that were named, and no other', () => {
    expectTypeOf(project('name', 'nick')).toEqualTypeOf<{ name: string; nick: string | null }>()
    expectTypeOf(project('tags', 'createdAt')).toEqualTypeOf<{ tags?: Set<string> | undefined; createdAt: Date }>()
    // @ts-expect-error Property 'title' does not exist on type '{ name: string; }'
    project('name').title
    // @ts-expect-error Property 'score' does not exist on type '{ domain: string; }'
    project('capability.domain').capability.score
  })

  test('have of objects the members that were named', () => {
    expectTypeOf(project('capability.domain', 'capability.score', 'capability.inner.deep')).toEqualTypeOf<{
      capability: { domain: string; score?: number | undefined; inner: { deep?: string | undefined } }
    }>()
    expectTypeOf(project('capability.domain', 'capability')).toEqualTypeOf<Pick<Agent, 'capability'>>()
    expectTypeOf(project('settings.theme')).toEqualTypeOf<{ settings?: { theme: string } | undefined }>()
    expectTypeOf(project('owner.name')).toEqualTypeOf<{ owner: { name: string } | null }>()
  })

  test('have of lists the elements that were named, as a list', () => {
    expectTypeOf(project('steps[0]')).toEqualTypeOf<{ steps: string[] }>()
    expectTypeOf(project('capability.skills[0].name')).toEqualTypeOf<{ capability: { skills: { name: string }[] } }>()
    expectTypeOf(project('capability.skills[0].name', 'capability.skills[0].since')).toEqualTypeOf<{
      capability: { skills: { name: string; since?: Date | undefined }[] }
    }>()
    expectTypeOf(project('capability.skills[0]', 'capability.skills[1].name')).toEqualTypeOf<{
      capability: { skills: ({ name: string; since?: Date | undefined } | { name: string })[] }
    }>()
    expectTypeOf(project('matrix[0][1]')).toEqualTypeOf<{ matrix: number[][] }>()
  })

  test('have of records what may be there, of unions what each option has', () => {
    expectTypeOf(project('labels.en', 'prefs.mail.on')).toEqualTypeOf<{
      labels: { en?: string }
      prefs: { mail?: { on: boolean } }
    }>()
    expectTypeOf(project('shape.type', 'shape.radius')).toEqualTypeOf<{
      shape: { type: 'circle'; radius: number } | { type: 'square' }
    }>()
    expectTypeOf(project('mixed[0]')).toEqualTypeOf<{ mixed: string | string[] }>()
    expectTypeOf(project('free.x[0].y')).toEqualTypeOf<{ free: any }>()
  })

  test('have names with dots and brackets', () => {
    expectTypeOf(project('a.b')).toEqualTypeOf<Pick<Agent, 'a.b'>>()
    expectTypeOf(project('a.b.c')).toEqualTypeOf<{ 'a.b': { c: string } }>()
    expectTypeOf(project('a.b.d[0]')).toEqualTypeOf<{ 'a.b': { 'd[0]': string } }>()
  })

  test('are whole where nothing was named', () => {
    expectTypeOf<Projected<Agent, never>>().toEqualTypeOf<Agent>()
  })
})

test('the value at a path has the type of what is there', () => {
  expectTypeOf(at('name')).toEqualTypeOf<string>()
  expectTypeOf(at('tags')).toEqualTypeOf<Set<string> | undefined>()
  expectTypeOf(at('capability.skills[0].name')).toEqualTypeOf<string>()
  expectTypeOf(at('capability.skills[0].since')).toEqualTypeOf<Date | undefined>()
  expectTypeOf(at('settings.theme')).toEqualTypeOf<string>()
  expectTypeOf(at('matrix[0][1]')).toEqualTypeOf<number>()
  expectTypeOf(at('labels.en')).toEqualTypeOf<string | undefined>()
  expectTypeOf(at('prefs.mail.on')).toEqualTypeOf<boolean>()
  expectTypeOf(at('shape.radius')).toEqualTypeOf<number>()
  expectTypeOf(at('a.b.d[0]')).toEqualTypeOf<string>()
  expectTypeOf(at('free.x')).toBeAny()
})
