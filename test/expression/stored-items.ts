import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import fc from 'fast-check'
import * as z from 'zod'
import type { AttributePath } from '../../src/expression/attribute-path.js'
import type { Condition, Operand, Subject, Test } from '../../src/expression/condition.js'
import { createItemModel } from '../../src/schema/item-model.js'

/** Items that may hold anything anywhere, so that conditions meet every type, and what is missing. */
export const freeModel = createItemModel('Free', z.object({ a: z.any(), b: z.any(), c: z.any(), never: z.any() }), {
  storedAs: { b: 'bee' },
})

const texts = ['', 'a', 'ab', 'b', 'é', '𝒳', '\uffff', 'a\u0000'].map(S => ({ S }))
const numbers = [
  ...['0', '1', '1.0', '10e-1', '2', '-1', '-10', '3', '1E125', '1e-130', '-1e125'],
  ...['12345678901234567890', '12345678901234567891', '0.1', '1.0000000000000000000000000000000000001'],
  ...['99999999999999999999999999999999999999', '9999999999999999999999999999999999999.9'],
].map(N => ({ N }))
const binaries = [[], [1], [1, 2], [2], [128], [255, 1]].map(bytes => ({ B: Uint8Array.from(bytes) }))

const scalar = fc.oneof(
  fc.constantFrom<AttributeValue>(...texts),
  fc.constantFrom<AttributeValue>(...numbers),
  fc.constantFrom<AttributeValue>(...binaries),
  fc.constantFrom<AttributeValue>({ BOOL: true }, { BOOL: false }, { NULL: true }),
)
const set = fc.constantFrom<AttributeValue>(
  { SS: ['a'] },
  { SS: ['a', 'b'] },
  { SS: ['b', 'a'] },
  { NS: ['1', '2'] },
  { NS: ['2.0', '1'] },
  { BS: [Uint8Array.of(1)] },
  { BS: [Uint8Array.of(2), Uint8Array.of(1)] },
)
const flat = fc.oneof({ weight: 4, arbitrary: scalar }, { weight: 1, arbitrary: set })
const list = (element: fc.Arbitrary<AttributeValue>) =>
  fc.array(element, { maxLength: 3 }).map((L): AttributeValue => ({ L }))
const map = (member: fc.Arbitrary<AttributeValue>) =>
  fc
    .record({ x: member, y: member, constructor: member }, { requiredKeys: [] })
    .map((members): AttributeValue => ({ M: { ...members } }))
const nested = fc.oneof(flat, list(flat), map(flat))

const value: fc.Arbitrary<AttributeValue> = fc.oneof(flat, list(nested), map(nested))
export const item: fc.Arbitrary<Record<string, AttributeValue>> = fc
  .record({ a: value, bee: value, c: value }, { requiredKeys: [] })
  .map(members => ({ ...members }))

const path: fc.Arbitrary<AttributePath> = fc
  .tuple(
    fc.constantFrom('a', 'b', 'c', 'a', 'b', 'never'),
    fc.array(fc.constantFrom<string | number>(0, 1, 'x', 'y', 'constructor'), { maxLength: 2 }),
  )
  .map(([name, rest]) => ({ kind: 'attribute', segments: [name, ...rest] }))
const raw = (values: fc.Arbitrary<AttributeValue>): fc.Arbitrary<Operand> =>
  values.map(value => ({ kind: 'raw', value }))
const size = path.map((path): Subject => ({ kind: 'size', operands: [path] }))
const place: fc.Arbitrary<Subject> = fc.oneof({ weight: 4, arbitrary: path }, { weight: 1, arbitrary: size })
const small = fc.constantFrom<AttributeValue>(...['0', '1', '2', '3'].map(N => ({ N })))
const operandOf = (values: fc.Arbitrary<AttributeValue>) =>
  fc.oneof({ weight: 3, arbitrary: raw(values) }, { weight: 1, arbitrary: raw(small) }, { weight: 1, arbitrary: place })
const ordered = fc.constantFrom<AttributeValue>(...texts, ...numbers, ...binaries)

const test = (kinds: readonly Test[], subject: fc.Arbitrary<Subject>, ...others: fc.Arbitrary<Operand>[]) =>
  fc.record<Condition>({ kind: fc.constantFrom(...kinds), operands: fc.tuple(subject, ...others) })

const simple: fc.Arbitrary<Condition> = fc.oneof(
  test(['eq', 'ne'], place, operandOf(value)),
  test(['lt', 'lte', 'gt', 'gte'], place, operandOf(ordered)),
  test(['between'], place, operandOf(ordered), operandOf(ordered)),
  fc
    .tuple(place, fc.array(operandOf(value), { minLength: 1, maxLength: 4 }))
    .map(([subject, values]): Condition => ({ kind: 'in', operands: [subject, ...values] })),
  test(['beginsWith'], path, fc.oneof(raw(fc.constantFrom<AttributeValue>(...texts, ...binaries)), path)),
  test(['contains'], path, operandOf(value)),
  test(['exists', 'notExists'], path),
  test(
    ['type'],
    path,
    raw(fc.constantFrom(...['S', 'N', 'B', 'BOOL', 'NULL', 'L', 'M', 'SS', 'NS', 'BS'].map(S => ({ S })))),
  ),
)

export const condition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>(tie => ({
  condition: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'condition' },
    { weight: 3, arbitrary: simple },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('not' as const), operands: fc.tuple(tie('condition')) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        operands: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }),
      }),
    },
  ),
})).condition
