import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeKeepsOrder, escapeText, unescapeText } from '../../src/key/escape.js'
import { compareBytes } from './arbitraries.js'

const text = fc.string({
  unit: fc.constantFrom('a', 'A', '4', '%', '#', ':', '\0', '&', 'é', '\ue000', '😀'),
  maxLength: 5,
})
const delimiter = fc.constantFrom('', '#', ':', '::', '#agent#', 'é', '😀', '\0', ' ')

describe('escape', () => {
  it.each([
    ['', '#', '%'],
    ['a b', '#', 'a%20b'],
    ['100%', '#', '100%25'],
    ['a#b', '#', 'a%23b'],
    ['a:b|c', ':', 'a%3Ab|c'],
    ['agent', '#agent#', 'agent'],
    ['café', 'é', 'caf%C3%A9'],
    ['ok 😀', '😀', 'ok%20%F0%9F%98%80'],
    ['\0\n', '', '%00%0A'],
  ])('writes %j before %j as %j', (value, before, escaped) => {
    expect(escapeText(value, before)).toBe(escaped)
    expect(unescapeText(escaped)).toBe(value)
  })

  it.each(['%F', '%zz', 'a%', '%FF', '%ED%A0%80'])('reads nothing from %j', escaped => {
    expect(unescapeText(escaped)).toBeUndefined()
  })

  it('comes back, holds no delimiter, and keeps beginnings', () => {
    fc.assert(
      fc.property(text, text, delimiter, (a, b, before) => {
        const [escapedA, escapedB] = [escapeText(a, before), escapeText(b, before)]
        expect(unescapeText(escapedA)).toBe(a)
        if (before !== '') expect(escapedA).not.toContain(before)
        if (b !== '') expect(escapedA.startsWith(escapedB)).toBe(a.startsWith(b))
      }),
      { numRuns: 3000 },
    )
  })

  it('keeps the order where it says so', () => {
    fc.assert(
      fc.property(text, text, delimiter.filter(escapeKeepsOrder), (a, b, before) => {
        expect(compareBytes(escapeText(a, before), escapeText(b, before))).toBe(compareBytes(a, b))
      }),
      { numRuns: 3000 },
    )
    expect(['#', '#agent#', '', ':', '|', 'é'].map(escapeKeepsOrder)).toEqual([true, true, true, false, false, false])
  })
})
