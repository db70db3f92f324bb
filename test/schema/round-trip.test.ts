import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { attributeOf, modelOf, read, storedItem, write } from './support.js'

/** A schema, and the values that fit it. */
interface Sample {
  readonly schema: z.ZodType
  readonly values: fc.Arbitrary<unknown>
}
type Samples = fc.Arbitrary<Sample>

const date = z.codec(z.iso.datetime(), z.date(), {
  decode: text => new Date(text),
  encode: value => value.toISOString(),
})
const wrapped = z.codec(z.object({ n: z.bigint() }), z.array(z.bigint()), {
  decode: ({ n }) => [n],
  encode: ([n]) => ({ n: n! }),
})
const numeric = z.string().meta({ dynamodb: 'N' })

const text = fc.string({ unit: 'binary', maxLength: 6 })
const hostileNames = [
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '__defineGetter__',
  'a.b',
  'a[0]',
  '#n0',
  ':v0',
  'then',
  ' ',
  'é\u{1F600}',
]
const name = fc.oneof(fc.constantFrom(...hostileNames), text).filter(name => name !== '' && name !== '__proto__')
const number = fc
  .oneof(
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, min: -1e15, max: 1e15 }).filter(value => value === 0 || Math.abs(value) >= 1e-130),
  )
  .map(value => (value === 0 ? 0 : value))
const bigint = fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n })
const digits = fc
  .tuple(fc.boolean(), fc.stringMatching(/^[1-9]\d{0,18}$/), fc.stringMatching(/^(\d{0,17}[1-9])?$/))
  .map(([minus, whole, fraction]) => `${minus ? '-' : ''}${whole}${fraction && `.${fraction}`}`)
const bytes = fc.uint8Array({ maxLength: 4 })
const time = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
const setOf = (values: fc.Arbitrary<unknown>) =>
  fc.uniqueArray(values, { minLength: 1, maxLength: 3, selector: String }).map(list => new Set(list))

/** What may stand where a schema says nothing. */
const open = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    bytes,
    setOf(text),
    setOf(number),
    tie('list'),
    tie('map'),
    bigint.filter(n => n > 2n ** 53n || n < -(2n ** 53n)),
  ),
  list: fc.array(tie('value'), { maxLength: 3 }),
  map: fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: false }),
})).value

const leaf: Samples = fc.constantFrom<Sample>(
  { schema: z.string(), values: text },
  { schema: z.number(), values: number },
  { schema: z.bigint(), values: bigint },
  { schema: numeric, values: digits },
  { schema: z.boolean(), values: fc.boolean() },
  { schema: z.null(), values: fc.constant(null) },
  { schema: z.instanceof(Uint8Array), values: bytes },
  { schema: date, values: time },
  { schema: wrapped, values: bigint.map(n => [n]) },
  { schema: z.enum(['a', 'constructor']), values: fc.constantFrom('a', 'constructor') },
  { schema: z.literal(['x', 1, 2n, true, null]), values: fc.constantFrom<unknown>('x', 1, 2n, true, null) },
  { schema: z.set(z.string()), values: setOf(text) },
  { schema: z.set(z.number()), values: setOf(number) },
  { schema: z.set(z.bigint()), values: setOf(bigint) },
  { schema: z.set(numeric), values: setOf(digits) },
  { schema: z.set(date), values: setOf(time) },
  { schema: z.set(z.instanceof(Uint8Array)), values: setOf(bytes) },
  { schema: z.any(), values: open },
  { schema: z.string().readonly(), values: text },
  {
    schema: z.union([z.string(), z.number(), z.array(z.bigint())]),
    values: fc.oneof(text, number, fc.array(bigint, { maxLength: 2 })),
  },
)

const { schema: anySchema } = fc.letrec<{ schema: Sample }>(tie => ({
  schema: fc.oneof(
    { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
    leaf,
    list(tie('schema')),
    tuple(tie('schema')),
    object(tie('schema')),
    record(tie('schema')),
    nullable(tie('schema')),
    variants(tie('schema')),
    lazy(tie('schema')),
  ),
}))

function list(inner: Samples): Samples {
  return inner.map(({ schema, values }) => ({ schema: z.array(schema), values: fc.array(values, { maxLength: 3 }) }))
}

function tuple(inner: Samples): Samples {
  return fc.array(inner, { minLength: 1, maxLength: 3 }).map(samples => ({
    schema: z.tuple(samples.map(sample => sample.schema) as [z.ZodType]),
    values: fc.tuple(...samples.map(sample => sample.values)),
  }))
}

function object(inner: Samples): Samples {
  return fc.dictionary(name, fc.tuple(inner, fc.boolean()), { maxKeys: 4, noNullPrototype: true }).map(members => ({
    schema: z.object(
      Object.fromEntries(
        Object.entries(members).map(([name, [{ schema }, optional]]) => [name, optional ? schema.optional() : schema]),
      ),
    ),
    values: fc.record(Object.fromEntries(Object.entries(members).map(([name, [{ values }]]) => [name, values])), {
      requiredKeys: Object.keys(members).filter(name => !members[name]![1]),
    }),
  }))
}

function record(inner: Samples): Samples {
  return inner.map(({ schema, values }) => ({
    schema: z.record(z.string(), schema),
    values: fc.dictionary(name, values, { maxKeys: 3, noNullPrototype: true }),
  }))
}

function nullable(inner: Samples): Samples {
  return inner.map(({ schema, values }) => ({ schema: schema.nullable(), values: fc.option(values) }))
}

function variants(inner: Samples): Samples {
  return fc.tuple(inner, inner).map(([one, two]) => ({
    schema: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('one'), value: one.schema }),
      z.object({ kind: z.literal(['two', 2]), value: two.schema }),
    ]),
    values: fc.oneof(
      fc.record({ kind: fc.constant('one'), value: one.values }),
      fc.record({ kind: fc.constantFrom('two', 2), value: two.values }),
    ),
  }))
}

function lazy(inner: Samples): Samples {
  return inner.map(({ schema, values }) => {
    const node: z.ZodType = z.object({ value: schema, next: z.lazy(() => node).optional() })
    const { tree } = fc.letrec(tie => ({
      tree: fc.record(
        { value: values, next: fc.oneof({ maxDepth: 3 }, fc.constant(undefined), tie('tree')) },
        { requiredKeys: ['value'] },
      ),
    }))
    return { schema: node, values: tree }
  })
}

/** A failing schema prints too much to read: its type and the seed tell enough. */
const samples = anySchema.chain(({ schema, values }) =>
  values.map(value => ({
    schema,
    value,
    [fc.toStringMethod]: () => `${schema._zod.def.type}: ${fc.stringify(value)}`,
  })),
)

test('every value of every schema is read as it was written', () => {
  fc.assert(
    fc.property(samples, ({ schema, value }) => {
      const model = modelOf(schema)
      const stored = write(model, { a: value })
      expect(read(model, storedItem(stored))).toEqual({ a: value })
    }),
    { numRuns: 1500 },
  )
})

test('every stored value has a type that its model tells, at every depth', () => {
  fc.assert(
    fc.property(samples, ({ schema, value }) => {
      const model = attributeOf(schema)
      const walk = (stored: object, at: ReturnType<typeof model.child>): void => {
        const [[type, content] = []] = Object.entries(stored)
        expect(at?.types).toContain(type)
        if (type === 'L') for (const [index, element] of content.entries()) walk(element, at?.child(index))
        if (type === 'M') for (const name of Object.keys(content)) walk(content[name], at?.child(name))
      }
      walk(write(modelOf(schema), { a: value }).a!, model)
    }),
    { numRuns: 500 },
  )
})
