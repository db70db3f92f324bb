import { describe, expectTypeOf, test } from 'vitest'
import * as z from 'zod'
import { createDatabase, type DynamoDBClientLike, defineEntity } from '../../../src/index.js'
import { type Agent, AppTable, agents, key, type User, users } from '../../types/models.js'

const update = agents.update(key)
const due = new Date()
declare const text: string
declare const maybeText: string | undefined
declare const maybeFlag: boolean | undefined

describe('update', () => {
  test('takes a key', () => {
    // @ts-expect-error Property 'id' is missing in type '{ teamCode: string; }' but required
    agents.update({ teamCode: 'AT-001' })
    // @ts-expect-error 'name' does not exist in type
    agents.update({ ...key, name: 'x' })
    // @ts-expect-error Type 'number' is not assignable to type 'string'
    users.update({ id: 1 })
  })

  test('gives the item', async () => {
    expectTypeOf(await update.set({ active: false })).toEqualTypeOf<Agent>()
    expectTypeOf(users.update({ id: 'x' }).remove('age')).toExtend<Promise<User>>()
    // @ts-expect-error Type 'string' is not assignable to type 'number'
    const _version: number = (await update.set({ active: false })).name
  })

  test('has each action any number of times', () => {
    update.set({ active: false }).add({ total: 1n }).set({ nick: null }).remove('tags').delete({ tags: new Set() })
  })
})

describe('set', () => {
  test('takes values of the attributes, and computed ones', () => {
    update.set({ active: false, nick: null, capability: { domain: 'x', skills: [] } })
    update.set({ tags: undefined })
    update.set({ total: (agent, { plus }) => plus(agent.total, 1n) })
    update.set({ steps: (agent, { append, ifNotExists }) => append(ifNotExists(agent.steps, []), ['x']) })
    update.set({ nick: agent => agent.name })
    // @ts-expect-error Type 'string' is not assignable to type 'boolean
    update.set({ active: 'no' })
    // @ts-expect-error Type 'null' is not assignable to type 'boolean
    update.set({ active: null })
    // @ts-expect-error Type 'boolean | undefined' is not assignable to type 'boolean
    update.set({ active: maybeFlag })
    // @ts-expect-error Type 'undefined' is not assignable to type 'boolean | Type 'undefined' is not assignable to type 'Computation<boolean
    update.set({ active: undefined })
    // @ts-expect-error Type 'number' is not assignable to type 'bigint'
    update.set({ total: (agent, { plus }) => plus(agent.score, 1) })
    // @ts-expect-error Property 'nope' does not exist on type 'Refs<
    update.set({ nick: agent => agent.nope })
    // @ts-expect-error 'nope' does not exist in type
    update.set({ settings: { theme: 'x', nope: 1 } })
  })

  test('takes attributes that there are, and that can be changed', () => {
    // @ts-expect-error 'nope' does not exist in type
    update.set({ nope: 1 })
    // @ts-expect-error 'id' is part of the key or kept by the library
    update.set({ id: 'x' })
    // @ts-expect-error 'teamCode' is part of the key or kept by the library
    update.set({ active: true, teamCode: 'x' })
    // @ts-expect-error 'version' is part of the key or kept by the library
    update.set({ version: 3 })
    // @ts-expect-error 'updatedAt' is part of the key or kept by the library
    update.set({ updatedAt: due })
  })

  test('takes whole index keys', () => {
    update.set({ name: 'x' })
    update.set({ type: 'Plain', createdAt: '2026', score: 1, domain: 'legal', due, logins: 3 })
    // @ts-expect-error Property 'type' is missing in type
    update.set({ createdAt: '2026' })
    // @ts-expect-error Property 'createdAt' is missing in type | }>': createdAt, score
    update.set({ type: 'Plain' })
    // @ts-expect-error }>': due, logins, score | }>': score, logins, due
    update.set({ domain: 'legal' })
    // @ts-expect-error }>': domain, due, score | }>': domain, score, due
    update.set({ logins: 3 })
    // @ts-expect-error is missing the following properties from type 'WholeIndexKey<
    update.set({ due, logins: 3, score: 1 })
    // @ts-expect-error Type '(agent: any, { plus }: any) => any' is not assignable to type 'number'
    update.set({ due, domain: 'legal', score: 1, logins: (agent: any, { plus }: any) => plus(agent.logins, 1) })
    // @ts-expect-error Type 'undefined' is not assignable to type 'string'
    update.set({ due, domain: undefined, score: 1, logins: 3 })
    // @ts-expect-error Type 'string | undefined' is not assignable to type 'string'
    update.set({ due, domain: maybeText, score: 1, logins: 3 })
  })
})

describe('a nullable attribute of an index key', () => {
  const Task = defineEntity({
    name: 'Task',
    table: AppTable,
    schema: z.object({ id: z.string(), parent: z.string().nullable(), rank: z.number().optional() }),
    key: { partitionKey: 'task#<id>', sortKey: 'task' },
    indexes: { byParent: { index: 'byText', partitionKey: 'parent#<parent>', sortKey: 'task' } },
  })
  const { tasks } = createDatabase({ client: {} as DynamoDBClientLike, entities: { tasks: Task } })

  test('can be set to null, which takes the item out of the index', () => {
    tasks.update({ id: 'x' }).set({ parent: null })
    tasks.update({ id: 'x' }).set({ parent: 'y' })
    // @ts-expect-error Type 'undefined' is not assignable to type 'string
    tasks.update({ id: 'x' }).set({ parent: undefined })
    // @ts-expect-error Type 'null' is not assignable to type 'string'
    tasks.query.byParent({ parent: null })
  })
})

describe('setPath', () => {
  test('takes paths inside attributes, and values of what is there', () => {
    update.setPath('capability.domain', 'legal').setPath('capability.skills[0].name', 'pdf')
    update.setPath('capability.level', (agent, { plus, ifNotExists }) =>
      plus(ifNotExists(agent.capability.level, 0), 1),
    )
    // @ts-expect-error is not assignable to parameter of type 'PathOf<
    update.setPath('capability.nope', 'x')
    // @ts-expect-error is not assignable to parameter of type 'PathOf<
    update.setPath('nope.domain', 'x')
    // @ts-expect-error is not assignable to parameter of type 'PathOf<
    update.setPath(text, 'x')
    // @ts-expect-error 'name' is an attribute: set takes it; setPath is for what is inside one
    update.setPath('name', 'x')
    // @ts-expect-error Argument of type 'number' is not assignable to parameter of type
    update.setPath('capability.domain', 1)
    // @ts-expect-error Argument of type 'undefined' is not assignable to parameter of type
    update.setPath('capability.domain', undefined)
    // @ts-expect-error Type 'string' is not assignable to type 'Date'
    update.setPath('capability.skills[0]', { name: 'x', since: '2026' })
    // @ts-expect-error Type 'string' is not assignable to type 'number'
    update.setPath('capability.level', agent => agent.name)
    // @ts-expect-error Property 'nope' does not exist on type 'Refs<
    update.setPath('capability.level', agent => agent.nope)
  })
})

describe('an element of a tuple', () => {
  const Pair = defineEntity({
    name: 'Pair',
    table: AppTable,
    schema: z.object({
      id: z.string(),
      pair: z.tuple([z.string(), z.object({ n: z.number().optional() })]),
      inner: z.object({ pairs: z.array(z.tuple([z.string(), z.number()])) }),
    }),
    key: { partitionKey: 'pair#<id>', sortKey: 'pair' },
  })
  const { pairs } = createDatabase({ client: {} as DynamoDBClientLike, entities: { pairs: Pair } })
  const pair = pairs.update({ id: 'x' })

  test('is of the type that the tuple has there', () => {
    pair
      .setPath('pair[0]', 'x')
      .setPath('pair[1].n', 1)
      .setPath('inner.pairs[3][1]', 2)
      .setPath('inner.pairs[3]', ['x', 1])
    // @ts-expect-error Argument of type 'number' is not assignable to parameter of type
    pair.setPath('pair[0]', 7)
    // @ts-expect-error Argument of type 'string' is not assignable to parameter of type
    pair.setPath('inner.pairs[3][1]', 'x')
    // @ts-expect-error Argument of type '"pair[2]"' is not assignable to parameter of type
    pair.setPath('pair[2]', 'x')
    // @ts-expect-error Argument of type '"inner.pairs[0][2]"' is not assignable to parameter of type
    pair.setPath('inner.pairs[0][2]', 'x')
  })

  test('is not removed', () => {
    pair.remove('pair[1].n', 'inner.pairs[0]')
    // @ts-expect-error 'pair[0]' is part of a tuple, which has all of its elements
    pair.remove('pair[0]')
    // @ts-expect-error 'inner.pairs[0][1]' is part of a tuple, which has all of its elements
    pair.remove('inner.pairs[0][1]')
  })
})

describe('add', () => {
  test('takes numbers and elements of sets', () => {
    update.add({ total: 1n, tags: new Set(['x']) })
    users.update({ id: 'x' }).add({ age: 1 })
    // @ts-expect-error 'nick' is neither a number nor a set
    update.add({ nick: 'x' })
    // @ts-expect-error 'steps' is neither a number nor a set
    update.add({ steps: ['x'] })
    // @ts-expect-error Type 'number' is not assignable to type 'bigint'
    update.add({ total: 1 })
    // @ts-expect-error Type 'string[]' is missing the following properties from type 'Set<string>'
    update.add({ tags: ['x'] })
    // @ts-expect-error 'nope' does not exist in type
    update.add({ nope: 1 })
  })

  test('does not change keys, nor what the library keeps', () => {
    // @ts-expect-error 'logins' is part of an index key: set it, and the rest of that key
    update.add({ logins: 1 })
    // @ts-expect-error 'version' is part of the key or kept by the library
    update.add({ version: 1 })
    // @ts-expect-error 'id' is part of the key or kept by the library
    update.add({ id: 'x' })
  })
})

describe('delete', () => {
  test('takes elements of sets', () => {
    update.delete({ tags: new Set(['x']) })
    // @ts-expect-error 'steps' is not a set
    update.delete({ steps: ['x'] })
    // @ts-expect-error 'total' is not a set
    update.delete({ total: 1n })
    // @ts-expect-error Type 'number' is not assignable to type 'string'
    update.delete({ tags: new Set([1]) })
    // @ts-expect-error 'nope' does not exist in type
    update.delete({ nope: new Set(['x']) })
  })
})

describe('remove', () => {
  test('takes what may be missing, and elements of lists', () => {
    update.remove(
      'tags',
      'settings',
      'capability.level',
      'capability.skills[0]',
      'capability.skills[0].since',
      'steps[2]',
    )
    // @ts-expect-error 'name' is required by the schema
    update.remove('name')
    // @ts-expect-error 'active' is required by the schema
    update.remove('tags', 'active')
    // @ts-expect-error 'capability.domain' is required by the schema
    update.remove('capability.domain')
    // @ts-expect-error 'settings.theme' is required by the schema
    update.remove('settings.theme')
    // @ts-expect-error 'capability.skills[0].name' is required by the schema
    update.remove('capability.skills[0].name')
    // @ts-expect-error 'id' is part of the key or kept by the library
    update.remove('id')
    // @ts-expect-error 'version' is part of the key or kept by the library
    update.remove('version')
  })

  test('takes paths that there are', () => {
    // @ts-expect-error 'nope' is not a path of the item
    update.remove('nope')
    // @ts-expect-error 'capability.nope' is not a path of the item
    update.remove('capability.nope')
    // @ts-expect-error '${string}' is not a path of the item
    update.remove(text)
  })
})

describe('conditions and versions', () => {
  test('are of the item', () => {
    update.set({ active: true }).condition((agent, { eq }) => eq(agent.active, false))
    // @ts-expect-error Property 'nope' does not exist on type 'Refs<
    update.condition((agent, { exists }) => exists(agent.nope))
  })

  test('are of entities that have one', () => {
    update.ifVersion(3).set({ active: true })
    // @ts-expect-error Type 'Refused<"User has no version attribute">' has no call signatures
    users.update({ id: 'x' }).ifVersion(3)
    // @ts-expect-error Argument of type 'undefined' is not assignable to parameter of type 'number'
    update.ifVersion(undefined)
  })
})
