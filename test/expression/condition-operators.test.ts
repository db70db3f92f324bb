import { expect, test } from 'vitest'
import { where } from './agent-model.js'

test('conditions are frozen data', () => {
  const condition = where((a, { and, not, eq, in: oneOf, gt, size }) =>
    and(not(eq(a.name, 'x')), oneOf(a.kind, ['Plain']), gt(size(a.tags), 1)),
  )
  const name = { kind: 'attribute', segments: ['name'] }
  expect(condition).toEqual({
    kind: 'and',
    operands: [
      { kind: 'not', operands: [{ kind: 'eq', operands: [name, { kind: 'value', value: 'x' }] }] },
      {
        kind: 'in',
        operands: [
          { kind: 'attribute', segments: ['kind'] },
          { kind: 'value', value: 'Plain' },
        ],
      },
      {
        kind: 'gt',
        operands: [
          { kind: 'size', operands: [{ kind: 'attribute', segments: ['tags'] }] },
          { kind: 'value', value: 1 },
        ],
      },
    ],
  })
  const isFrozen = (value: unknown): boolean =>
    typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(isFrozen))
  expect(isFrozen(condition)).toBe(true)
})
