import fc from 'fast-check'

/** Texts that mean something to keys, expressions, JavaScript, JSON or UTF-8. */
const hostileTexts: readonly string[] = [
  '',
  ' ',
  '#',
  '##',
  '|',
  '%',
  '%%',
  '%23',
  '%2',
  '<id>',
  '<',
  ':',
  ':v0',
  '#n0',
  'a.b',
  'a[0]',
  '.',
  '[',
  '*',
  '~',
  "'",
  '"',
  '`',
  '\\',
  '/',
  '\n',
  '\0',
  '\x7f',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'then',
  'toJSON',
  'length',
  'pk',
  'sk',
  'entity',
  'item#',
  't#b#',
  'unique#',
  'NaN',
  '-0',
  '1e400',
  'null',
  'undefined',
  '1 OR attribute_exists(pk)',
  '\ud800',
  'a\udc00',
  '\udfff\ud800',
  '\ud7ff',
  '\ue000',
  '\ufeff',
  '\ufffe',
  '\uffff',
  '\u{10fffe}',
  '\u{10ffff}',
  'a\u{10ffff}b',
  '😀',
  '👩‍👩‍👧',
  'e\u0301',
  'é',
  'ß',
  'İ',
  'ς',
  'שלום',
  '\u202eabc',
  '\u200b',
  'x'.repeat(255),
  'x'.repeat(1023),
  'é'.repeat(512),
  'x'.repeat(1025),
  'x'.repeat(2047),
  'x'.repeat(2049),
  '😀'.repeat(300),
  'x'.repeat(70_000),
]

const piece = fc.constantFrom(...hostileTexts.filter(text => text.length < 300))

/** A text that somebody chose who means no good, or a random one. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...hostileTexts) },
  { weight: 2, arbitrary: fc.tuple(piece, piece).map(([one, other]) => one + other) },
  { weight: 1, arbitrary: fc.tuple(piece, piece, piece).map(pieces => pieces.join('#')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  {
    weight: 1,
    arbitrary: fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 4 }).map(u => String.fromCharCode(...u)),
  },
)

export const hostileNumber: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(
    ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0, 0.1, -1, 1e21, 1e125, 1e126, 1e308],
    ...[5e-324, 1e-130, 1e-131, 2 ** 53, 2 ** 53 - 1, -(2 ** 53), 1e15 + 0.5],
  ),
  fc.double(),
  fc.integer(),
)

const cyclic: { self?: unknown } = {}
cyclic.self = cyclic

function nested(levels: number): unknown {
  let value: unknown = 'x'
  for (let level = 0; level < levels; level++) value = level % 2 ? [value] : { x: value }
  return value
}

/** Anything that code without types, or a body of JSON, may hand on. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  { weight: 2, arbitrary: hostileNumber },
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(
      ...[null, undefined, true, false, [], {}, 0n, -1n, 10n ** 38n, 10n ** 126n, 10n ** 400n],
      ...[new Date(Number.NaN), new Date(0), new Date(8.64e15), /x/g, new Map([['a', 1]]), Symbol('s'), () => 'x'],
      ...[new Set(), new Set(['a', 1]), new Set([null]), new Set(['']), new Set([new Uint8Array()]), new WeakMap()],
      ...[new Uint8Array(), new Uint8Array([0, 255]), new Uint8Array(2049), new ArrayBuffer(3), Object.create(null)],
      ...[{ S: 'x' }, { M: {} }, { kind: 'stored', segments: ['pk'] }, { kind: 'raw', value: { S: 'x' } }],
      ...[JSON.parse('{"__proto__": {"polluted": true}}'), { constructor: { prototype: { polluted: true } } }],
      ...[{ toString: 1, valueOf: 1 }, { length: -1 }, new Proxy([], {}), cyclic, nested(31), nested(32)],
      ...[nested(33), nested(300), new String('boxed'), new Number(1), Object.assign(new Date(0), { toISOString: 1 })],
    ),
  },
  {
    weight: 2,
    arbitrary: fc.anything({
      maxDepth: 2,
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withNullPrototype: true,
      withObjectString: true,
      withSparseArray: true,
      withUnicodeString: true,
      withBoxedValues: true,
    } as fc.ObjectConstraints),
  },
)

/** Whether nothing was added to what all objects inherit. */
export const isUnpolluted = (): boolean => !('polluted' in {})
