import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { DefinitionError, defineEntity, defineTable } from '../../src/index.js'

const Table = defineTable({
  name: 'app',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    gsi2: { partitionKey: 'gsi1pk', sortKey: 'gsi2sk' },
    owned: { partitionKey: 'owner' },
    scored: { partitionKey: 'gsi1pk', sortKey: { name: 'score', type: 'number' } },
    regional: { partitionKey: ['tenant', 'region'] },
    byAge: { type: 'local', sortKey: 'lsi1sk' },
    inverted: { partitionKey: 'sk', sortKey: 'pk' },
    kept: { partitionKey: { name: 'version', type: 'number' } },
    flagged: { partitionKey: 'flag' },
  },
  timeToLive: 'ttl',
})
const Bare = defineTable({ name: 'bare', partitionKey: 'pk' })
const Numbered = defineTable({ name: 'numbered', partitionKey: { name: 'no', type: 'number' } })
const schema = z.object({
  id: z.string(),
  email: z.string(),
  owner: z.string().nullable(),
  nick: z.string().optional(),
  score: z.number(),
  version: z.int(),
  tags: z.array(z.string()),
  entity: z.string().optional(),
  at: z.iso.datetime(),
})
const key = { partitionKey: 'item#<id>', sortKey: 'item' }
/** Definitions that the compiler refuses too, for whoever writes JavaScript. */
const define = (changes: object) => () =>
  defineEntity({ name: 'Item', table: Table, schema, key, discriminator: false, ...changes } as never)

describe('defineEntity refuses', () => {
  it.each<[string, object, string]>([
    [
      'a union in a key whose options change the text',
      {
        schema: schema.extend({ id: z.union([z.string().toLowerCase().startsWith('x'), z.literal('ADMIN')]) }),
        key,
      },
      "'id' is part of a key, and a union that changes texts",
    ],
    [
      'a placeholder that is no attribute',
      { key: { partitionKey: '<nope>', sortKey: 'x' } },
      "partition key '<nope>' uses 'nope', which is not an attribute of the schema",
    ],
    [
      'a placeholder that is no text',
      { key: { partitionKey: '<tags>', sortKey: 'x' } },
      "uses 'tags', which is not text, a number or a boolean",
    ],
    ['no sort key where the table has one', { key: { partitionKey: '<id>' } }, 'the sort key needs a template'],
    ['a sort key where the table has none', { table: Bare }, 'the sort key needs a template'],
    [
      'a number key of several things',
      { table: Numbered, key: { partitionKey: 'x#<score>' } },
      'must be one attribute that is stored as number',
    ],
    [
      'a number key of text',
      { table: Numbered, key: { partitionKey: '<id>' } },
      'must be one attribute that is stored as number',
    ],
    [
      'an optional attribute in the primary key',
      { key: { partitionKey: '<nick>', sortKey: 'x' } },
      "'nick' is part of the primary key, and optional in the schema",
    ],
    [
      'the version in a key',
      { version: 'version', key: { partitionKey: '<id>', sortKey: '<version:pad(3)>' } },
      "'version' changes with every write",
    ],
    [
      'the time of change in an index key',
      { timestamps: { updatedAt: 'at' }, indexes: { x: { index: 'gsi1', partitionKey: '<id>', sortKey: '<at>' } } },
      "'at' changes with every write",
    ],
    [
      'an index that the table does not have',
      { indexes: { x: { index: 'nope', partitionKey: '<id>' } } },
      "uses the index 'nope', which ",
    ],
    [
      'two patterns on one index',
      {
        indexes: {
          x: { index: 'gsi1', partitionKey: 'a#<id>', sortKey: 'x' },
          y: { index: 'gsi1', partitionKey: 'a#<id>', sortKey: 'x' },
        },
      },
      "'x' and 'y' are on one index, 'gsi1'",
    ],
    [
      'two templates for one shared key attribute',
      {
        indexes: {
          x: { index: 'gsi1', partitionKey: 'a#<id>', sortKey: 'x' },
          y: { index: 'gsi2', partitionKey: 'b#<id>', sortKey: 'x' },
        },
      },
      "'gsi1pk' is made by two templates, 'a#<id>' and 'b#<id>'",
    ],
    [
      'a partition key of another than the table on a local index',
      { indexes: { x: { index: 'byAge', partitionKey: 'x#<id>', sortKey: '<at>' } } },
      "'pk' is made by two templates, 'item#<id>' and 'x#<id>'",
    ],
    [
      'another template for a key of the table',
      { indexes: { x: { index: 'inverted', partitionKey: 'x', sortKey: 'item#<id>' } } },
      "'sk' is made by two templates, 'item' and 'x'",
    ],
    [
      'an index key that is an attribute, and no text',
      {
        schema: schema.extend({ flag: z.boolean() }),
        indexes: { x: { index: 'flagged', partitionKey: '<flag>' } },
      },
      "must be one attribute that is stored as string, never null, for 'flag' is the schema's 'flag'",
    ],
    [
      'the same where no access pattern uses the index',
      { schema: schema.extend({ flag: z.boolean() }) },
      "must be one attribute that is stored as string, never null, for 'flag' is the schema's 'flag'",
    ],
    [
      'too few templates for an index of several attributes',
      { indexes: { x: { index: 'regional', partitionKey: '<id>' } } },
      "the partition key needs a template for each of ['tenant','region'], not 1",
    ],
    [
      'an index key that is an attribute, by another template',
      { indexes: { x: { index: 'owned', partitionKey: 'owner#<owner>' } } },
      "partition key 'owner#<owner>' must be one attribute",
    ],
    [
      'an index key attribute that can be null',
      { indexes: { x: { index: 'owned', partitionKey: '<owner>' } } },
      'never null',
    ],
    [
      'a keyOnly attribute that is not in the key',
      { keyOnly: ['email'] },
      "'email' is keyOnly, and can't be read back from the primary key",
    ],
    [
      'a keyOnly attribute whose case is lost',
      { keyOnly: ['email'], key: { partitionKey: '<email:lower>', sortKey: 'x' } },
      "'email' is keyOnly, and can't be read back from the primary key",
    ],
    ['a version that is no attribute', { version: 'revision' }, "'revision' is not an attribute of the schema"],
    ['a version that is no number', { version: 'id' }, "the version 'id' must be a number"],
    [
      'a timestamp that is no attribute',
      { timestamps: { createdAt: 'made' } },
      "'made' is not an attribute of the schema",
    ],
    [
      'a timestamp that holds no time',
      { timestamps: { createdAt: 'tags' } },
      "the timestamp 'tags' takes neither ISO text nor a Date nor milliseconds",
    ],
    [
      'a discriminator in the place of an attribute',
      { discriminator: undefined },
      "the discriminator can't be 'entity'",
    ],
    [
      'a discriminator in the place of a key',
      { discriminator: { attribute: 'sk', value: 'x' } },
      "the discriminator can't be 'sk'",
    ],
    [
      'digits that DynamoDB may write otherwise in a text key',
      { schema: z.object({ id: z.string().meta({ dynamodb: 'N' }) }) },
      "'id', a number that can be written in several ways",
    ],
    [
      'a discriminator in the place of an index key',
      {
        discriminator: { attribute: 'gsi1pk', value: 'x' },
        indexes: { x: { index: 'gsi1', partitionKey: 'a#<id>', sortKey: 'x' } },
      },
      "the discriminator can't be 'gsi1pk'",
    ],
    [
      'a discriminator in the place of the time-to-live',
      { discriminator: { attribute: 'ttl', value: 'x' } },
      "the discriminator can't be 'ttl'",
    ],
  ])('%s', (_, changes, text) => {
    expect(define(changes)).toThrow(DefinitionError)
    expect(define(changes)).toThrow(text)
    expect(define(changes)).toThrow(/^Entity 'Item': /)
  })

  it.each<[string, string, string]>([
    ['an open placeholder', 'a#<id', '<id'],
    ['an unknown modifier', '<id:shout>', 'shout'],
    ['two placeholders with nothing between them', '<id><email>', '<email>'],
    ['an empty template', '', "''"],
  ])('a template with %s', (_, partitionKey, text) => {
    const broken = define({ key: { partitionKey, sortKey: 'x' } })
    expect(broken).toThrow(DefinitionError)
    expect(broken).toThrow(text)
  })

  it('a schema that DynamoDB cannot store', () => {
    const broken = define({ schema: z.object({ id: z.string(), run: z.function() }) })
    expect(broken).toThrow(DefinitionError)
    expect(broken).toThrow("DynamoDB can't store 'run'")
  })
})

describe('an entity', () => {
  it('is plain, frozen, and says what it was made of', () => {
    const Item = defineEntity({
      name: 'Item',
      table: Table,
      schema: z.object({ id: z.string() }),
      key: { partitionKey: 'item#<id>', sortKey: 'item' },
    })
    expect(Object.keys(Item)).toEqual(['name', 'table', 'schema'])
    expect(Item).toMatchObject({ name: 'Item', table: Table })
    expect(Object.isFrozen(Item)).toBe(true)
  })
})
