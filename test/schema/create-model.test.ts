import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { $ZodType } from 'zod/v4/core'
import { attributeOf, modelOf, readForm, refusal, storedForm } from './support.js'

const date = z.codec(z.iso.datetime(), z.date(), {
  decode: text => new Date(text),
  encode: value => value.toISOString(),
})

describe('kinds', () => {
  test.each<[string, $ZodType, string, readonly string[]]>([
    ['string', z.string(), 'string', ['S']],
    ['format', z.email(), 'string', ['S']],
    ['template literal', z.templateLiteral(['a-', z.number()]), 'string', ['S']],
    ['enum', z.enum(['a', 'b']), 'string', ['S']],
    ['numeric enum', z.enum({ One: 1, Two: 2 }), 'number', ['N']],
    ['literals', z.literal(['a', 'b']), 'string', ['S']],
    ['literal and null', z.literal(['a', null]), 'string', ['S', 'NULL']],
    ['mixed literals', z.literal(['a', 1]), 'union', ['S', 'N']],
    ['number', z.number(), 'number', ['N']],
    ['integer', z.int(), 'number', ['N']],
    ['bigint', z.bigint(), 'bigint', ['N']],
    ['int64', z.int64(), 'bigint', ['N']],
    ['numeric', z.string().meta({ dynamodb: 'N' }), 'numeric', ['N']],
    ['numeric, wrapped', z.string().min(1).optional().meta({ dynamodb: 'N' }), 'numeric', ['N']],
    ['boolean', z.boolean(), 'boolean', ['BOOL']],
    ['null', z.null(), 'null', ['NULL']],
    ['nullable', z.string().nullable(), 'string', ['S', 'NULL']],
    ['union with null', z.union([z.string(), z.null()]), 'string', ['S', 'NULL']],
    ['binary', z.instanceof(Uint8Array), 'binary', ['B']],
    ['binary by hand', z.custom<Uint8Array>(value => value instanceof Uint8Array), 'binary', ['B']],
    ['string set', z.set(z.string()), 'set', ['SS']],
    ['enum set', z.set(z.enum(['a'])), 'set', ['SS']],
    ['number set', z.set(z.number()), 'set', ['NS']],
    ['bigint set', z.set(z.bigint()), 'set', ['NS']],
    ['numeric set', z.set(z.string().meta({ dynamodb: 'N' })), 'set', ['NS']],
    ['date set', z.set(date), 'set', ['SS']],
    ['binary set', z.set(z.instanceof(Uint8Array)), 'set', ['BS']],
    ['array', z.array(z.string()), 'list', ['L']],
    ['tuple', z.tuple([z.string()], z.number()), 'list', ['L']],
    ['object', z.object({ x: z.string() }), 'map', ['M']],
    ['refined object', z.object({ x: z.string() }).refine(() => true), 'map', ['M']],
    ['record', z.record(z.string(), z.number()), 'record', ['M']],
    ['union', z.union([z.string(), z.number()]), 'union', ['S', 'N']],
    ['union of literals', z.union([z.literal('a'), z.literal('b')]), 'string', ['S']],
    [
      'discriminated union',
      z.discriminatedUnion('t', [z.object({ t: z.literal('a') }), z.object({ t: z.literal('b') })]),
      'union',
      ['M'],
    ],
    ['intersection', z.intersection(z.object({ x: z.string() }), z.object({ y: z.bigint() })), 'map', ['M']],
    ['lazy', z.lazy(() => z.string().nullable()), 'string', ['S', 'NULL']],
    ['codec', date, 'string', ['S']],
    ['stringbool', z.stringbool(), 'string', ['S']],
    ['pipe', z.string().pipe(z.email()), 'string', ['S']],
    ['default', z.number().default(1), 'number', ['N']],
    ['prefault', z.number().prefault(1), 'number', ['N']],
    ['catch', z.number().catch(1), 'number', ['N']],
    ['readonly', z.array(z.string()).readonly(), 'list', ['L']],
    ['nonoptional', z.string().optional().nonoptional(), 'string', ['S']],
    ['exact optional', z.string().exactOptional(), 'string', ['S']],
    ['brand', z.string().brand('Id'), 'string', ['S']],
  ])('%s', (_, schema, kind, types) => {
    const model = attributeOf(schema)
    expect(model.kind).toBe(kind)
    expect(model.types).toEqual(types)
    expect(model.nullable).toBe(types.includes('NULL'))
  })

  test.each<[string, $ZodType]>([
    ['any', z.any()],
    ['unknown', z.unknown()],
    ['custom', z.custom<`${number}px`>(value => typeof value === 'string')],
    ['custom without check', z.custom<string>()],
    ['intersection of others', z.intersection(z.string(), z.string())],
  ])('%s is stored by what it is', (_, schema) => expect(attributeOf(schema).kind).toBe('any'))
})

describe('facts', () => {
  test.each<[string, $ZodType, boolean]>([
    ['required', z.string(), false],
    ['nullable', z.string().nullable(), false],
    ['nonoptional', z.string().optional().nonoptional(), false],
    ['optional', z.string().optional(), true],
    ['exact optional', z.string().exactOptional(), true],
    ['default', z.string().default('x'), true],
    [
      'optional codec input',
      z.codec(z.string().optional(), z.string(), { decode: v => v ?? '', encode: v => v }),
      true,
    ],
    ['lazy optional', z.lazy(() => z.string().optional()), true],
  ])('%s: whether it may be left out', (_, schema, optional) => expect(attributeOf(schema).optional).toBe(optional))

  test('defaults are made each time', () => {
    let made = 0
    const model = attributeOf(z.number().default(() => ++made))
    expect([model.defaultValue?.(), model.defaultValue?.()]).toEqual([1, 2])
    expect(attributeOf(z.string().optional()).defaultValue).toBeUndefined()
    expect(attributeOf(date.prefault('2026-01-01T00:00:00Z')).defaultValue?.()).toEqual(
      new Date('2026-01-01T00:00:00Z'),
    )
    expect(attributeOf(z.string().default('x').nullable().readonly()).defaultValue?.()).toBe('x')
  })

  test.each<[string, $ZodType, boolean]>([
    ['string', z.string(), false],
    ['codec', date, true],
    ['list of codecs', z.array(z.object({ at: date })), true],
    [
      'record by codec',
      z.record(z.codec(z.string(), z.string(), { decode: v => v, encode: v => v }), z.string()),
      true,
    ],
    ['optional codec', date.optional(), true],
    ['union with a codec', z.union([z.number(), date]), true],
    ['intersection with a codec', z.intersection(z.any(), z.object({ at: date })), true],
    ['lazy codec', z.lazy(() => date), true],
  ])('%s: whether a codec is in it', (_, schema, converts) => expect(attributeOf(schema).converts).toBe(converts))
})

describe('members', () => {
  const shape = { kind: z.literal('a'), n: z.bigint(), list: z.array(z.object({ x: z.number() })), both: z.string() }
  const other = { kind: z.literal('b'), s: z.set(z.string()), both: z.bigint() }

  test('of maps, records, lists and tuples', () => {
    const model = attributeOf(
      z.object({ m: z.object(shape), r: z.record(z.string(), z.number()), t: z.tuple([z.string()], z.number()) }),
    )
    expect(model.child('m')?.child('list')?.child(3)?.child('x')?.kind).toBe('number')
    expect(model.child('m')?.child('list')?.element?.kind).toBe('map')
    expect(model.child('m')?.child('list')?.child('x')).toBeUndefined()
    expect(model.child('m')?.child('nope')).toBeUndefined()
    expect(model.child('m')?.child('constructor')).toBeUndefined()
    expect(model.child('r')?.child('any name')?.kind).toBe('number')
    expect(model.child('t')?.child(0)?.kind).toBe('string')
    expect(model.child('t')?.child(7)?.kind).toBe('number')
    expect(model.child('t')?.element?.types).toEqual(['S', 'N'])
  })

  test('of unions: those of the options that have them', () => {
    const model = attributeOf(z.discriminatedUnion('kind', [z.object(shape), z.object(other)]))
    expect(model.child('n')?.kind).toBe('bigint')
    expect(model.child('s')?.element?.kind).toBe('string')
    expect(model.child('kind')?.kind).toBe('string')
    expect(model.child('both')?.types).toEqual(['S', 'N'])
    expect(model.child('nope')).toBeUndefined()
  })

  test('of what is open: anything', () => {
    const model = attributeOf(z.unknown())
    expect(model.child('x')?.child(0)?.kind).toBe('any')
    expect(model.element?.kind).toBe('any')
  })

  test('of objects that are loose or have a catchall', () => {
    expect(attributeOf(z.looseObject({ x: z.number() })).child('y')?.kind).toBe('any')
    expect(attributeOf(z.object({ x: z.number() }).catchall(z.string())).child('y')?.kind).toBe('string')
    expect(attributeOf(z.strictObject({ x: z.number() })).child('y')).toBeUndefined()
  })
})

describe('schemas that hold themselves', () => {
  const Node = z.object({
    name: z.string(),
    get children() {
      return z.array(Node)
    },
    get parent(): z.ZodOptional<typeof Node> {
      return Node.optional()
    },
  })
  const tree = { name: 'a', children: [{ name: 'b', children: [], parent: { name: 'c', children: [] } }] }

  test('by getters', () => {
    const model = attributeOf(Node)
    expect(model.child('children')?.child(0)?.child('parent')?.child('name')?.kind).toBe('string')
    expect(model.converts).toBe(false)
    expect(readForm(Node, storedForm(Node, tree)!)).toEqual(tree)
  })

  test('by z.lazy', () => {
    type Lazy = { name: string; next?: Lazy | undefined }
    const Lazy: z.ZodType<Lazy> = z.object({ name: z.string(), next: z.lazy(() => Lazy).optional() })
    const value = { name: 'a', next: { name: 'b', next: { name: 'c' } } }
    expect(readForm(Lazy, storedForm(Lazy, value)!)).toEqual(value)
    expect(attributeOf(Lazy).child('next')?.child('next')?.child('name')?.kind).toBe('string')
  })

  test('through a codec', () => {
    type Event = { at: Date; next: Event[] }
    const Event: z.ZodType<Event> = z.object({ at: date, next: z.array(z.lazy(() => Event)) })
    const value = { at: new Date(0), next: [{ at: new Date(1), next: [] }] }
    expect(attributeOf(Event).converts).toBe(true)
    expect(readForm(Event, storedForm(Event, value)!)).toEqual(value)
  })

  test('by functions that make new schemas without end', () => {
    const make = (): z.ZodType =>
      z.object({ left: z.lazy(() => make()).optional(), right: z.lazy(() => make()).optional() })
    const value = { left: { right: { left: {} } } }
    const schema = make()
    expect(attributeOf(schema).child('left')?.child('right')?.kind).toBe('map')
    expect(readForm(schema, storedForm(schema, value)!)).toEqual(value)
  })

  test('z.json()', () => {
    const value = { a: [1, 'x', null, true, { b: [] }], constructor: 'c' }
    expect(readForm(z.json(), storedForm(z.json(), value)!)).toEqual(value)
  })

  test('a lazy schema may name one that is not defined yet', () => {
    const model = modelOf(z.lazy(() => Later))
    const Later = z.bigint()
    expect(model.attributes.get('a')?.model.kind).toBe('bigint')
  })
})

describe('what is refused', () => {
  test.each<[string, $ZodType, string, RegExp]>([
    ['date', z.date(), 'a', /use a codec, such as z\.codec\(z\.iso\.datetime\(\), z\.date\(\)/],
    ['date, nested', z.object({ b: z.array(z.record(z.string(), z.date())) }), 'a.b[].*', /codec/],
    ['date in a tuple', z.tuple([z.string(), z.date()]), 'a[1]', /codec/],
    ['date behind wrappers', z.date().nullable().optional().default(null), 'a', /codec/],
    ['date behind a lazy schema', z.lazy(() => z.array(z.date())), 'a[]', /codec/],
    ['date in a union', z.union([z.string(), z.date()]), 'a', /codec/],
    ['date in an intersection', z.intersection(z.object({ x: z.date() }), z.object({})), 'a.x', /codec/],
    ['coerced date', z.coerce.date(), 'a', /codec/],
    ['undefined', z.undefined(), 'a', /\.optional\(\)/],
    ['undefined in a union', z.union([z.string(), z.undefined()]), 'a', /\.optional\(\)/],
    ['undefined literal', z.literal(['x', undefined]), 'a', /\.optional\(\)/],
    ['void', z.void(), 'a', /\.optional\(\)/],
    ['never', z.never(), 'a', /leave it out/],
    ['nan', z.nan(), 'a', /z\.number\(\)/],
    ['symbol', z.symbol(), 'a', /z\.symbol\(\) has no stored form/],
    ['function', z.function() as unknown as $ZodType, 'a', /z\.function\(\) has no stored form/],
    ['promise', z.promise(z.string()), 'a', /await/],
    ['file', z.file(), 'a', /Uint8Array/],
    ['map', z.map(z.string(), z.string()), 'a', /z\.record/],
    ['success', z.success(z.string()), 'a', /codec/],
    ['transform', z.string().transform(text => text.length), 'a', /z\.codec/],
    ['transform alone', z.transform(text => text), 'a', /z\.codec/],
    ['preprocess', z.preprocess(value => value, z.string()), 'a', /z\.codec/],
    [
      'transform in a pipe',
      z
        .string()
        .pipe(z.string().transform(text => text.length))
        .pipe(z.number()),
      'a',
      /z\.codec/,
    ],
    [
      'transform behind a codec',
      z.codec(z.string(), z.string().transform(Number), { decode: v => v, encode: v => v }),
      'a',
      /z\.codec/,
    ],
    ['class', z.instanceof(URL), 'a', /a URL has no stored form of its own: use a codec/],
    ['Buffer', z.instanceof(Buffer), 'a', /a Buffer has no stored form/],
    ['set of booleans', z.set(z.boolean()), 'a', /use an array/],
    ['set of objects', z.set(z.object({})), 'a', /use an array/],
    ['mixed set', z.set(z.union([z.string(), z.number()])), 'a', /use an array/],
    ['set with null', z.set(z.string().nullable()), 'a', /use an array/],
    ['set of dates', z.set(z.date()), 'a[]', /codec/],
    ['__proto__', z.object({ ['__proto__']: z.string() }), 'a', /__proto__/],
    ['empty name', z.object({ '': z.string() }), 'a', /empty name/],
    ['symbol name', z.object({ [Symbol('s')]: z.string() }), 'a', /symbol/],
    [
      'one-way record names',
      z.record(z.string().transform(text => text) as never, z.string()),
      'a (its names)',
      /z\.codec/,
    ],
    ['dynamodb on a number', z.number().meta({ dynamodb: 'N' }), 'a', /only of a string/],
    ['unknown dynamodb type', z.string().meta({ dynamodb: 'B' }), 'a', /can only be 'N'/],
  ])('%s', (_, schema, path, reason) =>
    expect(refusal(schema)).toEqual({ path, reason: expect.stringMatching(reason) }),
  )

  test('nesting beyond what DynamoDB allows', () => {
    const nest = (levels: number): z.ZodType => (levels === 1 ? z.string() : z.array(nest(levels - 1)))
    expect(refusal(nest(32))).toBeUndefined()
    expect(refusal(nest(33))).toEqual({ path: `a${'[]'.repeat(32)}`, reason: 'it is nested over 32 levels deep' })
  })

  test('the whole text says where and what to do', () => {
    expect(() => modelOf(z.object({ born: z.date() }))).toThrow(
      "Entity 'Thing': DynamoDB can't store 'a.born': z.date() has no stored form of its own: use a codec, such as z.codec(z.iso.datetime(), z.date(), { decode: text => new Date(text), encode: date => date.toISOString() }).",
    )
  })
})
