import fc from 'fast-check'
import * as z from 'zod'
import { defineTable } from '../../src/index.js'
import { compareBytes, compareNumbers, compareTexts } from './values.js'

/** What an attribute of a sort key can hold, and what the operators mean for it. */
export interface Kind {
  readonly schema: z.ZodType
  /** Values of a schema about which nothing is assumed but these characters. */
  values(characters: readonly string[]): fc.Arbitrary<unknown>
  compare(a: any, b: any): number
  /** Where beginsWith means something. */
  beginsWith?(value: any, prefix: any): boolean
  /** What ranges are asked for besides values: texts that are no values, say. */
  bounds?: readonly unknown[]
  /** Whether the library must refuse a value in a key, before this delimiter. */
  refuses?(value: any, delimiter: string, use: 'value' | 'prefix'): boolean
  /** No ranges: the key does not keep its order, and the compiler refuses them. */
  equalityOnly?: true
}

const refusesText = (value: string, delimiter: string, use: 'value' | 'prefix') =>
  value.includes('\u{10ffff}') ||
  (use === 'value' && value === '') ||
  (delimiter !== '' &&
    (use === 'prefix' ? value.includes(delimiter) : (value + delimiter).indexOf(delimiter) < value.length))

const textKind = {
  compare: compareTexts,
  beginsWith: (value: string, prefix: string) => value.startsWith(prefix),
  refuses: refusesText,
}
const texts = (maxLength: number) => (characters: readonly string[]) => {
  const unit = fc.constantFrom(...characters)
  return fc.oneof(
    { weight: 19, arbitrary: fc.string({ unit, minLength: 1, maxLength }) },
    { weight: 1, arbitrary: fc.constant('') },
  )
}

const text: Kind = {
  ...textKind,
  schema: z.string(),
  values: texts(3),
  bounds: ['', '\0', 'a\u{10fffe}', 'a\u{10ffff}'],
}
const escaped: Kind = { ...text, refuses: value => value.includes('\u{10ffff}') }
/** About as long as a sort key can be. */
const longText: Kind = {
  ...text,
  values: characters =>
    fc
      .tuple(fc.constantFrom(0, 1, 500, 1010, 1016, 1017, 1018, 1019, 1020, 1021, 1022), texts(3)(characters))
      .map(([length, tail]) => 'a'.repeat(length) + tail),
}
const lower = (value: string) => Array.from(value, character => character.toLowerCase()).join('')
const lowered: Kind = {
  ...text,
  compare: (a, b) => compareTexts(lower(a), lower(b)),
  beginsWith: (value, prefix) => lower(value).startsWith(lower(prefix)),
  values: characters => texts(3)([...characters, 'A', 'B', 'É', 'Σ', 'σ', 'ς']),
}
const choices = ['a', 'a!', 'a b', 'ab', 'b', 'b\uffff', '\u{1f600}', '~']
const choice: Kind = { ...text, schema: z.enum(choices), values: () => fc.constantFrom(...choices) }

const padded = (width: number): Kind => ({
  schema: z.int(),
  values: () => fc.oneof(fc.constantFrom(0, 1, 9, 10, 11, 99, 100, 10 ** width - 1), fc.nat(10 ** width - 1)),
  compare: compareNumbers,
  bounds: [-1, 0.5, 10 ** width],
  refuses: value => value < 0 || !Number.isInteger(value) || value >= 10 ** width,
})
const paddedBigint: Kind = {
  schema: z.bigint(),
  values: () => fc.oneof(fc.bigInt(0n, 30n), fc.bigInt(10n ** 19n, 10n ** 19n + 30n)),
  compare: compareNumbers,
  bounds: [-1n, 10n ** 20n],
  refuses: value => value < 0n || value >= 10n ** 20n,
}
const unpadded: Kind = {
  schema: z.number(),
  values: () => fc.constantFrom(-10, -1, 0, -0, 0.5, 1, 2, 10, 1e-7),
  compare: compareNumbers,
  equalityOnly: true,
}
const flag: Kind = { schema: z.boolean(), values: () => fc.boolean(), compare: (a, b) => Number(a) - Number(b) }

const instants = [0, 1, 999, 1000, 86_399_999, 86_400_000, Date.UTC(1999, 11, 31, 23, 59, 59, 999), Date.UTC(2026, 0)]
const byTime = (a: Date, b: Date) => a.getTime() - b.getTime()
const dates = () => fc.oneof(fc.constantFrom(...instants), fc.nat(100_000)).map(time => new Date(time))
const date: Kind = {
  schema: z.codec(z.iso.datetime(), z.date(), { decode: iso => new Date(iso), encode: value => value.toISOString() }),
  values: dates,
  compare: byTime,
}
const epoch: Kind = {
  schema: z.codec(z.int(), z.date(), { decode: time => new Date(time), encode: value => value.getTime() }),
  values: dates,
  compare: byTime,
}
const isoText: Kind = {
  ...text,
  schema: z.iso.datetime(),
  values: () =>
    fc.oneof(
      dates().map(value => value.toISOString()),
      fc.constantFrom('1970-01-01T00:00:00Z', '1970-01-01T00:00:00.5Z', '2026-01-01T00:00:00.000001Z'),
    ),
  bounds: ['1', '1970', '1970-01-01T00:00:00', '1970-01-01T00:00:00.9~', '~', ' ', '2026-01-01T00:00:00.000Z!', '#'],
}

const number: Kind = {
  schema: z.number(),
  values: () =>
    fc.oneof(
      fc.constantFrom(-1e15, -1, -0.5, -0, 0, 1e-7, 0.1, 0.2, 0.3, 1, 2, 10, 1e15),
      fc.integer({ min: -9, max: 99 }),
    ),
  compare: compareNumbers,
}
const bigint: Kind = {
  schema: z.bigint(),
  values: () =>
    fc.oneof(
      fc.bigInt(-9n, 99n),
      fc.bigInt(10n ** 37n, 10n ** 37n + 20n),
      fc.bigInt(-(10n ** 38n) + 1n, 10n ** 38n - 1n),
    ),
  compare: compareNumbers,
}
const digits: Kind = {
  schema: z.string().meta({ dynamodb: 'N' }),
  values: () =>
    fc.oneof(
      fc.constantFrom('0', '0.1', '0.12345678901234567890123456789012345678', '-3.14', '12', '9', '10'),
      fc.bigInt(10n ** 37n, 10n ** 37n + 20n).map(String),
    ),
  bounds: ['1.0', '10e-1', '+9', '-0', '1e-130'],
  compare: compareNumbers,
}
const binary: Kind = {
  schema: z.instanceof(Uint8Array),
  values: () =>
    fc.array(fc.constantFrom(0, 1, 35, 127, 128, 255), { maxLength: 3 }).map(bytes => Uint8Array.from(bytes)),
  compare: compareBytes,
  beginsWith: (value: Uint8Array, prefix: Uint8Array) => compareBytes(value.subarray(0, prefix.length), prefix) === 0,
  refuses: (value: Uint8Array, _, use) => use === 'value' && value.length === 0,
}

const number_ = (name: string) => ({ name, type: 'number' as const })
export const tables = {
  text: defineTable({
    name: 'text',
    partitionKey: 'pk',
    sortKey: 'sk',
    indexes: {
      text: { partitionKey: 'gpk', sortKey: 'gsk' },
      number: { partitionKey: 'npk', sortKey: number_('nsk') },
      binary: { partitionKey: 'bpk', sortKey: { name: 'bsk', type: 'binary' } },
      local: { type: 'local', sortKey: 'lsk' },
      multi: { partitionKey: ['mpk', number_('mq')], sortKey: ['msk', number_('msn')] },
      multiText: { partitionKey: ['mpk', number_('mq')], sortKey: [number_('msn'), 'msk'] },
    },
  }),
  number: defineTable({ name: 'number', partitionKey: 'pk', sortKey: number_('sk') }),
  binary: defineTable({ name: 'binary', partitionKey: 'pk', sortKey: { name: 'sk', type: 'binary' } }),
  own: defineTable({ name: 'own', partitionKey: 'p', sortKey: 'a' }),
}

/** A sort key, of a table or of an index of the table 'text', and what its attributes hold. */
export interface Shape {
  readonly table: keyof typeof tables
  readonly index?: 'text' | 'number' | 'binary' | 'local' | 'multi' | 'multiText'
  readonly sort: readonly string[]
  /** In the order of the templates. */
  readonly kinds: Readonly<Record<string, Kind>>
  readonly keys?: 'escape'
  readonly discriminator?: false
}

const shape = (sort: string | readonly string[], kinds: Shape['kinds'], more: Partial<Shape> = {}): Shape => ({
  table: 'text',
  sort: [sort].flat(),
  kinds,
  ...more,
})

export const shapes: readonly Shape[] = [
  shape('<a>#<b>', { a: text, b: text }),
  shape('x#<a>#<b>', { a: text, b: text }),
  shape('x#<a>#<b>', { a: text, b: text }, { discriminator: false }),
  shape('x#<a>#<b>', { a: longText, b: longText }),
  shape('<a>', { a: text }),
  shape('<a>', { a: text }, { table: 'own' }),
  shape('<a>', { a: longText }),
  shape('x#<a>', { a: text }),
  shape('<a>#', { a: text }),
  shape('a::<a>::<b>', { a: text, b: text }),
  shape('<a>#<b>#<c>', { a: text, b: text, c: text }),
  shape('<a>ab<b>', { a: text, b: text }),
  shape('<a>~<b>~', { a: text, b: text }),
  shape('<a>\u{1f600}<b>', { a: text, b: text }),
  shape('<a>\uffff<b>', { a: text, b: text }),
  shape(' <a> <b>', { a: text, b: text }),
  shape('<a>#<b>', { a: escaped, b: escaped }, { keys: 'escape' }),
  shape('x|<a>|<b>', { a: escaped, b: escaped }, { keys: 'escape' }),
  shape('<a>', { a: escaped }, { keys: 'escape' }),
  shape('<a:lower>#<b:lower>', { a: lowered, b: lowered }),
  shape('e#<a>#<b>', { a: choice, b: text }),
  shape('x#<k:pad(4)>', { k: padded(4) }),
  shape('<k:pad(4)>#<a>', { k: padded(4), a: text }),
  shape('<a>#<k:pad(20)>', { a: text, k: paddedBigint }),
  shape('<a>#<k:pad(3)>', { a: escaped, k: padded(3) }, { keys: 'escape' }),
  shape('<d>|<a>', { d: date, a: text }),
  shape('at#<d>#<a>', { d: isoText, a: text }),
  shape('at#<d>', { d: isoText }),
  shape('<f>#<a>', { f: flag, a: text }),
  shape('<m>#<a>', { m: unpadded, a: text }),
  shape('<r>', { r: number }, { table: 'number' }),
  shape('<r>', { r: bigint }, { table: 'number' }),
  shape('<r>', { r: digits }, { table: 'number' }),
  shape('<r>', { r: epoch }, { table: 'number' }),
  shape('<r>', { r: binary }, { table: 'binary' }),
  shape('<a>#<b>', { a: text, b: text }, { index: 'text' }),
  shape('x#<k:pad(4)>', { k: padded(4) }, { index: 'text' }),
  shape('<r>', { r: number }, { index: 'number' }),
  shape('<r>', { r: binary }, { index: 'binary' }),
  shape('x#<a>#<b>', { a: text, b: text }, { index: 'local' }),
  shape(['x#<a>#<b>', '<r>'], { a: text, b: text, r: number }, { index: 'multi' }),
  shape(['<a>', '<r>'], { a: text, r: digits }, { index: 'multi' }),
  shape(['<r>', 'x#<a>#<b>'], { r: number, a: text, b: text }, { index: 'multiText' }),
]

/** Characters about every edge: of delimiters, of escaping, of UTF-8's lengths, of the order of UTF-16. */
const characters = [
  ...['a', 'b', ' ', '!', '"', '#', '$', '%', '|', '}', '~', ':', ';', '\0', '\x7f'],
  ...['é', '\ud7ff', '\ue000', '\ufffe', '\uffff', '\u{10000}', '\u{1f600}', '\u{1f601}', '\u{10fffe}'],
]

/**
 * A few characters to make values of, so that many begin alike. Those of longer delimiters are among them; a delimiter of
 * one character only now and then, for what holds it is refused unless it is escaped.
 */
export function alphabetOf({ sort, keys }: Shape): fc.Arbitrary<readonly string[]> {
  const delimiters = sort.flatMap(template => template.split(/<[^>]*>/).slice(1))
  const own = [...new Set(delimiters.filter(each => keys || [...each].length > 1).join(''))]
  const single = delimiters.filter(each => [...each].length === 1)
  return fc
    .tuple(
      fc.subarray(characters, { minLength: 2, maxLength: 4 }),
      fc.subarray(own, { minLength: keys ? own.length : 0 }),
      fc.subarray(single, { maxLength: Math.min(1, single.length) }),
      fc.nat(9),
    )
    .map(([some, own, single, chance]) => {
      const others = ['a', ...some, ...own].filter(each => keys || !delimiters.includes(each))
      return chance < 2 ? [...others, ...others, ...single] : others
    })
}
