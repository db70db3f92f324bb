import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareText, utf8Length } from '../../src/key/order.js'
import { compareBytes } from './arbitraries.js'

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.string({ unit: fc.constantFrom('a', '\ud7ff', '\ue000', '\uffff', '😀', '😁'), maxLength: 4 }),
)

describe('order', () => {
  it('compares as UTF-8 bytes do', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(compareText(a, b)).toBe(compareBytes(a, b))
      }),
      { numRuns: 3000 },
    )
  })

  it('counts the bytes of UTF-8', () => {
    fc.assert(
      fc.property(text, a => utf8Length(a) === Buffer.byteLength(a)),
      { numRuns: 1000 },
    )
  })
})
