import { CreateTableCommand, DescribeTimeToLiveCommand } from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import { DefinitionError } from '../../src/index.js'
import { DynamoDBKVStore } from '../../src/kv/index.js'
import { localClient, tableName } from '../support/local.js'
import { failure } from '../support/server.js'
import { type TestOptions, useStore } from './support.js'

const server = useStore('kv-options')
const client = localClient()

describe('options that can not be', () => {
  const refused: Record<string, [options: TestOptions, reason: string]> = {
    'no table': [{ tableName: '' }, 'a store needs the name of its table'],
    'one key': [{ sortKey: 'pk' }, 'two attributes'],
    'a prefix with U+0000': [{ prefix: 'a\0' }, 'without U+0000'],
    'a prefix that is ill-formed': [{ prefix: '\ud800' }, 'well-formed'],
    'a prefix that is long': [{ prefix: 'p'.repeat(1025) }, '1024 bytes'],
    'another layout': [{ layout: 'deep' as never }, "'value' or 'flat'"],
    'an attribute that the SDK does not read': [{ valueAttribute: '__proto__' }, "'__proto__'"],
    'a key that the SDK does not read': [{ layout: 'flat', sortKey: '__proto__' }, "'__proto__'"],
    'the value in a key': [{ valueAttribute: 'sk' }, "'sk' can't be two attributes"],
    'the value in an attribute of the store': [{ valueAttribute: 'expiresAt' }, "'expiresAt' can't be two"],
    'the time-to-live in the value': [{ timeToLive: 'value' }, "'value' can't be two"],
    'a key called as the value': [{ partitionKey: 'value' }, "'value' can't be two"],
    'no name': [{ valueAttribute: '' }, 'has a name'],
    'one shard': [{ shards: 1 }, 'shards is a whole number from 2 to 256'],
    'half a shard': [{ shards: 2.5 }, 'shards is'],
    'many shards': [{ shards: 257 }, 'shards is'],
    'a negative bound': [{ compress: { over: -1 } }, 'compress.over'],
    'no bound': [{ compress: {} as never }, 'compress.over'],
    'a time for all': [{ expires: new Date() as never }, 'expires is a length'],
    'no time': [{ expires: {} as never }, 'expires is a length'],
    ...Object.fromEntries(
      Object.entries({ timeToLive: 'ttl', expires: { days: 1 }, shards: 2, compress: true, chunk: true }).map(
        ([name, value]) => [`flat with ${name}`, [{ layout: 'flat', [name]: value }, `has no '${name}'`]],
      ),
    ),
  }
  it.each(Object.keys(refused))('%s: refused', name => {
    const [options, reason] = refused[name]!
    const open = () => server.open(options)
    expect(open).toThrow(DefinitionError)
    expect(open).toThrow(reason)
  })
})

describe('createTable', () => {
  it('makes a table with the keys and the time-to-live', async () => {
    const name = tableName('kv-created')
    const store = new DynamoDBKVStore({
      client,
      tableName: name,
      partitionKey: 'ns',
      sortKey: 'name',
      timeToLive: 'end',
    })
    await store.createTable()
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: name }))
    expect(TimeToLiveDescription).toEqual({ AttributeName: 'end', TimeToLiveStatus: 'ENABLED' })
    await store.put('key', 1, { expires: { days: 1 } })
    expect(await store.get('key')).toBe(1)
    expect((await failure(store.createTable())).details).toMatchObject({ name: 'ResourceInUseException' })
  })

  it('makes one without in the flat layout', async () => {
    const name = tableName('kv-created')
    await new DynamoDBKVStore({ client, tableName: name, layout: 'flat' }).createTable()
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: name }))
    expect(TimeToLiveDescription?.TimeToLiveStatus).toBe('DISABLED')
  })
})

describe('fromTableName', () => {
  const create = async (keys: readonly (readonly [name: string, type: 'S' | 'N' | 'B'])[]) => {
    const TableName = tableName('kv-named')
    await client.send(
      new CreateTableCommand({
        TableName,
        KeySchema: keys.map(([AttributeName], at) => ({ AttributeName, KeyType: at === 0 ? 'HASH' : 'RANGE' })),
        AttributeDefinitions: keys.map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
        BillingMode: 'PAY_PER_REQUEST',
      }),
    )
    return TableName
  }

  it('takes the names of the keys from the table', async () => {
    const name = await create([
      ['collection', 'S'],
      ['id', 'S'],
    ])
    const store = await DynamoDBKVStore.fromTableName<{ n: number }>(name, { client, layout: 'flat' })
    await store.put('key', { n: 1 })
    expect(await store.getAll()).toEqual({ key: { n: 1 } })
  })

  it('refuses a table that has not two keys that are strings, and says what it has', async () => {
    const found: [keys: Parameters<typeof create>[0], text: string][] = [
      [[['id', 'S']], "this has partition key 'id' (string)."],
      [
        [
          ['id', 'S'],
          ['at', 'N'],
        ],
        "this has partition key 'id' (string); sort key 'at' (number).",
      ],
      [
        [
          ['id', 'B'],
          ['at', 'S'],
        ],
        "this has partition key 'id' (binary); sort key 'at' (string).",
      ],
    ]
    for (const [keys, text] of found) {
      const error = await failure(DynamoDBKVStore.fromTableName(await create(keys), { client }))
      expect(error).toBeInstanceOf(DefinitionError)
      expect(error.message).toContain(text)
    }
  })

  it('says that there is no table', async () => {
    const error = await failure(DynamoDBKVStore.fromTableName('no-such-table', { client }))
    expect(error.details).toMatchObject({ operation: 'DescribeTable', name: 'ResourceNotFoundException' })
  })
})

describe('other options', () => {
  it('reads as they say, and as a method says', async () => {
    const reads = async (options: TestOptions, consistent?: boolean) => {
      const store = server.open(options)
      const read = consistent === undefined ? {} : { consistent }
      const sent = await server.sentBy(async () => {
        await store.get('key', read)
        await store.has('key', read)
        await store.getMany(['key'], read)
        await store.getAll(read)
      })
      const isConsistent = ({ input }: (typeof sent)[number]) =>
        Boolean(input.ConsistentRead ?? Object.values<any>(input.RequestItems)[0].ConsistentRead)
      return sent.map(isConsistent)
    }
    expect(await reads({})).toEqual([true, true, true, true])
    expect(await reads({ consistent: false })).toEqual([false, false, false, false])
    expect(await reads({}, false)).toEqual([false, false, false, false])
    expect(await reads({ consistent: false }, true)).toEqual([true, true, true, true])
  })

  it('counts the capacity that it consumes, where it is asked to', async () => {
    const store = server.open({ consumedCapacity: true })
    expect(store.consumedCapacity()).toEqual({ read: 0, write: 0, requests: 0 })
    await store.put('counted', 'x'.repeat(3000))
    await store.get('counted')
    expect(store.consumedCapacity()).toEqual({ read: 1, write: 3, requests: 2 })
    expect(server.open().consumedCapacity()).toBe(undefined)
  })

  it('finds the table at DYNAMODB_URL', async () => {
    const before = { ...process.env }
    const { hostname, port, protocol } = await client.config.endpoint!()
    Object.assign(process.env, {
      DYNAMODB_URL: `${protocol}//${hostname}:${port}`,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    })
    try {
      const store = new DynamoDBKVStore({ tableName: server.options.tableName })
      await store.put('from the environment', 1)
      expect(await server.open().get('from the environment')).toBe(1)
    } finally {
      for (const name of ['DYNAMODB_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])
        if (before[name] === undefined) delete process.env[name]
        else process.env[name] = before[name]
    }
  })
})
