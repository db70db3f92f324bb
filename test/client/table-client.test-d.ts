import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { describe, expectTypeOf, test } from 'vitest'
import { type ConditionOf, type NotMade, TableClient } from '../../src/client/index.js'

interface Profile {
  pk: string
  sk: string
  name: string
  status: 'active' | 'gone'
  visits: number
  version?: number
  tags?: string[]
  address: { city: string; zip?: string }
  points: bigint
  when: Date
}
declare const client: TableClient<Profile>
declare const loose: TableClient
declare const profile: Profile
declare const plain: DynamoDBClient
declare const document: DynamoDBDocumentClient
declare const maybe: ConditionOf<Profile> | undefined
const key = { pk: 'user#1', sk: 'profile' }

describe('the client', () => {
  test('is made of options, or of a client', () => {
    new TableClient<Profile>({ tableName: 'users', client: plain, keyNames: ['pk', 'sk'] })
    new TableClient<Profile>({ tableName: 'users', client: document, keyNames: ['pk'] })
    expectTypeOf(new TableClient({ tableName: 'users', keyNames: ['pk', 'sk'] })).toEqualTypeOf<TableClient>()
    // @ts-expect-error '"nope"' is not assignable to type | "nope"
    new TableClient<Profile>({ tableName: 'users', keyNames: ['nope'] })
    // @ts-expect-error Property 'tableName' is missing
    new TableClient<Profile>({ region: 'eu-west-1' })
  })
})

describe('get', () => {
  test('gives the item, or what is projected of it', async () => {
    expectTypeOf(await client.get(key)).toEqualTypeOf<Profile | undefined>()
    expectTypeOf(await client.get(key, { projection: ['name', 'address.city'] })).toEqualTypeOf<
      { name: string; address: { city: string } } | undefined
    >()
    expectTypeOf(await client.get(key, { projection: [['name']] })).toEqualTypeOf<{ name: string } | undefined>()
    expectTypeOf(await loose.get({ id: 1 })).toEqualTypeOf<Record<string, any> | undefined>()
    expectTypeOf((await loose.get({ id: 1 }, { projection: ['a', 'b.c'] }))!.a).toBeAny()
  })

  test('takes attributes that can make a key', () => {
    // @ts-expect-error 'id' does not exist in type
    client.get({ id: 1 })
    // @ts-expect-error 'address' does not exist in type
    client.get({ pk: 'a', address: { city: 'Berlin' } })
    // @ts-expect-error Type 'number' is not assignable to type 'string'
    client.get({ pk: 1 })
    // @ts-expect-error '"nmae"' is not assignable to type | "nmae"
    client.get(key, { projection: ['nmae'] })
    // @ts-expect-error 'consistant' does not exist in type
    client.get(key, { consistant: true })
  })
})

describe('query', () => {
  test('asks with one operator each', async () => {
    const page = await client.query({ pk: 'a' }, { sortKey: { sk: { beginsWith: 'b' } }, projection: ['name'] })
    expectTypeOf(page.items).toEqualTypeOf<{ name: string }[]>()
    expectTypeOf(page.lastKey).toEqualTypeOf<Readonly<Record<string, any>> | undefined>()
    client.query({ pk: 'a' }, { sortKey: { visits: { between: [1, 5] } } })
    client.query({ pk: 'a' }, { sortKey: { status: { eq: 'active' }, visits: { gt: 5 } } })
    loose.query({ pk: 'a' }, { sortKey: { sk: { between: ['a', 'b'] } } })
    // @ts-expect-error is not assignable to type
    client.query({ pk: 'a' }, { sortKey: { sk: { beginsWith: 'b', eq: 'c' } } })
    // @ts-expect-error 'startsWith' does not exist in type
    client.query({ pk: 'a' }, { sortKey: { sk: { startsWith: 'b' } } })
    // @ts-expect-error Type 'string' is not assignable to type 'number'
    client.query({ pk: 'a' }, { sortKey: { visits: { gt: '5' } } })
    // @ts-expect-error Type 'number' is not assignable to type 'undefined' | not assignable to type 'never'
    client.query({ pk: 'a' }, { sortKey: { visits: { beginsWith: 5 } } })
    // @ts-expect-error 'nope' does not exist in type
    client.query({ pk: 'a' }, { sortKey: { nope: { eq: 5 } } })
    // @ts-expect-error 'tags' does not exist in type
    client.query({ pk: 'a' }, { sortKey: { tags: { eq: ['a'] } } })
  })

  test('filters by what the items are like', () => {
    client.query({ pk: 'a' }, { filter: (item, { and, eq, gt }) => and(eq(item.status, 'active'), gt(item.visits, 5)) })
    client.scan({ filter: { expression: '#n = :v', names: { '#n': 'name' }, values: { ':v': 1 } } })
    loose.scan({ filter: (item, { eq, contains }) => eq(item.a.b[0].c, 1) && contains(item.tags, 'x') })
    // @ts-expect-error Argument of type '"lost"' is not assignable
    client.scan({ filter: (item, { eq }) => eq(item.status, 'lost') })
    // @ts-expect-error Property 'nope' does not exist on type
    client.scan({ filter: (item, { eq }) => eq(item.nope, 1) })
    // @ts-expect-error is not assignable to
    client.scan({ filter: (item, { contains }) => contains(item.visits, 1) })
  })

  test('pages are numbered', async () => {
    for await (const page of client.queryPages({ pk: 'a' }, { pageSize: 5, projection: ['name'] })) {
      expectTypeOf(page.pageNumber).toEqualTypeOf<number>()
      expectTypeOf(page.items).toEqualTypeOf<{ name: string }[]>()
    }
    // @ts-expect-error 'limit' does not exist in type
    client.scanPages({ limit: 5 })
    // @ts-expect-error 'startKey' does not exist in type
    client.getAll({ startKey: key })
    expectTypeOf(await client.getAll({ projection: ['name'] })).toEqualTypeOf<{ name: string }[]>()
    expectTypeOf(await client.count({ partition: { pk: 'a' } })).toEqualTypeOf<number>()
  })
})

describe('writes', () => {
  test('have two outcomes only with a condition', async () => {
    const created = await client.create(profile)
    expectTypeOf(created).toEqualTypeOf<{ readonly success: true; readonly item: Profile }>()
    const kept = await client.create(profile, { preventOverwrite: 'pk' })
    if (!kept.success) expectTypeOf(kept).toEqualTypeOf<NotMade<Profile>>()
    expectTypeOf(kept.success).toEqualTypeOf<boolean>()
    expectTypeOf((await client.create(profile, { preventOverwrite: false })).success).toEqualTypeOf<true>()
    expectTypeOf((await client.create(profile, { condition: 'attribute_exists(pk)' })).success).toEqualTypeOf<boolean>()
    const condition: ConditionOf<Profile> = (item, { exists }) => exists(item.pk)
    expectTypeOf((await client.delete(key, { condition })).success).toEqualTypeOf<boolean>()
    expectTypeOf((await client.delete(key, { condition: maybe })).success).toEqualTypeOf<boolean>()
    expectTypeOf((await client.delete(key, { condition: undefined })).success).toEqualTypeOf<true>()
    expectTypeOf((await client.delete(key, { returnOld: true })).item).toEqualTypeOf<Profile | undefined>()
  })

  test('give what they are asked for', async () => {
    expectTypeOf((await client.update(key, { name: 'x' })).attributes).toEqualTypeOf<Partial<Profile>>()
    const options = { returnValues: 'ALL_NEW' } as const
    expectTypeOf((await client.update(key, { name: 'x' }, options)).attributes).toEqualTypeOf<Profile>()
    expectTypeOf((await client.update(key, { name: 'x' }, { returnValues: 'ALL_OLD' })).attributes).toEqualTypeOf<
      Profile | undefined
    >()
    expectTypeOf((await client.update(key, { name: 'x' }, { returnValues: 'NONE' })).attributes).toBeUndefined()
    expectTypeOf((await client.increment(key, 'visits')).value).toEqualTypeOf<number>()
    expectTypeOf((await client.increment(key, 'points', 5n)).value).toEqualTypeOf<bigint>()
    expectTypeOf((await client.appendToList(key, 'tags', ['a'])).list).toEqualTypeOf<string[]>()
    expectTypeOf((await loose.increment({ id: 1 }, 'views')).value).toBeAny()
    const inStock = { condition: (item: any, { gt }: any) => gt(item.visits, 0) }
    expectTypeOf((await client.increment(key, 'visits', -1, inStock)).success).toEqualTypeOf<boolean>()
  })

  test('are of the items', () => {
    // @ts-expect-error Property 'sk' is missing in type
    client.create({
      pk: 'a',
      name: 'x',
      status: 'active',
      visits: 1,
      address: { city: 'x' },
      points: 1n,
      when: new Date(),
    })
    // @ts-expect-error 'preventOverwrites' does not exist in type
    client.create(profile, { preventOverwrites: 'pk' })
    // @ts-expect-error 'nmae' does not exist in type
    client.update(key, { nmae: 'x' })
    // @ts-expect-error Refused<"'sk' is part of the key">
    client.update(key, { name: 'x', sk: 'y' })
    // @ts-expect-error Refused<"'id' is part of the key">
    loose.update({ id: 1 }, { id: 2 })
    // @ts-expect-error Refused<"'address' can't be part of a key">
    client.update({ pk: 'a', address: { city: 'x' } }, { name: 'x' })
    // @ts-expect-error Type '"lost"' is not assignable to type
    client.update(key, { status: 'lost' })
    // @ts-expect-error '"nope"' is not assignable to type | "nope"
    client.update(key, {}, { remove: ['nope'] })
    // @ts-expect-error Argument of type '"name"' is not assignable to parameter of type 'NamesOf<Profile, Numeric>'
    client.increment(key, 'name')
    // @ts-expect-error Argument of type '"name"' is not assignable to parameter of type '"tags"'
    client.appendToList(key, 'name', ['x'])
    // @ts-expect-error Type 'number' is not assignable to type 'string'
    client.appendToList(key, 'tags', [1])
    // @ts-expect-error 'id' does not exist in type | 'id'
    client.batchDelete([{ id: 1 }])
    // @ts-expect-error 'id' can't be part of a key
    client.batchDelete([{ ...key, id: 1 }])
  })

  test('batches give back what was not done', async () => {
    expectTypeOf((await client.batchCreate([profile])).failedItems).toEqualTypeOf<Profile[]>()
    expectTypeOf((await client.batchDelete([key])).failedKeys).toEqualTypeOf<{ pk: string; sk: string }[]>()
  })
})

test('takes undefined for what is left out', async () => {
  const page = await client.query({ pk: 'a' }, { startKey: undefined, limit: undefined, filter: undefined })
  await client.query({ pk: 'a' }, { startKey: page.lastKey, index: undefined })
  await client.getAll({ maxItems: undefined, consistent: undefined })
  new TableClient({ tableName: 'a', region: undefined, endpoint: process.env.SOME_URL })
})
