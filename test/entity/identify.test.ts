import { expect, it } from 'vitest'
import * as z from 'zod'
import { compiledEntity } from '../../src/entity/compiled-entity.js'
import { candidates, identify } from '../../src/entity/identify.js'
import { defineEntity, defineTable } from '../../src/index.js'

const table = defineTable({ name: 'app', partitionKey: 'pk' })
const schema = z.object({ id: z.string() })
const define = (name: string, partitionKey: 'a#<id>' | 'b#<id>', discriminator: false | string, alias = 'none') =>
  compiledEntity(
    defineEntity({
      name,
      table,
      schema,
      key: { partitionKey },
      discriminator: discriminator !== false && { attribute: 'kind', value: discriminator, aliases: [alias] },
    }),
  )
const A1 = define('A1', 'a#<id>', '1', 'one')
const A2 = define('A2', 'a#<id>', '2')
const B = define('B', 'b#<id>', false)
const entities = [A1, A2, B]
const item = (pk: string, kind?: string) => ({ pk: { S: pk }, ...(kind && { kind: { S: kind } }) })

it.each([
  ['a#x', '1', [A1]],
  ['a#x', 'one', [A1]],
  ['a#x', '2', [A2]],
  ['a#x', '3', []],
  ['a#x', undefined, [A1, A2]],
  ['b#x', undefined, [B]],
  ['b#x', '1', [B]],
  ['c#x', '1', []],
] as const)('a key %s with the discriminator %s', (pk, kind, found) => {
  expect(candidates(entities, item(pk, kind))).toEqual(found)
  expect(identify(entities, item(pk, kind))).toBe(found.length === 1 ? found[0] : undefined)
})

it('an item without a key, or with one of another type', () => {
  expect(identify(entities, { kind: { S: '1' } })).toBeUndefined()
  expect(identify(entities, { pk: { N: '1' }, kind: { S: '1' } })).toBeUndefined()
})
