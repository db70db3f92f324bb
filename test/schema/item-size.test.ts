import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { itemSize } from '../../src/schema/item-size.js'

// The sizes are DynamoDB Local's: what one attribute more takes from the largest string that fits beside it.
test.each<[string, AttributeValue, number]>([
  ['empty string', { S: '' }, 0],
  ['string', { S: 'aé€😀' }, 10],
  ['0', { N: '0' }, 1],
  ['1', { N: '1' }, 2],
  ['12', { N: '12' }, 2],
  ['123', { N: '123' }, 3],
  ['-1', { N: '-1' }, 3],
  ['-12', { N: '-12' }, 3],
  ['100', { N: '100' }, 2],
  ['0.1', { N: '0.1' }, 2],
  ['1e5', { N: '1e5' }, 2],
  ['1.5', { N: '1.5' }, 3],
  ['12.5', { N: '12.5' }, 3],
  ['38 digits', { N: '1'.repeat(38) }, 20],
  ['-38 digits', { N: `-${'1'.repeat(38)}` }, 21],
  ['boolean', { BOOL: true }, 1],
  ['null', { NULL: true }, 1],
  ['binary', { B: new Uint8Array(5) }, 5],
  ['empty list', { L: [] }, 3],
  ['list', { L: [{ S: '' }, { S: '' }] }, 5],
  ['empty map', { M: {} }, 3],
  ['map', { M: { a: { S: '' } } }, 5],
  ['string set', { SS: ['a', 'b'] }, 2],
  ['number set', { NS: ['1', '2'] }, 4],
  ['binary set', { BS: [new Uint8Array(2), new Uint8Array(1)] }, 3],
])('%s', (_, value, bytes) => {
  expect(itemSize({ w: value })).toBe(1 + bytes)
  expect(itemSize({ é: value, k: { S: 'a' } })).toBe(2 + bytes + 2)
})
