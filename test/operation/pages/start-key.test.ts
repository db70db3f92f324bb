import { expect, it } from 'vitest'
import { startTest } from '../../../src/operation/pages/start-key.js'
import { AppTable } from '../../support/models.js'

const isStart = startTest([AppTable.partitionKey], undefined, { attributes: new Map() } as never)
const starts = (pk: unknown) => isStart({ pk } as never)

it('a key is one value of the type that the table says', () => {
  expect(starts({ S: 'a' })).toBe(true)
  for (const value of [undefined, null, 'a', { S: '' }, { S: 1 }, { S: ['a'] }, { N: '1' }, { S: 'a', N: '1' }, {}, []])
    expect(starts(value)).toBe(false)
})

it('what is within one another more deeply than a call goes is none', () => {
  let deep: object = { S: 'a' }
  for (let depth = 0; depth < 20_000; depth++) deep = { L: [deep] }
  for (const value of [deep, { S: deep }, { S: 'a', L: [deep] }]) expect(starts(value)).toBe(false)
})
