import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import { defineTable } from '../../src/index.js'
import { type Attributes, asked, errorCode, makeTable, nextCase, openEntity, scanRaw } from './support.js'

/* Entities with random key templates, and key values made of the templates' own text: two that differ never reach one item. */

const RUNS = 150
const TUPLES = 50

const Keyed = defineTable({ name: 'keyed', partitionKey: 'pk', sortKey: 'sk' })
let table: string
beforeAll(async () => {
  table = await makeTable(Keyed)
})

interface Kind {
  readonly modifier: string
  readonly schema: z.ZodType
  values(characters: readonly string[]): fc.Arbitrary<unknown>
}
const date = z.codec(z.iso.datetime(), z.date(), { decode: iso => new Date(iso), encode: value => value.toISOString() })
const texts = (characters: readonly string[]) => fc.string({ unit: fc.constantFrom(...characters), maxLength: 3 })
const text: Kind = { modifier: '', schema: z.string(), values: texts }
const kinds: readonly Kind[] = [
  text,
  text,
  text,
  { modifier: ':pad(2)', schema: z.int(), values: () => fc.integer({ min: -1, max: 101 }) },
  { modifier: '', schema: z.number(), values: () => fc.constantFrom(-11, -1, 0, 0.1, 1, 1.1, 10, 11, 1e-7) },
  { modifier: '', schema: z.bigint(), values: () => fc.bigInt(-11n, 111n) },
  { modifier: '', schema: z.boolean(), values: () => fc.boolean() },
  { modifier: '', schema: date, values: () => fc.nat(3).map(time => new Date(time)) },
  { modifier: '', schema: z.enum(['a', 'a#', '#', '1']), values: () => fc.constantFrom('a', 'a#', '#', '1') },
]

const delimiters = ['#', '::', '|', 'ab', 'aba', '#a#', '%', '%2', '1', ' ', '\uffff', '\u{1f600}']
const delimiter = fc.constantFrom(...delimiters)
const edge = fc.oneof(fc.constantFrom('', '', 'x#'), delimiter)

interface Case {
  readonly templates: readonly [string, string]
  readonly chosen: readonly Kind[]
  readonly keys: 'strict' | 'escape'
  readonly keyOnly: readonly string[]
  readonly tuples: readonly Attributes[]
}

const names = ['a', 'b', 'c']
const cases: fc.Arbitrary<Case> = fc
  .record({
    chosen: fc.array(fc.constantFrom(...kinds), { minLength: 3, maxLength: 3 }),
    split: fc.integer({ min: 0, max: 3 }),
    literals: fc.array(delimiter, { minLength: 3, maxLength: 3 }),
    edges: fc.tuple(edge, edge, edge),
    twice: fc.boolean(),
    keys: fc.constantFrom('strict' as const, 'escape' as const),
    keyOnly: fc.subarray(names),
  })
  .chain(({ chosen, split, literals, edges, twice, keys, keyOnly }) => {
    const holes = names.map((name, at) => `<${name}${chosen[at]!.modifier}>`)
    const join = (some: readonly string[]) =>
      some.map((hole, at) => (at === 0 ? hole : literals[at - 1] + hole)).join('')
    const partition = `p${edges[0]}${join(holes.slice(0, split))}${edges[1]}`
    // An attribute can be in both keys.
    const sort = `${edges[2]}${join(holes.slice(twice && split > 0 ? split - 1 : split))}` || 'one'
    const alphabet = ['a', '1', ...[...literals, ...edges].join('')]
    const tuple = fc.record(Object.fromEntries(names.map((name, at) => [name, chosen[at]!.values(alphabet)])), {
      noNullPrototype: true,
    })
    return fc
      .uniqueArray(tuple, { minLength: 1, maxLength: TUPLES, size: 'max', selector: each => fc.stringify(each) })
      .map(tuples => ({
        templates: [partition, sort],
        chosen,
        keys,
        keyOnly,
        tuples,
        [fc.toStringMethod]: () =>
          fc.stringify([partition, sort, chosen.map(kind => kind.schema._zod.def.type), keys, keyOnly, tuples]),
      }))
  })

const seen = { templates: 0, tuples: 0, refused: 0 }
afterAll(() => console.info('templates:', seen))

it('two tuples that differ never reach one item', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ templates, chosen, keys, keyOnly, tuples }) => {
      const number = nextCase()
      const client = openEntity(
        {
          name: `Item${number}`,
          table: Keyed,
          schema: z.object({ ...Object.fromEntries(names.map((name, at) => [name, chosen[at]!.schema])), n: z.int() }),
          key: { partitionKey: `${number}${templates[0]}`, sortKey: templates[1] },
          keys,
          keyOnly,
        },
        table,
      )
      const codes = await Promise.all(tuples.map((tuple, n) => errorCode(client.create({ ...tuple, n }))))
      const refused = codes.filter(code => code !== undefined)
      for (const code of refused) expect(code).toMatch(/^key\./)
      // That is what escaping is for. A padded number has no room for it, and it makes text of '%' and digits itself.
      const escapable = chosen.every(({ modifier }) => modifier === '') && !/[%\d]/.test(templates.join(''))
      if (keys === 'escape' && escapable) expect(refused).toEqual([])
      await Promise.all(
        tuples.map(async (tuple, n) => {
          if (codes[n] === undefined)
            expect(await client.get(tuple), fc.stringify([templates, tuple])).toEqual({ ...tuple, n })
        }),
      )
      seen.templates++
      seen.tuples += tuples.length
      seen.refused += refused.length
    }),
    { ...asked(RUNS), endOnFailure: false },
  )
  expect((await scanRaw(table)).length).toBe(seen.tuples - seen.refused)
}, 120_000)
