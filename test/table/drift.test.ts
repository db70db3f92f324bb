import type { TableDescription, TimeToLiveDescription } from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import { defineTable } from '../../src/index.js'
import { compareTable } from '../../src/table/drift.js'

const table = defineTable({
  name: 'app',
  partitionKey: 'pk',
  sortKey: { name: 'no', type: 'number' },
  indexes: {
    gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    some: { partitionKey: 'gsi1pk', projection: ['name', 'age'] },
    keys: { partitionKey: ['tenant', 'region'], sortKey: ['city', 'street'], projection: 'keysOnly' },
    local: { type: 'local', sortKey: 'lsi1sk' },
  },
  timeToLive: 'ttl',
})

/** What DynamoDB says of the table as it is defined: what makes it, with the status of all that has one. */
function describeTable(): TableDescription {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes } = table.createTableInput()
  return structuredClone({
    TableStatus: 'ACTIVE',
    AttributeDefinitions: AttributeDefinitions!.toReversed(),
    KeySchema: KeySchema!,
    GlobalSecondaryIndexes: GlobalSecondaryIndexes!.map(index => ({ ...index, IndexStatus: 'ACTIVE' as const })),
    LocalSecondaryIndexes: LocalSecondaryIndexes!,
  })
}
const enabled: TimeToLiveDescription = { TimeToLiveStatus: 'ENABLED', AttributeName: 'ttl' }

/** The drift of a table that was changed. */
function driftOf(change: (table: any) => void = () => {}, timeToLive: TimeToLiveDescription | undefined = enabled) {
  const described = describeTable()
  change(described)
  return compareTable(table, 'app', described, timeToLive)
}
const gsi = (described: TableDescription, name: string): any =>
  described.GlobalSecondaryIndexes!.find(index => index.IndexName === name)

it('a table as it is defined matches', () => {
  expect(driftOf()).toEqual({ matches: true, differences: [] })
  expect(driftOf(actual => gsi(actual, 'some').Projection.NonKeyAttributes.reverse()).differences).toEqual([])
  expect(driftOf(actual => Object.assign(gsi(actual, 'gsi1'), { IndexStatus: 'UPDATING' })).differences).toEqual([])
  expect(driftOf(actual => Object.assign(actual, { TableStatus: 'UPDATING' })).differences).toEqual([])
  expect(driftOf(undefined, { ...enabled, TimeToLiveStatus: 'ENABLING' }).differences).toEqual([])
})

describe('what breaks', () => {
  it('no table', () => {
    expect(compareTable(table, 'app-prod', undefined, undefined)).toEqual({
      matches: false,
      differences: [
        {
          subject: 'the table',
          severity: 'breaks',
          text: "There is no table 'app-prod': db.createTable() makes it.",
          defined: 'app-prod',
          actual: undefined,
        },
      ],
    })
  })

  const cases: [
    name: string,
    change: (table: any) => void,
    subject: string,
    text: string,
    actual: string | undefined,
  ][] = [
    [
      'another name of a key',
      actual => {
        actual.KeySchema[0].AttributeName = 'id'
        actual.AttributeDefinitions.push({ AttributeName: 'id', AttributeType: 'S' })
      },
      'the table',
      "The key of the table is partition key 'id' (string); sort key 'no' (number), and not partition key 'pk' (string); sort key 'no' (number) as it is defined.",
      "partition key 'id' (string); sort key 'no' (number)",
    ],
    [
      'another type of a key',
      actual => {
        actual.AttributeDefinitions.find((each: any) => each.AttributeName === 'no').AttributeType = 'B'
      },
      'the table',
      "The key of the table is partition key 'pk' (string); sort key 'no' (binary), and not partition key 'pk' (string); sort key 'no' (number) as it is defined.",
      "partition key 'pk' (string); sort key 'no' (binary)",
    ],
    [
      'no sort key',
      actual => actual.KeySchema.pop(),
      'the table',
      "The key of the table is partition key 'pk' (string), and not partition key 'pk' (string); sort key 'no' (number) as it is defined.",
      "partition key 'pk' (string)",
    ],
    [
      'a table that is being deleted',
      actual => Object.assign(actual, { TableStatus: 'DELETING' }),
      'the table',
      "The table 'app' can't be used: it is DELETING.",
      'DELETING',
    ],
    [
      'no index',
      actual => actual.GlobalSecondaryIndexes.shift(),
      "index 'gsi1'",
      "The global index 'gsi1' is missing: queries of it fail.",
      undefined,
    ],
    [
      'other keys of an index, in another order',
      actual => gsi(actual, 'keys').KeySchema.reverse(),
      "index 'keys'",
      "The key of index 'keys' is partition key 'region' (string), 'tenant' (string); sort key 'street' (string), 'city' (string), and not partition key 'tenant' (string), 'region' (string); sort key 'city' (string), 'street' (string) as it is defined.",
      "partition key 'region' (string), 'tenant' (string); sort key 'street' (string), 'city' (string)",
    ],
    [
      'an index of another kind',
      actual => {
        actual.GlobalSecondaryIndexes.push({ ...actual.LocalSecondaryIndexes[0], IndexStatus: 'ACTIVE' })
        actual.LocalSecondaryIndexes = undefined
      },
      "index 'local'",
      "The index 'local' is global, not local.",
      'global',
    ],
    [
      'an index that holds less',
      actual => Object.assign(gsi(actual, 'gsi1'), { Projection: { ProjectionType: 'KEYS_ONLY' } }),
      "index 'gsi1'",
      "The index 'gsi1' holds the keys, and is defined to hold all attributes: reads of it lack attributes.",
      'the keys',
    ],
    [
      'an index that holds other attributes',
      actual => gsi(actual, 'some').Projection.NonKeyAttributes.splice(0, 1, 'nick'),
      "index 'some'",
      "The index 'some' holds the keys, age, nick, and is defined to hold the keys, age, name: reads of it lack attributes.",
      'the keys, age, nick',
    ],
    [
      'an index that is being built',
      actual => Object.assign(gsi(actual, 'gsi1'), { IndexStatus: 'CREATING' }),
      "index 'gsi1'",
      "The index 'gsi1' is still being built: queries of it fail until it is active.",
      'CREATING',
    ],
    [
      'an index that is being filled',
      actual => Object.assign(gsi(actual, 'gsi1'), { IndexStatus: 'CREATING', Backfilling: true }),
      "index 'gsi1'",
      "The index 'gsi1' is still being built from the items that are there: queries of it fail until it is active.",
      'CREATING',
    ],
    [
      'an index that is being deleted',
      actual => Object.assign(gsi(actual, 'gsi1'), { IndexStatus: 'DELETING' }),
      "index 'gsi1'",
      "The index 'gsi1' can't be used: it is DELETING.",
      'DELETING',
    ],
  ]
  it.each(cases)('%s', (_, change, subject, text, actual) => {
    const { matches, differences } = driftOf(change)
    expect(matches).toBe(false)
    expect(differences).toEqual([expect.objectContaining({ subject, severity: 'breaks', text, actual })])
    expect(differences[0]!.defined).toBeDefined()
  })

  it.each([
    [undefined, 'not at all: it is off', undefined],
    [{ ...enabled, TimeToLiveStatus: 'DISABLING' as const }, 'not at all: it is off', undefined],
    [{ ...enabled, AttributeName: 'expires' }, "by 'expires'", 'expires'],
  ])('the time-to-live: %j', (timeToLive, by, actual) => {
    expect(compareTable(table, 'app', describeTable(), timeToLive)).toEqual({
      matches: false,
      differences: [
        {
          subject: 'time-to-live',
          severity: 'breaks',
          text: `Items are to be deleted by the attribute 'ttl', and are ${by}.`,
          defined: 'ttl',
          actual,
        },
      ],
    })
  })
})

describe('what is there in addition', () => {
  it.each<[string, (table: any) => void, string, string]>([
    [
      'an index',
      actual =>
        actual.GlobalSecondaryIndexes.push({
          IndexName: 'old',
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        }),
      "index 'old'",
      "The table has an index 'old' that is not defined: writes are charged for it, and nothing reads it.",
    ],
    [
      'attributes of an index',
      actual => gsi(actual, 'some').Projection.NonKeyAttributes.push('nick'),
      "index 'some'",
      "The index 'some' holds the keys, age, name, nick, and is defined to hold the keys, age, name: what is more is not read.",
    ],
    [
      'all attributes of an index',
      actual => Object.assign(gsi(actual, 'keys'), { Projection: { ProjectionType: 'ALL' } }),
      "index 'keys'",
      "The index 'keys' holds all attributes, and is defined to hold the keys: what is more is not read.",
    ],
  ])('%s', (_, change, subject, text) => {
    const { matches, differences } = driftOf(change)
    expect(matches).toBe(true)
    expect(differences).toEqual([expect.objectContaining({ subject, severity: 'additional', text })])
  })

  it('a time-to-live', () => {
    const plain = defineTable({ name: 'plain', partitionKey: 'pk' })
    const actual: TableDescription = {
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }
    const text = "DynamoDB deletes items by the attribute 'ttl', which is not defined as the time-to-live."
    expect(compareTable(plain, 'plain', actual, enabled)).toEqual({
      matches: true,
      differences: [{ subject: 'time-to-live', severity: 'additional', text, defined: undefined, actual: 'ttl' }],
    })
  })
})
