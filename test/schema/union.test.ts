import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { $ZodType } from 'zod/v4/core'
import { attributeOf, readForm, readIssues, storedForm, writeIssues } from './support.js'

const numeric = z.string().meta({ dynamodb: 'N' })
const shapes = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), value: z.string() }),
  z.object({ kind: z.literal('digits'), value: numeric }),
  z.object({ kind: z.literal(['big', 'huge']), value: z.bigint() }),
  z.object({ kind: z.null(), value: z.number() }),
])

describe('each option is stored as it says, and read so', () => {
  test.each<[string, $ZodType, unknown, unknown]>([
    ['string or number', z.union([z.string(), z.number()]), 1, { N: '1' }],
    [
      'number or bigint: the first that holds it',
      z.union([z.number(), z.bigint()]),
      2n ** 60n,
      { N: String(2n ** 60n) },
    ],
    ['bounded number or bigint', z.union([z.number().max(5), z.bigint()]), 6n, { N: '6' }],
    ['mixed literals', z.literal(['a', 1, true, null]), true, { BOOL: true }],
    ['literal number or bigint', z.literal([1, 2n]), 2n, { N: '2' }],
    ['array or single', z.union([z.bigint(), z.array(z.bigint())]), [1n], { L: [{ N: '1' }] }],
    ['set or list', z.union([z.array(z.string()), z.set(z.string())]), new Set(['a']), { SS: ['a'] }],
    ['formats', z.union([z.email(), z.uuid()]), 'a@b.cc', { S: 'a@b.cc' }],
    ['discriminated: text', shapes, { kind: 'text', value: '12' }, { M: { kind: { S: 'text' }, value: { S: '12' } } }],
    [
      'discriminated: digits',
      shapes,
      { kind: 'digits', value: '12' },
      { M: { kind: { S: 'digits' }, value: { N: '12' } } },
    ],
    [
      'discriminated: one of several',
      shapes,
      { kind: 'huge', value: 1n },
      { M: { kind: { S: 'huge' }, value: { N: '1' } } },
    ],
    ['discriminated by null', shapes, { kind: null, value: 1 }, { M: { kind: { NULL: true }, value: { N: '1' } } }],
    [
      'by members',
      z.union([z.object({ x: z.number(), y: z.string() }), z.object({ x: z.bigint() })]),
      { x: 1n },
      { M: { x: { N: '1' } } },
    ],
    [
      'nested',
      z.union([z.string(), z.union([z.boolean(), z.object({ x: z.bigint() })])]),
      { x: 1n },
      { M: { x: { N: '1' } } },
    ],
    [
      'an inherited name decides nothing',
      z.union([z.object({ constructor: z.literal('x') }), z.object({ y: z.string() })]),
      { y: 'a' },
      { M: { y: { S: 'a' } } },
    ],
  ])('%s', (_, schema, value, stored) => {
    expect(storedForm(schema, value)).toEqual(stored)
    expect(readForm(schema, storedForm(schema, value)!)).toEqual(value)
  })
})

test('an unknown discriminator is told by zod', () => {
  expect(readIssues(shapes, { M: { kind: { S: 'circle' } } })).toMatchObject([
    { path: 'a/kind', code: 'invalid_union' },
  ])
})

test('the faults of the option that is meant are told', () => {
  expect(readIssues(shapes, { M: { kind: { S: 'big' }, value: { N: '1.5' } } })).toMatchObject([
    { path: 'a/value', code: 'notInteger' },
  ])
})

test('a value for comparing need not be one of the literals', () => {
  expect(attributeOf(z.literal(['a', 1])).marshal('b')).toEqual({ S: 'b' })
  expect(attributeOf(z.union([z.literal('a'), z.literal('b')])).marshal('c')).toEqual({ S: 'c' })
  expect(() => attributeOf(z.literal(['a', 1])).marshal(true)).toThrow(expect.objectContaining({ code: 'wrongType' }))
})

test('a value that holds itself is told at once, however many options could hold it', () => {
  type Node = { next?: Node | undefined; x?: string | undefined }
  const Node: z.ZodType<Node> = z.lazy(() =>
    z.union([z.object({ next: Node.optional() }), z.object({ next: Node.optional(), x: z.string().optional() })]),
  )
  const loop: Node = {}
  loop.next = loop
  expect(() => attributeOf(Node).marshal(loop)).toThrow(expect.objectContaining({ code: 'tooDeep' }))
})

test('a fault in an option is told where it is', () => {
  const schema = z.union([z.object({ n: z.number() }), z.object({ n: z.number(), m: z.number() })])
  expect(writeIssues(schema, { n: 2 ** 53, m: 1 })).toMatchObject([{ path: 'a/n', code: 'unsafeInteger' }])
})
