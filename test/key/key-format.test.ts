import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DefinitionError, InvalidKeyError } from '../../src/errors/monotable-error.js'
import type { KeyValue, PlaceholderDomain } from '../../src/key/domain.js'
import { formatKey, formatPlaceholder, formatPrefix, parseKey, splitKey } from '../../src/key/key-format.js'
import { bigint, boolean, formatOf, keyOf, number, samples } from './arbitraries.js'

const from = (values: Record<string, unknown>) => (attribute: string) => values[attribute]

describe('formatKey and parseKey', () => {
  it.each<[string, PlaceholderDomain[], boolean, Record<string, KeyValue>, string]>([
    ['team#<teamCode>', [], false, { teamCode: 'Alpha' }, 'team#Alpha'],
    ['<createdAt>#<id>', [], false, { createdAt: '2026-01-02', id: 'AG-1#x' }, '2026-01-02#AG-1#x'],
    ['n#<n>', [number], false, { n: -1.5e-7 }, 'n#-1.5e-7'],
    ['n#<n:pad(8)>#', [number], false, { n: 42 }, 'n#00000042#'],
    ['n#<n:pad(3)>', [number], false, { n: 0 }, 'n#000'],
    ['n#<n:pad(38)>', [bigint], false, { n: 2n ** 64n }, 'n#00000000000000000018446744073709551616'],
    ['n#<n:pad(4)>', [{ type: 'string' }], false, { n: '7' }, 'n#0007'],
    ['<n:pad(3)>2x<a>', [number], true, { n: 42, a: '#' }, '0422x%23'],
    ['b#<b>', [boolean], false, { b: false }, 'b#false'],
    ['<a>#<b>', [], true, { a: '', b: 'x#y z%' }, '%#x%23y%20z%25'],
    ['<a>#agent#<b>', [], true, { a: 'agent#1', b: 'b' }, 'agent%231#agent#b'],
    ['<a>::<b>', [], false, { a: 'x:y', b: ':' }, 'x:y:::'],
    ['settings', [], false, {}, 'settings'],
    ['<__proto__>#<constructor>', [], false, JSON.parse('{"__proto__":"p","constructor":"c"}'), 'p#c'],
  ])('%s with %o, escaping %s: %o is %o', (source, domains, escapes, values, key) => {
    const format = formatOf(source, domains, escapes)
    expect(formatKey(format, from(values), 'sort key')).toBe(key)
    expect(parseKey(format, key)).toEqual(new Map(Object.entries(values)))
  })

  it('changes case only where asked, letter by letter', () => {
    const format = formatOf('<email:lower>#<code:upper>')
    expect(formatKey(format, from({ email: 'Ann@X.Org', code: 'de' }), 'sort key')).toBe('ann@x.org#DE')
    expect(formatPlaceholder(format, 0, 'ΑΣ')).toBe('ας'.replace('ς', 'σ'))
    expect(formatPlaceholder(format, 0, 'ΑΣΑ').startsWith(formatPrefix(format, 0, 'ΑΣ'))).toBe(true)
  })

  it('reads an attribute that stands twice from the place that tells most', () => {
    const format = formatOf('<email:lower>#<email>')
    expect(parseKey(format, 'ann#Ann')).toEqual(new Map([['email', 'Ann']]))
    expect(parseKey(format, 'ann#Bob')).toBeUndefined()
  })

  it('writes -0 as 0', () => {
    expect(formatPlaceholder(formatOf('<n>', [number]), 0, -0)).toBe('0')
  })

  it.each<[string, PlaceholderDomain[], boolean, string]>([
    ['agent#<id>', [], false, 'member#1'],
    ['agent#<id>', [], false, 'agent#'],
    ['agent#<id>#', [], false, 'agent#1#2#'],
    ['agent#<id>#', [], false, 'agent#1'],
    ['<a>::<b>', [], false, '::b'],
    ['<id>', [], false, ''],
    ['<id>', [], false, '\ud800'],
    ['<id>', [], false, 'a\u{10ffff}'],
    ['settings', [], false, 'settings2'],
    ...['', '1.0', '+1', ' 1', '0x1', '1e3', '-0', 'Infinity', 'NaN', '007'].map(
      (n): [string, PlaceholderDomain[], boolean, string] => ['n#<n>', [number], false, `n#${n}`],
    ),
    ...['', '-0', '01', '0x1', '1n', ' 1', '1.5'].map((n): [string, PlaceholderDomain[], boolean, string] => [
      'n#<n>',
      [bigint],
      false,
      `n#${n}`,
    ]),
    ...['7', '0007', '-07', '1e1', '0.5', 'abc', '00a'].map((n): [string, PlaceholderDomain[], boolean, string] => [
      '<n:pad(3)>',
      [number],
      false,
      n,
    ]),
    ['<b>', [boolean], false, 'yes'],
    ['<b>', [boolean], false, 'TRUE'],
    ['<e:lower>', [], false, 'Ann'],
    ['<a>#x', [], true, 'a b#x'],
    ['<a>#x', [], true, '%61#x'],
    ['<a>#x', [], true, '%2a#x'],
    ['<a>#x', [], true, 'a%#x'],
    ['<a>', [], true, '%F4%8F%BF%BF'],
  ])('%s (%o, escaping %s) does not match %o', (source, domains, escapes, key) => {
    expect(parseKey(formatOf(source, domains, escapes), key)).toBeUndefined()
  })

  it('never gives two tuples one key, and gives back what went in', () => {
    const cases = samples.chain(sample => {
      const tuple = fc.tuple(...sample.values)
      return fc.tuple(fc.constant(sample), fc.array(tuple, { minLength: 2, maxLength: 12 }))
    })
    let made = 0
    fc.assert(
      fc.property(cases, ([{ format }, tuples]) => {
        const owners = new Map<string, string>()
        for (const tuple of tuples) {
          const key = keyOf(format, tuple)
          if (key === undefined) continue
          made++
          // What 'lower' and 'upper' take away is gone; -0 is 0.
          const kept = format.slots.map(({ casing }, index) => {
            const value = tuple[index]
            if (casing === 'lower') return String(value).toLowerCase()
            if (casing === 'upper') return String(value).toUpperCase()
            return value === 0 ? 0 : value
          })
          expect([...(parseKey(format, key) ?? []).values()]).toEqual(kept)
          const owner = kept.map(value => `${typeof value} ${value}`).join('\n\n')
          expect(owners.get(key) ?? owner).toBe(owner)
          owners.set(key, owner)
        }
      }),
      { numRuns: 4000 },
    )
    expect(made).toBeGreaterThan(10_000)
  })

  it('matches a key just where it would make it', () => {
    const cases = samples.chain(sample => {
      const noise = fc.string({ unit: fc.constantFrom(...sample.alphabet, '%', '2', '3', 'A'), maxLength: 6 })
      return fc.tuple(fc.constant(sample.format), fc.tuple(...sample.values), noise, fc.nat(12), fc.nat(2))
    })
    let [matched, refused] = [0, 0]
    fc.assert(
      fc.property(cases, ([format, tuple, noise, at, cut]) => {
        const key = keyOf(format, tuple) ?? `${format.prefix}${noise}`
        const changed = key.slice(0, at) + noise + key.slice(at + cut)
        const values = parseKey(format, changed)
        if (values === undefined) refused++
        else {
          matched++
          expect(formatKey(format, attribute => values.get(attribute), 'sort key')).toBe(changed)
        }
      }),
      { numRuns: 4000 },
    )
    expect(Math.min(matched, refused)).toBeGreaterThan(400)
  })
})

describe('formatPlaceholder', () => {
  it.each<[string, PlaceholderDomain, boolean, unknown, object]>([
    [
      'a#<v>',
      { type: 'string' },
      false,
      undefined,
      { code: 'key.missingAttribute', details: { attribute: 'v', template: 'a#<v>' } },
    ],
    [
      'a#<v>',
      { type: 'string' },
      false,
      null,
      { code: 'key.wrongType', details: { attribute: 'v', expected: 'string', received: 'null' } },
    ],
    [
      'a#<v>',
      { type: 'string' },
      false,
      1,
      { code: 'key.wrongType', details: { attribute: 'v', expected: 'string', received: 'number' } },
    ],
    [
      'a#<v>',
      bigint,
      false,
      {},
      { code: 'key.wrongType', details: { attribute: 'v', expected: 'bigint', received: 'object' } },
    ],
    [
      'a#<v>',
      { type: 'string' },
      false,
      '',
      { code: 'key.emptyValue', details: { attribute: 'v', template: 'a#<v>' } },
    ],
    [
      '<v>#x',
      { type: 'string' },
      false,
      'a#xb',
      { code: 'key.delimiterInValue', details: { attribute: 'v', template: '<v>#x', delimiter: '#x' } },
    ],
    ['<v>::', { type: 'string' }, false, 'a:', { code: 'key.delimiterInValue' }],
    ['<v>%', { type: 'string' }, true, 'a b', { code: 'key.delimiterInValue' }],
    ['<v>-', number, false, -1, { code: 'key.delimiterInValue' }],
    ['<v:pad(3)>2', number, true, 42, { code: 'key.delimiterInValue' }],
    ['<v>', { type: 'string' }, false, 'a\udfff', { code: 'key.illFormedValue' }],
    ['<v>', { type: 'string' }, true, '\u{10ffff}', { code: 'key.illFormedValue' }],
    ['<v>', number, false, Number.NaN, { code: 'key.illFormedValue' }],
    ['<v>', number, false, Number.POSITIVE_INFINITY, { code: 'key.illFormedValue' }],
    ...[-1, 1.5, 1000, 1e21].map((v): [string, PlaceholderDomain, boolean, unknown, object] => [
      '<v:pad(3)>',
      number,
      false,
      v,
      { code: 'key.padding', details: { attribute: 'v', width: 3 } },
    ]),
    ['<v:pad(3)>', { type: 'string' }, false, '01', { code: 'key.padding' }],
    ['<v:pad(3)>', bigint, true, -1n, { code: 'key.padding' }],
  ])('%s (%o, escaping %s) refuses %o', (source, domain, escapes, value, error) => {
    const run = () => formatPlaceholder(formatOf(source, [domain], escapes), 0, value)
    expect(run).toThrow(InvalidKeyError)
    expect(run).toThrow(expect.objectContaining(error))
  })
})

describe('formatPrefix', () => {
  it('takes beginnings that are no whole values', () => {
    expect(formatPrefix(formatOf('<a>::<b>'), 0, '')).toBe('')
    expect(formatPrefix(formatOf('<a>::<b>'), 0, 'x:')).toBe('x:')
    expect(formatPrefix(formatOf('<a>#<b>', [], true), 0, '')).toBe('')
    expect(formatPrefix(formatOf('<a>#<b>', [], true), 0, 'x#')).toBe('x%23')
    expect(formatPrefix(formatOf('<a:pad(4)>', [{ type: 'string' }]), 0, '00')).toBe('00')
  })

  it('refuses a delimiter, and what is no text', () => {
    expect(() => formatPrefix(formatOf('<a>::<b>'), 0, 'x::')).toThrow(
      expect.objectContaining({ code: 'key.delimiterInValue' }),
    )
    expect(() => formatPrefix(formatOf('<a>'), 0, undefined)).toThrow(
      expect.objectContaining({ code: 'key.missingAttribute' }),
    )
    expect(() => formatPrefix(formatOf('<a>'), 0, '\ud800')).toThrow(
      expect.objectContaining({ code: 'key.illFormedValue' }),
    )
  })
})

describe('formatKey', () => {
  it.each([
    ['partition key', 2048],
    ['sort key', 1024],
  ] as const)('keeps a %s within %i bytes', (role, limit) => {
    const format = formatOf('é#<v>')
    const value = 'é'.repeat(limit / 2 - 2)
    expect(formatKey(format, () => `${value}a`, role)).toBe(`é#${value}a`)
    expect(() => formatKey(format, () => `${value}aa`, role)).toThrow(
      expect.objectContaining({ code: 'key.tooLong', details: { role, bytes: limit + 1, limit, template: 'é#<v>' } }),
    )
  })

  it('names no value in an error', () => {
    expect(() => formatKey(formatOf('<a>#<b>'), from({ a: 'secret#', b: 'x' }), 'sort key')).toThrow(
      "'a' holds '#', which ends it in the key '<a>#<b>': two items could share one key. Use another delimiter, or define the entity with keys: 'escape'.",
    )
  })
})

describe('splitKey', () => {
  it('gives the texts as they stand', () => {
    expect(splitKey(formatOf('x#<a>#<b:lower>', [], true), 'x#%20#B#c')).toEqual(['%20', 'B#c'])
    expect(splitKey(formatOf('x#<a>'), 'y#a')).toBeUndefined()
  })
})

describe('createKeyFormat', () => {
  it.each<[string, PlaceholderDomain['type']]>([
    ['<v:pad(2)>', 'boolean'],
    ['<v:lower>', 'number'],
    ['<v:upper>', 'bigint'],
    ['<v:lower>', 'boolean'],
  ])('refuses %s on a %s', (source, type) => {
    expect(() => formatOf(source, [{ type }])).toThrow(DefinitionError)
  })
})
