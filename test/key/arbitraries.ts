import fc from 'fast-check'
import type { KeyValue, PlaceholderDomain } from '../../src/key/domain.js'
import { createKeyFormat, formatKey, formatPlaceholder, type KeyFormat } from '../../src/key/key-format.js'
import type { Slot } from '../../src/key/slot.js'
import { parseTemplate } from '../../src/key/template.js'

/** DynamoDB's order, by what it is defined by. */
export const compareBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** What is known of every number, bigint and boolean. */
export const number: PlaceholderDomain = { type: 'number', characters: '0123456789.-+e' }
export const bigint: PlaceholderDomain = { type: 'bigint', characters: '0123456789-' }
export const boolean: PlaceholderDomain = { type: 'boolean', values: ['true', 'false'] }

/** A format of string attributes about which nothing is known, or of the domains given. */
export function formatOf(source: string, domains: readonly PlaceholderDomain[] = [], escapes = false): KeyFormat {
  const template = parseTemplate(source)
  return createKeyFormat(
    template,
    template.placeholders.map((_, index) => domains[index] ?? { type: 'string' }),
    escapes,
  )
}

/** Characters about every edge: of escaping, of UTF-8's lengths, of the order of UTF-16. */
const characters = [
  'a',
  'b',
  '0',
  '2',
  '%',
  ' ',
  '!',
  '#',
  '|',
  ':',
  '~',
  '\0',
  '\x7f',
  'é',
  '\ud7ff',
  '\ue000',
  '\uffff',
  '😀',
  '\u{10fffe}',
]
const delimiters = [
  '#',
  '|',
  '::',
  '~',
  ' ',
  '#a#',
  ':#',
  'ab',
  'ba',
  'bz',
  'a',
  'é',
  '\uffff',
  '😀',
  '%',
  '%a',
  '2',
  '\0',
]

/** A format, and values for its placeholders, not all of which fit. */
export interface Sample {
  readonly format: KeyFormat
  /** The characters that its texts are made of. */
  readonly alphabet: readonly string[]
  readonly values: readonly fc.Arbitrary<KeyValue>[]
}

interface Part {
  readonly modifier?: string
  readonly domain: PlaceholderDomain
  readonly value: fc.Arbitrary<KeyValue>
}

/** Every kind of placeholder: values of `all` characters, or of `some` that are known. */
const kinds: Readonly<Record<string, (all: readonly string[], some: readonly string[]) => Part>> = {
  plain: all => ({ domain: { type: 'string' }, value: textOver(all) }),
  known: (_, some) => ({ domain: { type: 'string', characters: some.join('') }, value: textOver(some) }),
  few: (_, some) => {
    const values = some.flatMap(first => [first, ...some.map(second => first + second)])
    return { domain: { type: 'string', values }, value: fc.constantFrom(...values) }
  },
  lower: all => ({ modifier: 'lower', domain: { type: 'string' }, value: textOver(all) }),
  upper: all => ({ modifier: 'upper', domain: { type: 'string' }, value: textOver(all) }),
  pad: () => ({ modifier: 'pad(3)', domain: number, value: fc.integer({ min: -1, max: 1001 }) }),
  number: () => ({ domain: number, value: fc.oneof(fc.double(), fc.integer({ min: -20, max: 20 })) }),
  bigint: () => ({ domain: bigint, value: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }) }),
  boolean: () => ({ domain: boolean, value: fc.boolean() }),
}
const textOver = (unit: readonly string[]) => fc.string({ unit: fc.constantFrom(...unit), maxLength: 4 })

/** Formats of one to three placeholders, with values made of few characters, delimiters among them. */
export const samples: fc.Arbitrary<Sample> = fc
  .record({
    chosen: fc.array(fc.constantFrom('plain', 'plain', ...Object.keys(kinds)), { minLength: 1, maxLength: 3 }),
    between: fc.tuple(fc.constantFrom(...delimiters), fc.constantFrom(...delimiters)),
    before: fc.constantFrom('', 'x#', 'agent#', '😀'),
    after: fc.constantFrom('', '', '#', '::', 'ba'),
    some: fc.subarray(characters, { minLength: 1, maxLength: 3 }),
    escapes: fc.boolean(),
  })
  .map(({ chosen, between, before, after, some, escapes }) => {
    const literals = [before, ...between.slice(0, chosen.length - 1), after]
    const alphabet = [...new Set([...some, ...between[0], ...between[1], ...after])]
    const parts = chosen.map(kind => kinds[kind]!(alphabet, some))
    const holes = parts.map(({ modifier }, index) => `<${'abc'[index]}${modifier === undefined ? '' : `:${modifier}`}>`)
    const source = literals.map((literal, index) => literal + (holes[index] ?? '')).join('')
    const domains = parts.map(part => part.domain)
    return { format: formatOf(source, domains, escapes), alphabet, values: parts.map(part => part.value) }
  })

export type Tuple = readonly KeyValue[]

/** The key of a tuple, undefined where a value does not fit. */
export function keyOf(format: KeyFormat, tuple: Tuple): string | undefined {
  return attempt(() =>
    formatKey(format, attribute => tuple[format.slots.findIndex(slot => slot.attribute === attribute)], 'sort key'),
  )
}

/** The text of a placeholder, undefined where the value does not fit. */
export const textOf = (format: KeyFormat, index: number, value: KeyValue) =>
  attempt(() => formatPlaceholder(format, index, value))

/** Whether a value that was read from a key is one of its domain; after 'upper', one that becomes it. */
export function isPossible({ domain: { characters, values }, casing }: Slot, value: KeyValue): boolean {
  const text = casing === 'upper' ? String(value).toLowerCase() : String(value)
  return values?.includes(text) ?? Array.from(text).every(character => characters?.includes(character) ?? true)
}

export function attempt<Result>(run: () => Result): Result | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}
