import { describe, expectTypeOf, test } from 'vitest'
import * as z from 'zod'
import * as mini from 'zod/mini'
import { defineEntity, defineTable, type InferItem, type InferKey } from '../../src/index.js'
import { Agent, AppTable, UserTable } from '../types/models.js'

const schema = z.object({
  a: z.string(),
  b: z.string().optional(),
  n: z.number(),
  version: z.int(),
  ok: z.boolean(),
  at: z.iso.datetime(),
})
const base = { name: 'E', table: AppTable, schema } as const
const key = { partitionKey: 'x#<a>', sortKey: 'y' } as const
declare const text: string
const isoDate = z.codec(z.iso.datetime(), z.date(), {
  decode: text => new Date(text),
  encode: date => date.toISOString(),
})
/** One attribute of each sort. */
const rich = z.object({
  a: z.string(),
  date: isoDate,
  u: z.union([z.string(), z.number()]),
  big: z.bigint(),
  literal: z.literal(['x', 1, true]),
  nul: z.string().nullable(),
  def: z.string().default('d'),
  set: z.set(z.string()),
  list: z.array(z.string()),
  map: z.object({ a: z.string() }),
  free: z.unknown(),
  packed: z.codec(z.array(z.string()), z.string(), { decode: parts => parts.join(), encode: text => text.split(',') }),
})
const inRich = { schema: rich, key } as const

describe('the key', () => {
  test('is made of attributes', () => {
    defineEntity({ ...base, key: { partitionKey: 'x#<a>', sortKey: '<n:pad(8)>#<a:lower>' } })
    // @ts-expect-error <nope> is not an attribute of the schema
    defineEntity({ ...base, key: { partitionKey: 'x#<nope>', sortKey: 'y' } })
    // @ts-expect-error <nope> is not an attribute of the schema
    defineEntity({ ...base, key: { partitionKey: 'x#<a>', sortKey: '<a>#<nope:pad(8)>' } })
    // @ts-expect-error 'sortkey' does not exist in type
    defineEntity({ ...base, key: { partitionKey: 'x', sortKey: 'y', sortkey: 'z' } })
  })

  test('has modifiers that there are', () => {
    // @ts-expect-error <a:uper> has a modifier that there is not: they are lower, upper and pad(n)
    defineEntity({ ...base, key: { partitionKey: 'x#<a:uper>', sortKey: 'y' } })
    // @ts-expect-error <n:pad> has a modifier that there is not
    defineEntity({ ...base, key: { partitionKey: 'x:<a>', sortKey: '<a:lower>#<n:pad>' } })
    // @ts-expect-error <a:Lower> has a modifier that there is not
    defineEntity({ ...base, key, indexes: { p: { index: 'byText', partitionKey: '<a:Lower>', sortKey: 'y' } } })
    // @ts-expect-error <a:pad()> has a modifier that there is not
    defineEntity({ ...base, key, indexes: { p: { index: 'byPlace', partitionKey: ['<a>', '<a:pad()>'] } } })
  })

  test('is made of text, numbers and booleans', () => {
    defineEntity({ ...base, schema: rich, key: { partitionKey: '<date>#<u>#<big>', sortKey: '<literal>#<nul>#<def>' } })
    // @ts-expect-error <set> is not text, a number or a boolean
    defineEntity({ ...base, schema: rich, key: { partitionKey: '<a>#<set>', sortKey: 'y' } })
    // @ts-expect-error <list> is not text, a number or a boolean
    defineEntity({ ...base, schema: rich, key: { partitionKey: 'x', sortKey: '<list>' } })
    // @ts-expect-error <map> is not text, a number or a boolean
    defineEntity({ ...base, schema: rich, key: { partitionKey: 'x', sortKey: 'y#<map>' } })
    // @ts-expect-error <free> is not text, a number or a boolean
    defineEntity({ ...base, schema: rich, key: { partitionKey: 'x', sortKey: 'y#<free>' } })
    // @ts-expect-error <packed> is not text, a number or a boolean
    defineEntity({ ...base, schema: rich, key: { partitionKey: 'x', sortKey: 'y#<packed>' } })
    // @ts-expect-error <list> is not text, a number or a boolean
    defineEntity({ ...base, ...inRich, indexes: { p: { index: 'byText', partitionKey: '<list>', sortKey: 'y' } } })
  })

  test('is always there', () => {
    // @ts-expect-error <b> is part of the primary key, and optional in the schema
    defineEntity({ ...base, key: { partitionKey: 'x#<a>#<b>', sortKey: 'y' } })
    // @ts-expect-error <b> is part of the primary key, and optional in the schema
    defineEntity({ ...base, key: { partitionKey: 'x', sortKey: '<b>' } })
    defineEntity({ ...base, key, indexes: { p: { index: 'byText', partitionKey: '<b>', sortKey: 'y' } } })
  })

  test('is written out: what the compiler does not know it can not check', () => {
    const Staged = defineEntity({ ...base, key: { partitionKey: `${text}#<a>`, sortKey: '<n>' } })
    expectTypeOf<InferKey<typeof Staged>>().toEqualTypeOf<{ a: string; n: number }>()
    // @ts-expect-error <${string}> is not an attribute of the schema
    defineEntity({ ...base, key: { partitionKey: text, sortKey: 'y' } })
    // @ts-expect-error <${string}> is not an attribute of the schema
    defineEntity({ ...base, key: { partitionKey: 'x', sortKey: text } })
  })

  test('has a sort key where the table has one', () => {
    // @ts-expect-error Property 'sortKey' is missing in type '{ partitionKey: "x#<a>"; }' but required
    defineEntity({ ...base, key: { partitionKey: 'x#<a>' } })
    // @ts-expect-error the table has no sort key
    defineEntity({ ...base, table: UserTable, key: { partitionKey: '<a>', sortKey: 'y' } })
  })
})

describe('access patterns', () => {
  test('are over indexes of the table', () => {
    // @ts-expect-error Type '"nope"' is not assignable to type '"byText" | "byScore" | "byPlace" | "keysAlone" | "someOf" | "byAge"' | is not assignable to type '"byAge" | "byPlace" | "byScore" | "byText" | "keysAlone" | "someOf"'
    defineEntity({ ...base, key, indexes: { p: { index: 'nope', partitionKey: '<a>' } } })
    // @ts-expect-error Type 'string' is not assignable to type
    defineEntity({ ...base, key, indexes: { p: { index: text, partitionKey: '<a>' } } })
    // @ts-expect-error Type 'string' is not assignable to type 'never'
    defineEntity({ ...base, table: UserTable, key: { partitionKey: '<a>' }, indexes: { p: { index: 'nope' } } })
  })

  test('are made of attributes', () => {
    // @ts-expect-error <nope> is not an attribute of the schema
    defineEntity({ ...base, key, indexes: { p: { index: 'byText', partitionKey: '<nope>', sortKey: 'y' } } })
    // @ts-expect-error <nope> is not an attribute of the schema
    defineEntity({ ...base, key, indexes: { p: { index: 'byText', partitionKey: '<a>', sortKey: '<a>#<nope>' } } })
    // @ts-expect-error <nope> is not an attribute of the schema
    defineEntity({ ...base, key, indexes: { p: { index: 'byPlace', partitionKey: ['<a>', '<nope>'] } } })
    // @ts-expect-error <${string}> is not an attribute of the schema
    defineEntity({ ...base, key, indexes: { p: { index: 'byText', partitionKey: '<a>', sortKey: text } } })
    // @ts-expect-error an access pattern has no 'sortkey'
    defineEntity({ ...base, key, indexes: { p: { index: 'byText', partitionKey: '<a>', sortkey: '<n>' } } })
  })

  test('do not have the name of what every function has', () => {
    // @ts-expect-error every function has it: choose another name
    defineEntity({ ...base, key, indexes: { name: { index: 'byText', partitionKey: '<a>', sortKey: 'y' } } })
    // @ts-expect-error every function has it: choose another name
    defineEntity({ ...base, key, indexes: { call: { index: 'byText', partitionKey: '<a>', sortKey: 'y' } } })
  })
})

describe('what the library keeps', () => {
  test('is in the schema', () => {
    defineEntity({ ...base, key, version: 'version', timestamps: { createdAt: 'at' } })
    // @ts-expect-error 'nope' is not an attribute of the schema
    defineEntity({ ...base, key, version: 'nope' })
    // @ts-expect-error version attribute 'ok' is not a number
    defineEntity({ ...base, key, version: 'ok' })
    // @ts-expect-error is not an attribute of the schema
    defineEntity({ ...base, key, version: text })
    // @ts-expect-error 'nope' is not an attribute of the schema
    defineEntity({ ...base, key, timestamps: { createdAt: 'nope' } })
    // @ts-expect-error 'nope' is not an attribute of the schema
    defineEntity({ ...base, key, timestamps: { updatedAt: 'nope' } })
  })
})

describe('how items are stored', () => {
  test('is told of attributes', () => {
    defineEntity({ ...base, key, storedAs: { a: 'A' }, keyOnly: ['a'] })
    // @ts-expect-error 'nope' does not exist in type
    defineEntity({ ...base, key, storedAs: { nope: 'A' } })
    // @ts-expect-error Type 'number' is not assignable to type 'string'
    defineEntity({ ...base, key, storedAs: { a: 1 } })
    // @ts-expect-error Type '"nope"' is not assignable to type
    defineEntity({ ...base, key, keyOnly: ['nope'] })
    // @ts-expect-error Type 'true' is not assignable to type 'false | Discriminator
    defineEntity({ ...base, key, discriminator: true })
    // @ts-expect-error Type '"loose"' is not assignable to type '"strict" | "escape"' | not assignable to type '"escape" | "strict"'
    defineEntity({ ...base, key, keys: 'loose' })
  })

  test('is told in words that there are', () => {
    // @ts-expect-error 'nope' does not exist in type 'EntityDefinition<
    defineEntity({ ...base, key, nope: true })
  })
})

describe('schemas', () => {
  test('are of zod or zod/mini', () => {
    const User = defineEntity({
      name: 'User',
      table: UserTable,
      schema: mini.object({
        id: mini.string(),
        age: mini.optional(mini.int()),
        plan: mini._default(mini.string(), 'free'),
      }),
      key: { partitionKey: '<id>' },
    })
    expectTypeOf<InferItem<typeof User>>().toEqualTypeOf<{ id: string; age?: number | undefined; plan: string }>()
    expectTypeOf<InferKey<typeof User>>().toEqualTypeOf<{ id: string }>()
  })

  test('are objects', () => {
    // @ts-expect-error Type 'ZodString' is not assignable to type 'ObjectSchema'
    defineEntity({ ...base, schema: z.string(), key: { partitionKey: 'x', sortKey: 'y' } })
  })
})

test('entities keep their names', () => {
  expectTypeOf(Agent.name).toEqualTypeOf<'Agent'>()
  expectTypeOf(Agent.table).toEqualTypeOf<typeof AppTable>()
})

describe('tables', () => {
  test('have keys of three types, and indexes of two kinds', () => {
    // @ts-expect-error Type '"date"' is not assignable to type 'KeyType
    defineTable({ name: 't', partitionKey: { name: 'pk', type: 'date' } })
    // @ts-expect-error Type '"some"' is not assignable to type 'IndexProjection'
    defineTable({ name: 't', partitionKey: 'pk', indexes: { i: { partitionKey: 'p', projection: 'some' } } })
    // @ts-expect-error Property 'sortKey' is missing in type '{ type: "local"; }' but required
    defineTable({ name: 't', partitionKey: 'pk', sortKey: 'sk', indexes: { i: { type: 'local' } } })
    // @ts-expect-error an index has no 'sortkey'
    defineTable({ name: 't', partitionKey: 'pk', indexes: { i: { partitionKey: 'p', sortkey: 's' } } })
    // @ts-expect-error is not assignable to type 'undefined' | is not assignable to type 'never'
    defineTable({ name: 't', partitionKey: 'pk', indexes: { i: { type: 'local', partitionKey: 'p', sortKey: 's' } } })
    // @ts-expect-error 'nope' does not exist in type 'TableDefinition<
    defineTable({ name: 't', partitionKey: 'pk', nope: true })
    // @ts-expect-error Property 'name' is missing in type '{ partitionKey: string; }' but required
    defineTable({ partitionKey: 'pk' })
  })
})
