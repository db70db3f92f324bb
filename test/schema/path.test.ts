import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatPath, parsePath } from '../../src/schema/path.js'

test('a path is written as people write it', () => {
  expect(formatPath(['capability', 'skills', 0, 'name'])).toBe('capability.skills[0].name')
  expect(formatPath([])).toBe('')
})

test('what is no path is told', () => {
  for (const text of ['', '.a', 'a.', 'a..b', 'a[', 'a[]', 'a[-1]', 'a[01]', 'a[1', '[0]', 'a]', 'a[0]b', 'a.[0]'])
    expect(parsePath(text), text).toBeUndefined()
})

test('parsing is the inverse of formatting, for plain names', () => {
  const name = fc.string({ minLength: 1, unit: 'binary' }).filter(text => !/[.[\]]/.test(text))
  const path = fc.tuple(name, fc.array(fc.oneof(name, fc.nat()))).map(([first, rest]) => [first, ...rest])
  fc.assert(
    fc.property(path, path => {
      expect(parsePath(formatPath(path))).toEqual(path)
    }),
    { numRuns: 500 },
  )
})
