import { expect, test } from 'vitest'
import { Placeholders } from '../../src/expression/placeholders.js'

test('names and scalar values have one placeholder each, in the order in which they come', () => {
  const placeholders = new Placeholders()
  expect(placeholders.name('a')).toBe('#n0')
  expect(placeholders.name('b')).toBe('#n1')
  expect(placeholders.name('a')).toBe('#n0')
  expect(placeholders.value({ S: 'x' })).toBe(':v0')
  expect(placeholders.value({ N: '1' })).toBe(':v1')
  expect(placeholders.value({ S: '1' })).toBe(':v2')
  expect(placeholders.value({ S: 'x' })).toBe(':v0')
  expect(placeholders.value({ BOOL: false })).toBe(':v3')
  expect(placeholders.value({ BOOL: false })).toBe(':v3')
  expect(placeholders.value({ L: [] })).toBe(':v4')
  expect(placeholders.value({ S: '' })).toBe(':v5')
  expect(placeholders.value({ S: '' })).toBe(':v5')
  expect(placeholders.names()).toEqual({ '#n0': 'a', '#n1': 'b' })
  expect(placeholders.values()).toEqual({
    ':v0': { S: 'x' },
    ':v1': { N: '1' },
    ':v2': { S: '1' },
    ':v3': { BOOL: false },
    ':v4': { L: [] },
    ':v5': { S: '' },
  })
})

test('paths have a placeholder a name, and indexes as they are', () => {
  const placeholders = new Placeholders()
  expect(placeholders.path(['a', 'b', 0, 12, 'a'])).toBe('#n0.#n1[0][12].#n0')
  expect(placeholders.path(['__proto__', 'constructor'])).toBe('#n2.#n3')
  expect(placeholders.names()).toEqual({ '#n0': 'a', '#n1': 'b', '#n2': '__proto__', '#n3': 'constructor' })
})

test('what is not used is left out of the request', () => {
  expect(new Placeholders().names()).toBeUndefined()
  expect(new Placeholders().values()).toBeUndefined()
})
