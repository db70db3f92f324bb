import { type AttributeValue, CreateTableCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { MonotableError } from '../../src/errors/monotable-error.js'
import { compileCondition } from '../../src/expression/compile-condition.js'
import type { Condition } from '../../src/expression/condition.js'
import { createPredicate, evaluateCondition } from '../../src/expression/evaluate-condition.js'
import { Placeholders } from '../../src/expression/placeholders.js'
import { splitFilter } from '../../src/expression/split-filter.js'
import { localClient, tableName } from '../support/local.js'
import { agentModel, where } from './agent-model.js'
import { condition, freeModel, item } from './stored-items.js'

const client = localClient()
const table = tableName('conditions')
let stored: Record<string, AttributeValue>[] = []

const scan = async (input: object) => {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: table, ...input }))
  return Items.sort((a, b) => Number(a.pk!.N) - Number(b.pk!.N))
}

/** The items that DynamoDB finds to meet a condition. */
const filtered = (condition: Condition) => {
  const placeholders = new Placeholders()
  const FilterExpression = compileCondition(condition, freeModel, placeholders)
  return scan({
    FilterExpression,
    ExpressionAttributeNames: placeholders.names(),
    ExpressionAttributeValues: placeholders.values(),
  })
}

beforeAll(async () => {
  await client.send(
    new CreateTableCommand({
      TableName: table,
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'N' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  )
  const items = fc.sample(item, { numRuns: 150, seed: 1 })
  for (const [index, attributes] of items.entries())
    await client.send(new PutItemCommand({ TableName: table, Item: { ...attributes, pk: { N: String(index) } } }))
  stored = await scan({})
})

describe('against DynamoDB', () => {
  test('random conditions hold of the items that DynamoDB finds', async () => {
    let telling = 0
    await fc.assert(
      fc.asyncProperty(condition, async condition => {
        let predicate: ReturnType<typeof createPredicate>
        try {
          predicate = createPredicate(condition, freeModel)
        } catch (error) {
          // The generator compares attributes with themselves now and then, which is refused.
          fc.pre(!(error instanceof MonotableError && error.code === 'expression.invalidValue'))
          throw error
        }
        const expected = await filtered(condition)
        if (expected.length > 0 && expected.length < stored.length) telling++
        expect(stored.filter(predicate).map(item => item.pk)).toEqual(expected.map(item => item.pk))
      }),
      { numRuns: 1500 },
    )
    expect(telling).toBeGreaterThan(300)
  }, 120_000)

  test('split filters hold together of the items of which the whole holds', () => {
    fc.assert(
      fc.property(condition, fc.subarray(['a', 'bee', 'c', 'never']), (condition, onClient) => {
        let parts: ReturnType<typeof splitFilter>
        let whole: ReturnType<typeof createPredicate>
        try {
          whole = createPredicate(condition, freeModel)
          parts = splitFilter(condition, freeModel, name => onClient.includes(name))
        } catch {
          return
        }
        const { server, client } = parts
        const matches = (part: Condition | undefined) =>
          part ? stored.filter(createPredicate(part, freeModel)) : stored
        const both = new Set(matches(client))
        expect(matches(server).filter(item => both.has(item))).toEqual(stored.filter(whole))
      }),
    )
  })
})

describe('what DynamoDB means', () => {
  const model = freeModel
  const a = { kind: 'attribute', segments: ['a'] } as const
  const missing = { kind: 'attribute', segments: ['never'] } as const
  const size = { kind: 'size', operands: [a] } as const
  const raw = (value: AttributeValue) => ({ kind: 'raw', value }) as const
  const compare = (operator: 'eq' | 'ne' | 'lt' | 'gt', value: AttributeValue, other: AttributeValue) =>
    evaluateCondition({ kind: operator, operands: [a, raw(other)] }, model, { a: value })

  test('what is missing differs from everything, itself missing included, and equals nothing', () => {
    for (const right of [a, raw({ NULL: true }), { kind: 'attribute', segments: ['b'] }] as const) {
      expect(evaluateCondition({ kind: 'ne', operands: [missing, right] }, model, { a: { S: 'x' } })).toBe(true)
      expect(evaluateCondition({ kind: 'eq', operands: [missing, right] }, model, { a: { S: 'x' } })).toBe(false)
    }
  })

  test('values of two types differ, and have no order', () => {
    expect(compare('ne', { S: '1' }, { N: '1' })).toBe(true)
    expect(compare('lt', { S: '1' }, { N: '2' })).toBe(false)
    expect(compare('gt', { S: '1' }, { N: '2' })).toBe(false)
  })

  test('numbers are compared by value, to the last of 38 digits', () => {
    expect(compare('eq', { N: '1.0' }, { N: '10e-1' })).toBe(true)
    expect(compare('eq', { N: '-0' }, { N: '0.00' })).toBe(true)
    expect(compare('eq', { N: '12345678901234567890' }, { N: '12345678901234567891' })).toBe(false)
    expect(compare('lt', { N: '1' }, { N: '1.0000000000000000000000000000000000001' })).toBe(true)
    expect(compare('lt', { N: '-2' }, { N: '-1' })).toBe(true)
    expect(compare('lt', { N: '9' }, { N: '10' })).toBe(true)
    expect(compare('gt', { N: '-9' }, { N: '-10' })).toBe(true)
    expect(compare('lt', { N: '-1e-130' }, { N: '0' })).toBe(true)
  })

  test('strings are ordered by their UTF-8 bytes, binaries by unsigned bytes', () => {
    expect(compare('lt', { S: '\uffff' }, { S: '𝒳' })).toBe(true)
    expect(compare('gt', { B: Uint8Array.of(128) }, { B: Uint8Array.of(127) })).toBe(true)
    expect(compare('lt', { B: Uint8Array.of() }, { B: Uint8Array.of(0) })).toBe(true)
  })

  test('sets, lists and maps are equal at all depths', () => {
    expect(compare('eq', { NS: ['2.0', '1'] }, { NS: ['1', '2'] })).toBe(true)
    expect(compare('eq', { SS: ['1'] }, { NS: ['1'] })).toBe(false)
    expect(
      compare('eq', { L: [{ M: { x: { N: '1.0' }, y: { L: [] } } }] }, { L: [{ M: { y: { L: [] }, x: { N: '1' } } }] }),
    ).toBe(true)
    expect(compare('eq', { L: [] }, { M: {} })).toBe(false)
    expect(compare('eq', { SS: ['a","b'] }, { SS: ['a', 'b'] })).toBe(false)
  })

  test.each<[AttributeValue, string | undefined]>([
    [{ S: 'é𝒳' }, '3'],
    [{ S: '' }, '0'],
    [{ B: Uint8Array.of(1, 2) }, '2'],
    [{ L: [{ N: '1' }] }, '1'],
    [{ M: { x: { N: '1' } } }, '1'],
    [{ SS: ['a', 'b'] }, '2'],
    [{ N: '123' }, undefined],
    [{ BOOL: true }, undefined],
    [{ NULL: true }, undefined],
  ])('the size of %j is %s', (value, expected) => {
    const is = (N: string) => evaluateCondition({ kind: 'eq', operands: [size, raw({ N })] }, model, { a: value })
    const sizes = Array.from({ length: 10 }, (_, size) => String(size)).filter(is)
    expect(sizes).toEqual(expected === undefined ? [] : [expected])
  })

  test('names that objects inherit are missing until they are there', () => {
    const exists = { kind: 'exists', operands: [{ kind: 'attribute', segments: ['a', 'constructor'] }] } as const
    expect(evaluateCondition(exists, model, { a: { M: {} } })).toBe(false)
    expect(evaluateCondition(exists, model, { a: { M: { constructor: { S: '' } } } })).toBe(true)
    expect(
      evaluateCondition({ kind: 'exists', operands: [{ kind: 'stored', segments: ['toString'] }] }, model, {}),
    ).toBe(false)
  })

  test('paths are stored ones; those to what the key alone holds are found where the caller put it', () => {
    const condition = where((a, { and, eq }) => and(eq(a.teamCode, 't'), eq(a.id, 'i')))
    expect(evaluateCondition(condition, agentModel, { team_code: { S: 't' }, id: { S: 'i' } })).toBe(true)
    expect(evaluateCondition(condition, agentModel, { team_code: { S: 't' } })).toBe(false)
  })
})
