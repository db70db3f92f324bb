import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { KeyValue, PlaceholderDomain } from '../../src/key/domain.js'
import { type KeyFormat, parseKey } from '../../src/key/key-format.js'
import { formatsOverlap } from '../../src/key/overlap.js'
import { bigint, boolean, formatOf, isPossible, keyOf, number } from './arbitraries.js'

const text: PlaceholderDomain = { type: 'string' }
const iso: PlaceholderDomain = { type: 'string', characters: '0123456789-:.TZ' }
const status: PlaceholderDomain = { type: 'string', values: ['open', 'shut'] }

describe('formatsOverlap', () => {
  it.each<[boolean, string, PlaceholderDomain[], string, PlaceholderDomain[], boolean?]>([
    [false, 'agent#<id>', [], 'member#<id>', []],
    [true, 'agent#<id>', [], 'agent#<code>', []],
    [true, '<a>#<b>', [], 'agent#<id>', []],
    [true, 'agent#<id>', [], 'agent#<id>#log#<n>', []],
    [false, 'agent#<id>', [], 'agent#<id>#log#<n>', [], true],
    [false, 'agent#<id>#', [], 'agent#<id>#log#', []],
    [true, 'agent#<id>', [], 'agent#<id>#log#', []],
    [false, 'agent#<id>|', [], 'agent#<id>|log|', []],
    [false, '<createdAt>', [iso], 'agent#<id>', []],
    [false, '<createdAt>#<id>', [iso], 'agent#<id>', []],
    [false, 'n#<n:pad(4)>', [number], 'n#<id>', [{ type: 'string', characters: 'abc' }]],
    [true, 'n#<n:pad(4)>', [number], 'n#<id>', []],
    [false, 'n#<n:pad(4)>', [number], 'n#<n:pad(5)>', [number]],
    [false, 'n#<n>', [number], 'n#<active>', [boolean, number]],
    [true, 'n#<n>', [number], 'n#<n>', [bigint]],
    [false, '<state>#<id>', [status], 'closed#<id>', []],
    [true, '<state>#<id>', [status], 'open#<id>', []],
    [true, '<state:upper>', [status], 'OP<rest>', []],
    [false, '<state:upper>', [status], 'op<rest>', []],
    [false, '<a:lower>', [{ type: 'string', characters: 'ABC' }], 'A<b>', []],
    [false, '<email:lower>', [], 'USER#<id>', []],
    [true, '<email:lower>', [], 'user#<id>', []],
    [false, '<state>#', [{ type: 'string', values: ['#', ''] }], '<a>', []],
    [true, 'settings', [], '<name>', []],
    [true, 'settings', [], 'settings', []],
    [false, 'settings', [], 'setting', []],
    [false, 'a b', [], '<name>', [], true],
    [true, 'a%20b', [], '<name>', [], true],
    [true, '😀<a>', [], '<b>', [text]],
    [false, '<a>|<b>|', [], '<a>|<b>|<c>|', []],
    // That no value holds a delimiter of several characters is not considered.
    [true, '<a>::<b>::', [], '<a>::<b>::<c>::', []],
    [false, '<a>::', [], 'settings', []],
    [true, '<a>aab', [], 'caaab', []],
  ])('%s: %s %o, %s %o, escaping %s', (overlap, a, domainsA, b, domainsB, escapes = false) => {
    const [left, right] = [formatOf(a, domainsA, escapes), formatOf(b, domainsB, escapes)]
    expect(formatsOverlap(left, right)).toBe(overlap)
    expect(formatsOverlap(right, left)).toBe(overlap)
  })

  it('is true of whatever can make one key', () => {
    const literal = (...texts: string[]) => fc.constantFrom(...texts)
    const formats = fc
      .record({
        chosen: fc.array(fc.constantFrom('plain', 'lower', ...Object.keys(kinds)), { minLength: 1, maxLength: 2 }),
        before: literal('', '', '', 'a', 'a#'),
        between: literal('#', 'a', '##', '#a', 'a#', '%', '1', 'bA'),
        after: literal('', '', '', '#', 'a', '##', '#a'),
        escapes: fc.boolean(),
      })
      .map(({ chosen, before, between, after, escapes }) => {
        const parts = chosen.map(kind => kinds[kind]!)
        const holes = parts.map(({ modifier }, index) => `<${'xy'[index]}${modifier}>`)
        const domains = parts.map(part => part.domain)
        const values = parts.map(part => part.values)
        return { format: formatOf(before + holes.join(between) + after, domains, escapes), values }
      })
    let [overlapping, apart, unproved] = [0, 0, 0]
    fc.assert(
      fc.property(formats, formats, (a, b) => {
        const common = keysOf(a).some(key => canMake(b.format, key)) || keysOf(b).some(key => canMake(a.format, key))
        const overlap = formatsOverlap(a.format, b.format)
        if (common) expect(overlap).toBe(true)
        if (common) overlapping++
        else if (overlap) unproved++
        else apart++
      }),
      { numRuns: 2000 },
    )
    expect(Math.min(overlapping, apart)).toBeGreaterThan(200)
    // True where it need not be is rare: it would refuse entities that go well together.
    expect(unproved).toBeLessThan(60)
  })
})

const upTo = (length: number, ...unit: string[]): string[] =>
  length === 0 ? [''] : upTo(length - 1, ...unit).flatMap(text => [...unit.map(more => text + more), text])
const plain = [...new Set([...upTo(3, 'a', '#'), ...upTo(2, 'A', '1', '%', '#'), 'bA', 'ab#a', '11#1'])]
const known = [...new Set(upTo(3, 'a', 'b'))]

const kinds: Readonly<Record<string, { modifier: string; domain: PlaceholderDomain; values: readonly KeyValue[] }>> = {
  plain: { modifier: '', domain: text, values: plain },
  lower: { modifier: ':lower', domain: text, values: plain },
  known: { modifier: '', domain: { type: 'string', characters: 'ab' }, values: known },
  upper: { modifier: ':upper', domain: { type: 'string', characters: 'ab' }, values: known },
  few: { modifier: '', domain: { type: 'string', values: ['a', 'b#', 'ab'] }, values: ['a', 'b#', 'ab'] },
  pad: { modifier: ':pad(2)', domain: number, values: [0, 1, 10, 11, 12, 99] },
}

function keysOf({ format, values }: { format: KeyFormat; values: readonly (readonly KeyValue[])[] }): string[] {
  const [first = [], second] = values
  const tuples = second === undefined ? first.map(x => [x]) : first.flatMap(x => second.map(y => [x, y]))
  return tuples.flatMap(tuple => keyOf(format, tuple) ?? [])
}

/** Whether values of its domains make a format's key. */
function canMake(format: KeyFormat, key: string): boolean {
  const values = parseKey(format, key)
  return values !== undefined && [...values.values()].every((value, index) => isPossible(format.slots[index]!, value))
}
