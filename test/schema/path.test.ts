import { expect, test } from 'vitest'
import { formatPath } from '../../src/schema/path.js'

test('a path is written as people write it', () => {
  expect(formatPath(['capability', 'skills', 0, 'name'])).toBe('capability.skills[0].name')
  expect(formatPath([])).toBe('')
})
