import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import fc from 'fast-check'
import * as z from 'zod'
import { plainNumber } from './values.js'

/** A schema, values that fit it, and how DynamoDB's types say that each is to be stored: told without the library. */
export interface Sample {
  readonly schema: z.ZodType
  readonly values: fc.Arbitrary<unknown>
  readonly defaulted?: true
  store(value: any): AttributeValue
}
type Samples = fc.Arbitrary<Sample>

const S = (value: string): AttributeValue => ({ S: value })
const N = (value: number | bigint | string): AttributeValue => ({ N: String(value) })
const B = (value: Uint8Array): AttributeValue => ({ B: value })
const BOOL = (value: boolean): AttributeValue => ({ BOOL: value })
const L =
  (store: Sample['store']) =>
  (value: readonly unknown[]): AttributeValue => ({ L: value.map(store) })
const M =
  (store: (name: string) => Sample['store']) =>
  (value: object): AttributeValue => ({
    M: Object.fromEntries(
      Object.entries(value).flatMap(([name, member]) => (member === undefined ? [] : [[name, store(name)(member)]])),
    ),
  })

/** What may stand where a schema says nothing is stored by what it is. */
function storeAny(value: any): AttributeValue {
  if (value === null) return { NULL: true }
  if (typeof value === 'string') return S(value)
  if (typeof value === 'boolean') return BOOL(value)
  if (typeof value === 'number' || typeof value === 'bigint') return N(value)
  if (value instanceof Uint8Array) return B(value)
  if (value instanceof Set) {
    const list = [...value]
    return typeof list[0] === 'string' ? { SS: list } : { NS: list.map(String) }
  }
  return Array.isArray(value) ? L(storeAny)(value) : M(() => storeAny)(value)
}

const date = z.codec(z.iso.datetime(), z.date(), { decode: iso => new Date(iso), encode: value => value.toISOString() })
const epoch = z.codec(z.int(), z.date(), { decode: time => new Date(time), encode: value => value.getTime() })
const numeric = z.string().meta({ dynamodb: 'N' })
const wrapped = z.codec(z.object({ n: z.bigint() }), z.array(z.bigint()), {
  decode: ({ n }) => [n],
  encode: ([n]) => ({ n: n! }),
})

const text = fc.string({ unit: 'binary', maxLength: 6 })
/** Names that mean something elsewhere: in JavaScript, in expressions, in the library's own. */
const hostileNames = [
  'constructor',
  'toString',
  'hasOwnProperty',
  '__defineGetter__',
  'then',
  'a.b',
  'a[0]',
  '#n0',
  ':v0',
  ' ',
  'size',
]
const names = fc
  .oneof(fc.constantFrom(...hostileNames), text)
  .filter(name => name !== '' && name !== '__proto__' && !['p', 'id', 'pk', 'sk', 'entity'].includes(name))
const number = fc
  .oneof(
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, min: -1e15, max: 1e15 }).filter(value => value === 0 || Math.abs(value) >= 1e-130),
  )
  .map(value => (value === 0 ? 0 : value))
const bigint = fc.oneof(
  fc.bigInt(-(10n ** 38n) + 1n, 10n ** 38n - 1n),
  fc.constantFrom(0n, 10n ** 38n - 1n, -(10n ** 38n) + 1n),
)
const digits = fc
  .tuple(fc.boolean(), fc.stringMatching(/^[1-9]\d{0,18}$/), fc.stringMatching(/^(\d{0,17}[1-9])?$/))
  .map(([minus, whole, fraction]) => `${minus ? '-' : ''}${whole}${fraction && `.${fraction}`}`)
const bytes = fc.uint8Array({ maxLength: 4 })
const time = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
const setOf = (values: fc.Arbitrary<unknown>) =>
  fc.uniqueArray(values, { minLength: 1, maxLength: 3, selector: String }).map(list => new Set(list))
const storeSet = (type: 'SS' | 'NS' | 'BS', element: (value: any) => unknown) => (value: Set<unknown>) =>
  ({ [type]: Array.from(value, element) }) as unknown as AttributeValue

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
    bigint.filter(value => value > 2n ** 53n || value < -(2n ** 53n)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(names, tie('value'), { maxKeys: 3, noNullPrototype: false }),
  ),
})).value

const leaf: Samples = fc.constantFrom<Sample>(
  { schema: z.string(), values: text, store: S },
  { schema: z.number(), values: number, store: N },
  { schema: z.bigint(), values: bigint, store: N },
  { schema: numeric, values: digits, store: N },
  { schema: z.boolean(), values: fc.boolean(), store: BOOL },
  { schema: z.null(), values: fc.constant(null), store: storeAny },
  { schema: z.instanceof(Uint8Array), values: bytes, store: B },
  { schema: date, values: time, store: value => S(value.toISOString()) },
  { schema: epoch, values: time, store: value => N(value.getTime()) },
  { schema: wrapped, values: bigint.map(n => [n]), store: ([n]) => ({ M: { n: N(n) } }) },
  { schema: z.enum(['a', 'constructor']), values: fc.constantFrom('a', 'constructor'), store: S },
  {
    schema: z.literal(['x', 1, 2n, true, null]),
    values: fc.constantFrom<unknown>('x', 1, 2n, true, null),
    store: storeAny,
  },
  { schema: z.set(z.string()), values: setOf(text), store: storeSet('SS', String) },
  { schema: z.set(z.number()), values: setOf(number), store: storeSet('NS', String) },
  { schema: z.set(z.bigint()), values: setOf(bigint), store: storeSet('NS', String) },
  { schema: z.set(numeric), values: setOf(digits), store: storeSet('NS', String) },
  { schema: z.set(date), values: setOf(time), store: storeSet('SS', value => value.toISOString()) },
  { schema: z.set(z.instanceof(Uint8Array)), values: setOf(bytes), store: storeSet('BS', value => value) },
  { schema: z.any(), values: open, store: storeAny },
  { schema: z.unknown(), values: open, store: storeAny },
  { schema: z.string().default('d').readonly(), values: text, store: S, defaulted: true },
  { schema: z.templateLiteral(['v', z.int()]), values: fc.nat().map(each => `v${each}`), store: S },
  {
    schema: z.union([z.string(), z.number(), z.array(z.bigint())]),
    values: fc.oneof(text, number, fc.array(bigint, { maxLength: 2 })),
    store: storeAny,
  },
)

function list(inner: Samples): Samples {
  return inner.map(({ schema, values, store }) => ({
    schema: z.array(schema),
    values: fc.array(values, { maxLength: 3 }),
    store: L(store),
  }))
}

function tuple(inner: Samples): Samples {
  return fc.array(inner, { minLength: 1, maxLength: 3 }).map(samples => ({
    schema: z.tuple(samples.map(({ schema }) => schema) as [z.ZodType]),
    values: fc.tuple(...samples.map(({ values }) => values)),
    store: value => ({ L: samples.map(({ store }, at) => store(value[at])) }),
  }))
}

/**
 * An object schema, some of whose members are optional. Of an item (but not of what is in it) the library fills in what has a
 * default: it may be left out there.
 */
export function objectOf(
  inner: Samples,
  maxKeys: number,
  place: 'item' | 'inside',
): fc.Arbitrary<Sample & { readonly schema: z.ZodObject }> {
  return fc.dictionary(names, fc.tuple(inner, fc.boolean()), { maxKeys, noNullPrototype: true }).map(members => {
    const all = Object.entries(members)
    const schemas = all.map(([name, [{ schema, defaulted }, optional]]) => [
      name,
      optional && !defaulted ? schema.optional() : schema,
    ])
    const needed = all.filter(([, [{ defaulted }, optional]]) => (defaulted ? place === 'inside' : !optional))
    return {
      schema: z.object(Object.fromEntries(schemas)),
      values: fc.record(Object.fromEntries(all.map(([name, [{ values }]]) => [name, values])), {
        requiredKeys: needed.map(([name]) => name),
      }),
      store: M(name => members[name]![0].store),
    }
  })
}

function record(inner: Samples): Samples {
  return inner.map(({ schema, values, store }) => ({
    schema: z.record(z.string(), schema),
    values: fc.dictionary(names, values, { maxKeys: 3, noNullPrototype: true }),
    store: M(() => store),
  }))
}

/** Of what has no default: of an optional one inside an item a read would fill it in, and a write does not. */
function nullable(inner: Samples): Samples {
  return inner
    .filter(({ defaulted }) => !defaulted)
    .map(({ schema, values, store }) => ({
      schema: schema.nullable(),
      values: fc.option(values),
      store: value => (value === null ? { NULL: true } : store(value)),
    }))
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
    store: ({ kind, value }) => ({ M: { kind: storeAny(kind), value: (kind === 'one' ? one : two).store(value) } }),
  }))
}

function lazy(inner: Samples): Samples {
  return inner.map(({ schema, values, store }) => {
    const node: z.ZodType = z.object({ value: schema, next: z.lazy(() => node).optional() })
    const { tree } = fc.letrec(tie => ({
      tree: fc.record(
        { value: values, next: fc.oneof({ maxDepth: 3 }, fc.constant(undefined), tie('tree')) },
        { requiredKeys: ['value'] },
      ),
    }))
    const storeTree: Sample['store'] = M(name => (name === 'value' ? store : storeTree))
    return { schema: node, values: tree, store: storeTree }
  })
}

export const samples = fc.letrec<{ sample: Sample }>(tie => ({
  sample: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 4, arbitrary: leaf },
    list(tie('sample')),
    tuple(tie('sample')),
    objectOf(tie('sample'), 4, 'inside'),
    record(tie('sample')),
    nullable(tie('sample')),
    variants(tie('sample')),
    lazy(tie('sample')),
  ),
})).sample

/** The same for all stored values that are equal: sets have no order, and numbers are written in many ways. */
export function canonical({ S, N, B, BOOL, NULL, L, M, SS, NS, BS }: AttributeValue): unknown {
  if (N !== undefined) return ['N', plainNumber(N)]
  if (B !== undefined) return ['B', [...B]]
  if (L) return ['L', L.map(canonical)]
  if (M) return ['M', new Map(Object.entries(M).map(([name, member]) => [name, canonical(member)]))]
  if (SS) return ['SS', new Set(SS)]
  if (NS) return ['NS', new Set(NS.map(plainNumber))]
  if (BS) return ['BS', new Set(BS.map(String))]
  return { S, BOOL, NULL }
}

/** What is missing and has a default is there, once written. */
export function filled(
  item: Readonly<Record<string, unknown>>,
  schema: z.ZodObject,
): Readonly<Record<string, unknown>> {
  const defaulted = Object.entries(schema.shape).filter(
    ([name, each]) => !Object.hasOwn(item, name) && each.safeParse(undefined).data !== undefined,
  )
  return { ...item, ...Object.fromEntries(defaulted.map(([name, each]) => [name, each.parse(undefined)])) }
}
