import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, DefinitionError, defineCollection, defineEntity, defineTable } from '../../src/index.js'
import { localClient } from '../support/local.js'
import { hostileText, hostileValue } from './hostile.js'
import { createCounts, outcomeOf, runs } from './support.js'

/*
 * Definitions of any text: those that can't work are refused by a DefinitionError with a text, and those that are taken make a
 * database whose commands are made, or refused by a typed error. Nothing is sent.
 */

const codec = z.codec(z.iso.datetime(), z.date(), { decode: iso => new Date(iso), encode: date => date.toISOString() })
const recursive: z.ZodType = z.lazy(() => z.object({ next: recursive.optional() }))
const stored = fc.constantFrom<z.ZodType>(
  ...[z.string(), z.string().optional(), z.string().default('d'), z.string().toLowerCase(), z.iso.datetime()],
  ...[z.int(), z.number().optional(), z.bigint(), z.boolean(), z.null(), z.string().nullable(), codec, recursive],
  ...[z.any(), z.unknown(), z.instanceof(Uint8Array), z.set(z.string()), z.array(z.string()), z.enum(['a', 'b#'])],
  ...[z.object({ a: z.string() }), z.tuple([z.string()]), z.union([z.string(), z.int()]), z.literal(['a', 1, null])],
  ...[z.record(z.string(), z.int()), z.templateLiteral(['v', z.int()]), z.string().meta({ dynamodb: 'N' })],
  ...[z.intersection(z.object({ a: z.int() }), z.object({ b: z.int() })), z.record(z.int(), z.string())],
)
const unfit = fc.constantFrom<z.ZodType>(
  ...[z.date(), z.map(z.string(), z.string()), z.undefined(), z.void(), z.never(), z.nan(), z.symbol(), z.file()],
  ...[z.set(z.object({})), z.set(z.union([z.string(), z.int()])), z.string().transform(text => text.length)],
  ...[z.array(z.object({ at: z.date() })), z.instanceof(Date), z.promise(z.string()), z.set(z.never())],
  ...[z.string().meta({ dynamodb: 'X' }), z.literal(undefined as never)],
)
const schema = fc.oneof({ weight: 30, arbitrary: stored }, { weight: 1, arbitrary: unfit })

const known = fc.constantFrom('a', 'b', 'c', 'pk', 'sk', 'gsi1pk', 'entity', 'ttl')
const name = fc.oneof({ weight: 6, arbitrary: known }, { weight: 1, arbitrary: hostileText })
const hole = fc
  .tuple(name, fc.constantFrom('', '', '', ':lower', ':upper', ':pad(3)', ':pad(39)', ':pad()', ':x'))
  .map(([attribute, modifier]) => `<${attribute}${modifier}>`)
const literal = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('#', 'x#', '|', '', 'item') },
  { weight: 1, arbitrary: hostileText },
)
const template = fc.array(fc.oneof(hole, literal), { minLength: 1, maxLength: 4 }).map(some => some.join(''))
const good = fc.constantFrom('x#<a>', '<a>#<b>', 'y#<b>', '<a>', '<b>', 'one', '<a>#<b>#', 'x#<b:lower>', '<a>#z')
const templates = fc.oneof(
  { weight: 40, arbitrary: good },
  { weight: 2, arbitrary: template },
  { weight: 1, arbitrary: fc.array(template, { maxLength: 3 }) },
)
const maybe = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })

const keyAttribute = fc.oneof(
  { weight: 4, arbitrary: name as fc.Arbitrary<unknown> },
  { weight: 1, arbitrary: fc.record({ name, type: fc.constantFrom('number', 'binary', 'string') }) },
)
const tableDefinition = fc.record({
  name: fc.oneof({ weight: 8, arbitrary: fc.constant('table') }, { weight: 1, arbitrary: hostileText }),
  partitionKey: fc.oneof({ weight: 8, arbitrary: fc.constant('pk') }, { weight: 1, arbitrary: keyAttribute as never }),
  sortKey: fc.oneof(
    { weight: 8, arbitrary: fc.constant('sk') },
    { weight: 1, arbitrary: maybe(keyAttribute) as never },
  ),
  indexes: fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constant({
        gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
        gsi2: { partitionKey: 'b' },
      }) as fc.Arbitrary<object>,
    },
    {
      weight: 1,
      arbitrary: fc.dictionary(
        fc.oneof({ weight: 4, arbitrary: fc.constantFrom('gsi1', 'gsi2') }, { weight: 1, arbitrary: hostileText }),
        fc.oneof(
          fc.record({ partitionKey: keyAttribute, sortKey: keyAttribute }, { requiredKeys: ['partitionKey'] }),
          fc.record({ type: fc.constant('local'), sortKey: keyAttribute }, { requiredKeys: ['type'] }),
          fc.record({
            partitionKey: fc.array(keyAttribute, { maxLength: 5 }),
            projection: fc.oneof(fc.constant('keysOnly'), fc.array(name)),
          }),
        ),
        { maxKeys: 3 },
      ),
    },
  ),
  timeToLive: fc.constantFrom(...Array(12).fill('ttl'), undefined, 'pk'),
})

const entityDefinition = fc.record({
  name: fc.oneof({ weight: 4, arbitrary: fc.constantFrom('One', 'Two') }, { weight: 1, arbitrary: hostileText }),
  shape: fc
    .tuple(
      fc.dictionary(name, schema, { maxKeys: 3, noNullPrototype: true }),
      fc.constantFrom(z.string(), z.string(), z.enum(['a', 'x#y'])),
    )
    .map(([more, a]): Record<string, z.ZodType> => ({ a, b: z.string(), c: z.string().optional(), ...more })),
  key: fc.record({
    partitionKey: templates,
    sortKey: fc.oneof({ weight: 9, arbitrary: templates }, { weight: 1, arbitrary: fc.constant(undefined) }),
  }),
  indexes: maybe(
    fc.dictionary(
      name,
      fc.record(
        { index: fc.constantFrom('gsi1', 'gsi2', 'none', '__proto__'), partitionKey: templates, sortKey: templates },
        { requiredKeys: ['index'] },
      ),
      { maxKeys: 2 },
    ),
  ),
  version: maybe(maybe(name)),
  timestamps: maybe(fc.record({ createdAt: name, updatedAt: name }, { requiredKeys: [] })),
  timeToLive: fc.constantFrom(...Array(12).fill(undefined), 'ttl', 'c'),
  unique: maybe(
    fc.array(
      fc.oneof(
        name,
        fc.record(
          { name, attributes: fc.array(name, { maxLength: 2 }), partitionKey: template },
          { requiredKeys: ['name', 'attributes'] },
        ),
      ),
      { maxLength: 2 },
    ),
  ),
  keyOnly: maybe(fc.subarray(['a', 'b', 'zz'], { maxLength: 1 })),
  storedAs: maybe(fc.dictionary(fc.constantFrom('a', 'b', 'c'), name, { maxKeys: 2 })),
  keys: fc.constantFrom('strict', 'escape'),
  discriminator: fc.oneof(
    fc.constant(undefined),
    fc.constant(undefined),
    fc.constant(false),
    fc.record({ attribute: fc.constantFrom('kind', 'entity', 'a'), value: name }),
  ),
  schemaVersion: fc.constantFrom(...Array<undefined>(12), 0, 1, 2, 1.5, Number.NaN),
})

const { counts, count } = createCounts()
afterAll(() => console.info('definitions:', counts))

/** What a definition gives; undefined where it was refused, as definitions are. */
async function defined<T>(define: () => T): Promise<Awaited<T> | undefined> {
  const { result, error } = await outcomeOf(define)
  count(error?.code ?? 'defined')
  if (error) expect(error).toBeInstanceOf(DefinitionError)
  return result
}

const anyItem = fc.oneof(
  fc.constant<Record<string, unknown>>({ a: 'a', b: 'b', c: 'c' }),
  fc.dictionary(
    known,
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom<unknown>('a', 1, true, 'x#y') },
      { weight: 1, arbitrary: hostileValue },
    ),
    { maxKeys: 6, noNullPrototype: true },
  ),
)

it('a definition works, or is refused as one', async () => {
  await fc.assert(
    fc.asyncProperty(
      tableDefinition,
      fc.array(entityDefinition, { minLength: 1, maxLength: 3 }),
      anyItem,
      async (given, definitions, item) => {
        const table = await defined(() => defineTable({ ...given, timeToLive: given.timeToLive } as never))
        if (!table) return
        const entities: any[] = []
        for (const { shape, ...rest } of definitions) {
          const whole = Object.fromEntries(
            Object.entries({ ...rest, table, schema: z.object(shape) }).filter(([, value]) => value !== undefined),
          )
          const entity = await defined(() => defineEntity(whole as never))
          if (entity) entities.push(entity)
        }
        if (entities.length === 0) return
        await defined(() =>
          defineCollection({
            partitionKey: definitions[0]!.key.partitionKey,
            entities: { one: entities[0], two: entities.at(-1) },
          } as never),
        )
        const db: any = await defined(() =>
          createDatabase({
            client: localClient(),
            entities: Object.fromEntries(entities.map((entity, at) => [`e${at}`, entity])),
          } as never),
        )
        if (!db) return
        for (const [at] of entities.entries())
          for (const work of [
            () => db[`e${at}`].create(item).compile(),
            () => db[`e${at}`].get(item).compile(),
            () => db[`e${at}`].query(item).compile(),
            () => db[`e${at}`].update(item).set(item).compile(),
            () => db[`e${at}`].encode(item),
          ]) {
            const { error } = await outcomeOf(work)
            count(error ? 'refused' : 'made')
          }
      },
    ),
    { numRuns: runs(1500), endOnFailure: false },
  )
  // To refuse everything would be no wonder.
  expect(counts.defined).toBeGreaterThan(runs(1500) / 3)
  expect(counts.made).toBeGreaterThan(runs(1500) / 20)
}, 120_000)
