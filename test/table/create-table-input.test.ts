import { describe, expect, it } from 'vitest'
import { DefinitionError, defineTable } from '../../src/index.js'

const throughput = (readCapacityUnits: number, writeCapacityUnits: number) => ({
  readCapacityUnits,
  writeCapacityUnits,
})
const provisioned = (ReadCapacityUnits: number, WriteCapacityUnits: number) => ({
  ProvisionedThroughput: { ReadCapacityUnits, WriteCapacityUnits },
})
const refusal = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    return error as DefinitionError
  }
  throw new Error('It was not refused.')
}

describe('createTableInput', () => {
  it('of the least table', () => {
    expect(defineTable({ name: 'least', partitionKey: 'pk' }).createTableInput()).toEqual({
      TableName: 'least',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    })
  })

  it('of keys of all types, local and global indexes, projections and shared attributes', () => {
    const table = defineTable({
      name: 'whole',
      partitionKey: { name: 'id', type: 'number' },
      sortKey: { name: 'digest', type: 'binary' },
      indexes: {
        gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
        gsi2: { partitionKey: 'gsi1pk', projection: 'keysOnly' },
        inverted: {
          type: 'global',
          partitionKey: { name: 'digest', type: 'binary' },
          sortKey: { name: 'id', type: 'number' },
          projection: ['title', 'size'],
        },
        byAge: { type: 'local', sortKey: { name: 'age', type: 'number' }, projection: 'keysOnly' },
        regional: { partitionKey: ['tenant', 'region'], sortKey: [{ name: 'age', type: 'number' }, 'gsi1sk'] },
      },
      timeToLive: 'ttl',
    })
    expect(table.createTableInput()).toEqual({
      TableName: 'whole',
      AttributeDefinitions: [
        { AttributeName: 'id', AttributeType: 'N' },
        { AttributeName: 'digest', AttributeType: 'B' },
        { AttributeName: 'gsi1pk', AttributeType: 'S' },
        { AttributeName: 'gsi1sk', AttributeType: 'S' },
        { AttributeName: 'age', AttributeType: 'N' },
        { AttributeName: 'tenant', AttributeType: 'S' },
        { AttributeName: 'region', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'id', KeyType: 'HASH' },
        { AttributeName: 'digest', KeyType: 'RANGE' },
      ],
      LocalSecondaryIndexes: [
        {
          IndexName: 'byAge',
          KeySchema: [
            { AttributeName: 'id', KeyType: 'HASH' },
            { AttributeName: 'age', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'gsi1',
          KeySchema: [
            { AttributeName: 'gsi1pk', KeyType: 'HASH' },
            { AttributeName: 'gsi1sk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
        {
          IndexName: 'gsi2',
          KeySchema: [{ AttributeName: 'gsi1pk', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
        {
          IndexName: 'inverted',
          KeySchema: [
            { AttributeName: 'digest', KeyType: 'HASH' },
            { AttributeName: 'id', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['title', 'size'] },
        },
        {
          IndexName: 'regional',
          KeySchema: [
            { AttributeName: 'tenant', KeyType: 'HASH' },
            { AttributeName: 'region', KeyType: 'HASH' },
            { AttributeName: 'age', KeyType: 'RANGE' },
            { AttributeName: 'gsi1sk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      BillingMode: 'PAY_PER_REQUEST',
    })
  })

  it('with every option', () => {
    const table = defineTable({
      name: 'app',
      partitionKey: 'pk',
      sortKey: 'sk',
      indexes: { hot: { partitionKey: 'a' }, cold: { partitionKey: 'b' }, byAge: { type: 'local', sortKey: 'c' } },
    })
    const input = table.createTableInput({
      tableName: 'app-test',
      billingMode: 'PROVISIONED',
      throughput: throughput(1, 2),
      indexThroughput: { hot: throughput(30, 40) },
      stream: 'NEW_AND_OLD_IMAGES',
      deletionProtection: true,
      tableClass: 'STANDARD_INFREQUENT_ACCESS',
      tags: { team: 'agents', stage: 'test' },
    })
    expect(input).toMatchObject({
      TableName: 'app-test',
      BillingMode: 'PROVISIONED',
      ...provisioned(1, 2),
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      DeletionProtectionEnabled: true,
      TableClass: 'STANDARD_INFREQUENT_ACCESS',
      Tags: [
        { Key: 'team', Value: 'agents' },
        { Key: 'stage', Value: 'test' },
      ],
    })
    expect(input.GlobalSecondaryIndexes).toMatchObject([
      { IndexName: 'hot', ...provisioned(30, 40) },
      { IndexName: 'cold', ...provisioned(1, 2) },
    ])
    expect(input.LocalSecondaryIndexes?.[0]).not.toHaveProperty('ProvisionedThroughput')
    expect(table.createTableInput({ deletionProtection: false })).toMatchObject({ DeletionProtectionEnabled: false })
  })
})

describe('defineTable refuses', () => {
  const pk = { name: 'broken', partitionKey: 'pk', sortKey: 'sk' } as const
  const five = ['a', 'b', 'c', 'd', 'e'] as const
  it.each<[string, () => unknown, string]>([
    ['a name that is too short', () => defineTable({ ...pk, name: 'ab' }), "the name 'ab' must have 3 to 255"],
    ['a name that is too long', () => defineTable({ ...pk, name: 'a'.repeat(256) }), 'must have 3 to 255'],
    ['a name with a space', () => defineTable({ ...pk, name: 'my table' }), "the name 'my table' must have 3 to 255"],
    [
      'an index name with a letter of its own',
      () => defineTable({ ...pk, indexes: { größe: { partitionKey: 'p' } } }),
      "the name 'größe'",
    ],
    [
      'one attribute as both keys',
      () => defineTable({ name: 'broken', partitionKey: 'k', sortKey: 'k' }),
      'the key of the table takes 1 to 4 partition attributes, up to 4 sort attributes, and each once',
    ],
    [
      'a key attribute of two types',
      () => defineTable({ ...pk, indexes: { other: { partitionKey: { name: 'sk', type: 'number' } } } }),
      "'sk' is string in one place and number in another",
    ],
    [
      'a time-to-live that is a key',
      () => defineTable({ ...pk, timeToLive: 'sk' }),
      "'sk' is a key attribute, and can't be the time-to-live too",
    ],
    [
      'a local index without a sort key to go beside',
      () => defineTable({ name: 'broken', partitionKey: 'pk', indexes: { other: { type: 'local', sortKey: 's' } } }),
      "local index 'other' needs a table with a sort key",
    ],
    [
      'five partition attributes',
      () => defineTable({ ...pk, indexes: { other: { partitionKey: five } } }),
      "the key of index 'other' takes 1 to 4 partition attributes",
    ],
    [
      'five sort attributes',
      () => defineTable({ ...pk, indexes: { other: { partitionKey: 'p', sortKey: five } } }),
      'up to 4 sort attributes',
    ],
    [
      'an attribute twice in a key',
      () => defineTable({ ...pk, indexes: { other: { partitionKey: 'p', sortKey: 'p' } } }),
      'and each once',
    ],
    [
      'an index without a partition key',
      () => defineTable({ ...pk, indexes: { other: { partitionKey: [] } } }),
      'takes 1 to 4 partition attributes',
    ],
  ])('%s', (_, define, text) => {
    const error = refusal(define)
    expect(error).toBeInstanceOf(DefinitionError)
    expect(error.code).toBe('definition.table')
    expect(error.message).toMatch(/^Table '.*': /)
    expect(error.message).toContain(text)
  })
})

describe('a table', () => {
  it('is what was said, settled and frozen', () => {
    const table = defineTable({
      name: 'app',
      partitionKey: 'pk',
      sortKey: { name: 'n', type: 'number' },
      timeToLive: 'ttl',
    })
    expect(table).toMatchObject({
      name: 'app',
      partitionKey: { name: 'pk', type: 'string' },
      sortKey: { name: 'n', type: 'number' },
      timeToLive: 'ttl',
    })
    expect(Object.isFrozen(table)).toBe(true)
  })
})
