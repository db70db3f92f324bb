import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { KeyValue, PlaceholderDomain } from '../../src/key/domain.js'
import { formatPlaceholder, formatPrefix, type KeyFormat, parseKey } from '../../src/key/key-format.js'
import { type KeyRange, ownRange, type SortKeyOperator, sortKeyRange } from '../../src/key/range.js'
import {
  attempt,
  compareBytes,
  formatOf,
  isPossible,
  keyOf,
  number,
  type Sample,
  samples,
  type Tuple,
  textOf,
} from './arbitraries.js'

const last = '\u{10ffff}'
const iso: PlaceholderDomain = { type: 'string', characters: '0123456789-:.TZ' }

/** What DynamoDB would return for a range. */
const isIn = (range: KeyRange, key: string): boolean =>
  range?.every(({ operator, texts }) =>
    operator === 'beginsWith' ? key.startsWith(texts[0]!) : isMeant(operator, key, texts),
  ) ?? false

/** What DynamoDB refuses: empty and overlong texts, and reversed ends. */
const isSound = (range: KeyRange = []): boolean =>
  range.every(
    ({ texts }) =>
      texts.every(text => text !== '' && Buffer.byteLength(text) <= 1024 && text.isWellFormed()) &&
      (texts[1] === undefined || compareBytes(texts[0]!, texts[1]) <= 0),
  )

/** What a value is compared as: the text that its modifier makes, or of a number's padded digits the beginning. */
function comparable(format: KeyFormat, index: number, value: KeyValue, operator?: SortKeyOperator): string {
  const { casing, width } = format.slots[index]!
  const text = String(value)
  if (width) return operator === 'beginsWith' ? text : text.padStart(3, '0')
  if (casing === 'lower') return Array.from(text, character => character.toLowerCase()).join('')
  return casing === 'upper' ? text.toUpperCase() : text
}

function isMeant(operator: SortKeyOperator, value: string, [bound, second]: readonly string[]): boolean {
  if (bound === undefined) return true
  const order = compareBytes(value, bound)
  switch (operator) {
    case 'eq':
      return order === 0
    case 'lt':
      return order < 0
    case 'lte':
      return order <= 0
    case 'gt':
      return order > 0
    case 'gte':
      return order >= 0
    case 'between':
      return order >= 0 && compareBytes(value, second ?? '') <= 0
    case 'beginsWith':
      return value.startsWith(bound)
  }
}

const operators = ['eq', 'lt', 'lte', 'gt', 'gte', 'between', 'beginsWith'] as const

interface Case {
  readonly format: KeyFormat
  readonly tuples: readonly Tuple[]
  readonly foreign: readonly string[]
  readonly operator: SortKeyOperator
  readonly equal: Tuple
  readonly bounds: Tuple
}

/** Asks for a range as a query does, and compares what it selects with a plain look at the values. */
function check({ format, operator, tuples, foreign, equal, bounds }: Case): 'exact' | 'rechecked' | 'refused' {
  const index = equal.length
  const write = operator === 'beginsWith' ? formatPrefix : formatPlaceholder
  const equalTexts = equal.map((value, place) => textOf(format, place, value))
  const boundTexts = bounds.map(value => attempt(() => write(format, index, value)))
  if ([...equalTexts, ...boundTexts].includes(undefined)) return 'refused'
  const { range, accepts } = sortKeyRange(format, operator, equalTexts as string[], boundTexts as string[])
  expect(isSound(range)).toBe(true)

  const owned = new Map(tuples.flatMap(tuple => [[keyOf(format, tuple) ?? '', tuple] as const]))
  owned.delete('')
  // A neighbour's key can happen to be one that the format makes; ranges need not hold values that no item can have.
  for (const key of foreign) {
    const tuple = [...(parseKey(format, key)?.values() ?? [])]
    if (tuple.length > 0 && tuple.every((value, at) => isPossible(format.slots[at]!, value))) owned.set(key, tuple)
  }
  const limits = bounds.map(value => comparable(format, index, value, operator))
  const meant = [...owned].filter(
    ([, tuple]) =>
      equalTexts.every((text, place) => text === textOf(format, place, tuple[place]!)) &&
      (bounds.length === 0 || isMeant(operator, comparable(format, index, tuple[index]!), limits)),
  )
  const neighbours = foreign.filter(key => owned.has(key) || parseKey(format, key) === undefined)
  const found = [...owned.keys(), ...neighbours].filter(key => isIn(range, key) && (accepts?.(key) ?? true))
  expect(new Set(found.filter(key => owned.has(key)))).toEqual(new Set(meant.map(([key]) => key)))
  if (range?.[0]?.operator === 'between' && (index > 0 || format.prefix !== '')) {
    const before = format.prefix + equalTexts.map((text, at) => text! + format.slots[at]?.delimiter).join('')
    expect(found.every(key => key.startsWith(before))).toBe(true)
  }
  return accepts === undefined ? 'exact' : 'rechecked'
}

function casesOf({ format, alphabet, values }: Sample, size: number): fc.Arbitrary<Case> {
  const tuple = fc.tuple(...values)
  const noise = fc.string({ unit: fc.constantFrom(...alphabet, last), maxLength: 5 })
  return fc
    .record({
      operator: fc.constantFrom(...operators),
      place: fc.nat(5),
      first: tuple,
      others: fc.array(tuple, { maxLength: size }),
      noise: fc.array(noise, { maxLength: 10 }),
      bounds: fc.tuple(tuple, tuple),
      free: fc.option(noise, { freq: 2 }),
    })
    .map(({ operator, place, first, others, noise, bounds, free }) => {
      const index = place % (format.slots.length + (operator === 'eq' ? 1 : 0))
      const equal = first.slice(0, index)
      // Most tuples begin alike, so that ranges have something to select from.
      const tuples = others.map((values, at) => (at % 4 === 3 ? values : [...equal, ...values.slice(index)]))
      const own = [first, ...tuples].flatMap(values => keyOf(format, values) ?? [])
      const foreign = noise.flatMap((text, at) => [
        text,
        `${own[at] ?? ''}${text}`,
        `${own[at]?.slice(0, -1) ?? ''}${text}`,
      ])
      const count = operator === 'eq' ? 0 : operator === 'between' ? 2 : 1
      const given = bounds.slice(0, count).map(values => values[index]!)
      if (count > 0 && free !== null && format.slots[index]?.domain.type === 'string') given[0] = free
      return {
        format,
        tuples: [first, ...tuples],
        foreign: foreign.filter(key => key !== '' && key.isWellFormed() && Buffer.byteLength(key) <= 1024),
        operator,
        equal,
        bounds: given,
      }
    })
}

describe('sortKeyRange', () => {
  it('selects what comparing the values selects, among neighbours', () => {
    const seen = { exact: 0, rechecked: 0, refused: 0 }
    fc.assert(
      fc.property(
        samples.chain(sample => casesOf(sample, 24)),
        test => {
          seen[check(test)]++
        },
      ),
      { numRuns: 12_000 },
    )
    expect(Math.min(seen.exact, seen.rechecked)).toBeGreaterThan(1500)
  })

  it('does so where keys and bounds are about as long as DynamoDB takes', () => {
    const units = ['a', '\x7f', 'é', '\uffff', '😀', '\u{10fffe}', '#', '\0', ' ']
    const long = fc
      .tuple(
        fc.constantFrom(0, 0, 1006, 1014, 1017, 1018, 1019, 1020, 1021, 1022),
        fc.string({ unit: fc.constantFrom(...units), maxLength: 5 }),
      )
      .map(([length, tail]) => 'a'.repeat(length) + tail)
    const short = fc.string({ unit: fc.constantFrom(...units), maxLength: 2 })
    const cases = fc
      .tuple(
        fc.constantFrom('<a>', 'x#<a>', '<a>#', 'x#<a>::', '<a>#<b>', 'x#<a>é<b>', '<b>#<a>', '<b>#<a>#', '<a>😀<b>'),
        fc.constantFrom<PlaceholderDomain>(
          { type: 'string' },
          { type: 'string', characters: 'a\x7fé\uffff😀\u{10fffe}' },
        ),
        fc.boolean(),
      )
      .chain(([source, domain, escapes]) => {
        const format = formatOf(source, [domain, domain], escapes)
        const fitting = (value: string) => (domain.characters === undefined ? value : value.replace(/[\0 #]/g, ''))
        const values = format.slots.map(({ attribute }) => (attribute === 'a' ? long : short).map(fitting))
        return casesOf({ format, alphabet: units, values }, 16)
      })
    const seen = { exact: 0, rechecked: 0, refused: 0 }
    fc.assert(
      fc.property(cases, test => {
        seen[check(test)]++
      }),
      { numRuns: 6000 },
    )
    expect(Math.min(seen.exact, seen.rechecked)).toBeGreaterThan(800)
  })

  it.each<[string, SortKeyOperator, string[], string[], KeyRange]>([
    ['agent#<id>', 'eq', [], [], [{ operator: 'beginsWith', texts: ['agent#'] }]],
    ['agent#<id>', 'eq', ['1'], [], [{ operator: 'eq', texts: ['agent#1'] }]],
    ['agent#<id>#', 'eq', ['1'], [], [{ operator: 'eq', texts: ['agent#1#'] }]],
    ['agent#<id>', 'beginsWith', [], ['AG-'], [{ operator: 'beginsWith', texts: ['agent#AG-'] }]],
    ['agent#<id>', 'beginsWith', [], [''], [{ operator: 'beginsWith', texts: ['agent#'] }]],
    ['<id>', 'beginsWith', [], [''], []],
    ['<a>#<b>', 'eq', ['1'], [], [{ operator: 'beginsWith', texts: ['1#'] }]],
    ['agent#<id>', 'gt', [], ['b'], [{ operator: 'between', texts: ['agent#b\0', `agent#${last}`] }]],
    ['agent#<id>', 'gte', [], ['b'], [{ operator: 'between', texts: ['agent#b', `agent#${last}`] }]],
    ['agent#<id>', 'lt', [], ['b'], [{ operator: 'between', texts: ['agent#', `agent#a${last}`] }]],
    ['agent#<id>', 'lt', [], ['a\0'], [{ operator: 'between', texts: ['agent#', 'agent#a'] }]],
    ['agent#<id>', 'lt', [], ['\ue000'], [{ operator: 'between', texts: ['agent#', `agent#\ud7ff${last}`] }]],
    ['agent#<id>', 'lte', [], ['b'], [{ operator: 'between', texts: ['agent#', 'agent#b'] }]],
    ['agent#<id>', 'between', [], ['a', 'b'], [{ operator: 'between', texts: ['agent#a', 'agent#b'] }]],
    ['agent#<id>', 'between', [], ['b', 'a'], undefined],
    ['agent#<id>', 'between', [], ['\uffff', '😀'], [{ operator: 'between', texts: ['agent#\uffff', 'agent#😀'] }]],
    ['agent#<id>', 'between', [], ['😀', '\uffff'], undefined],
    ['x#<at>#<id>', 'gt', [], ['2026'], [{ operator: 'between', texts: [`x#2026#${last}`, `x#${last}`] }]],
    ['x#<at>#<id>', 'gte', [], ['2026'], [{ operator: 'between', texts: ['x#2026#', `x#${last}`] }]],
    ['x#<at>#<id>', 'lt', [], ['2026'], [{ operator: 'between', texts: ['x#', 'x#2026'] }]],
    ['x#<at>#<id>', 'lte', [], ['2026'], [{ operator: 'between', texts: ['x#', `x#2026#${last}`] }]],
    ['x#<at>#<id>', 'between', [], ['2025', '2026'], [{ operator: 'between', texts: ['x#2025#', `x#2026#${last}`] }]],
    ['<at>#<id>', 'gt', [], ['2026'], [{ operator: 'gte', texts: [`2026#${last}`] }]],
    ['<at>#<id>', 'lt', [], ['2026'], [{ operator: 'lt', texts: ['2026'] }]],
    ['<at>#<id>', 'lt', [], ['\0'], [{ operator: 'lt', texts: ['\0'] }]],
    ['<at>#<id>', 'lte', [], ['2026'], [{ operator: 'lte', texts: [`2026#${last}`] }]],
    ['<at>', 'gt', [], ['2026'], [{ operator: 'gt', texts: ['2026'] }]],
    ['<at>', 'gte', [], ['2026'], [{ operator: 'gte', texts: ['2026'] }]],
    ['<at>', 'lte', [], ['2026'], [{ operator: 'lte', texts: ['2026'] }]],
    ['<at>', 'between', [], ['2025', '2026'], [{ operator: 'between', texts: ['2025', '2026'] }]],
    ['<at>#<id>', 'gt', ['2026'], ['b'], [{ operator: 'between', texts: ['2026#b\0', `2026#${last}`] }]],
  ])('%s %s %j %j', (source, operator, equal, bounds, range) => {
    const domains = source.includes('<at>') && bounds[0] !== '\0' ? [iso] : []
    expect(sortKeyRange(formatOf(source, domains), operator, equal, bounds)).toEqual({ range, accepts: undefined })
  })

  it('is exact where values hold nothing up to the delimiter, and where those are escaped', () => {
    const isExact = (format: KeyFormat, operator: SortKeyOperator, bound: string) =>
      sortKeyRange(format, operator, [], [bound]).accepts === undefined
    const unknown = formatOf('<a>#<b>')
    const escaped = formatOf('<a>#agent#<b>', [], true)
    const reordered = formatOf('<a>:<b>', [], true)
    const padded = formatOf('<a:pad(3)>#<b>', [number])
    const status = formatOf('<a>#<b>', [{ type: 'string', values: ['open', 'shut'] }])
    for (const operator of ['gt', 'gte', 'lt', 'lte'] as const) {
      expect(isExact(escaped, operator, 'x%20y')).toBe(true)
      expect(isExact(padded, operator, '042')).toBe(true)
      expect(isExact(status, operator, 'p')).toBe(true)
      expect(isExact(status, operator, 'a b')).toBe(false)
      expect(isExact(reordered, operator, 'x')).toBe(false)
      expect(sortKeyRange(reordered, operator, [], ['x']).range).toEqual([])
      expect(isExact(unknown, operator, 'x')).toBe(operator === 'gte' || operator === 'lt')
    }
    expect(isExact(reordered, 'beginsWith', 'x%3A')).toBe(true)
    expect(isExact(formatOf('<a>::<b>'), 'beginsWith', 'x:')).toBe(false)
  })

  it('reads what is between, where the delimiter is later than what values hold', () => {
    const { range, accepts } = sortKeyRange(formatOf('x#<a>#<b>'), 'lte', [], ['ab c'])
    expect(range).toEqual([{ operator: 'between', texts: ['x#', `x#ab${last}`] }])
    expect(['x#ab#1', 'x#ab!#1', 'x#ab c#1', 'x#ab d#1', 'y'].map(key => accepts?.(key))).toEqual([
      true,
      false,
      true,
      false,
      false,
    ])
    expect(sortKeyRange(formatOf('x#<a>bz<b>'), 'lt', [], ['xbc']).range).toEqual([
      { operator: 'between', texts: ['x#', `x#x${last}`] },
    ])
  })

  it('reads all that begins alike where a bound leaves no room for its end', () => {
    const long = 'a'.repeat(1022)
    const { range, accepts } = sortKeyRange(formatOf('x#<a>'), 'lt', [], [long])
    expect(range).toEqual([{ operator: 'beginsWith', texts: ['x#'] }])
    expect([`x#${long.slice(1)}`, `x#${long}`].map(key => accepts?.(key))).toEqual([true, false])
  })

  it('asks for nothing where no key could be so long', () => {
    const format = formatOf('<a>#<b>')
    const long = 'a'.repeat(1024)
    expect(sortKeyRange(format, 'eq', [long, 'b'], []).range).toEqual(undefined)
    expect(sortKeyRange(format, 'beginsWith', [], [`${long}a`]).range).toEqual(undefined)
    expect(sortKeyRange(format, 'gt', [long], ['b']).range).toEqual(undefined)
  })
})

describe('ownRange', () => {
  it.each<[string, KeyRange]>([
    ['settings', [{ operator: 'eq', texts: ['settings'] }]],
    ['agent#<id>', [{ operator: 'beginsWith', texts: ['agent#'] }]],
    ['<createdAt>#<id>', []],
  ])('of %s', (source, range) => {
    expect(ownRange(formatOf(source))).toEqual(range)
  })
})
