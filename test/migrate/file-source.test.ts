import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { StoredItem } from 'monotable'
import { type FileSourceOptions, fileSource } from 'monotable/migrate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'monotable-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const write = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
async function itemsOf(path: string, options?: FileSourceOptions): Promise<StoredItem[]> {
  const items: StoredItem[] = []
  for await (const item of (await fileSource(path, options)).items()) items.push({ ...item })
  return items
}

const a = { pk: { S: 'a#1' }, sk: { S: 'x' }, n: { N: '1' }, list: { L: [{ BOOL: true }, { NULL: true }] } }
const b = { pk: { S: 'b#"]}' }, sk: { S: 'y\n' }, map: { M: { deep: { S: 'ü' } } } }
const plainA = { pk: 'a#1', sk: 'x', n: 1, list: [true, null] }
const plainB = { pk: 'b#"]}', sk: 'y\n', map: { deep: 'ü' } }
const json = JSON.stringify

const forms: Readonly<Record<string, string>> = {
  'array.json': json([plainA, plainB], null, 2),
  'lines.jsonl': `\uFEFF${json(plainA)}\n\n${json(plainB)}\n`,
  'dynamo-array.json': json([a, b]),
  'dynamo-lines.json': [a, b].map(item => json(item)).join('\n'),
  'item-lines.json': [a, b].map(Item => json({ Item })).join('\n'),
  'batch.json': json({ things: [a, b].map(Item => ({ PutRequest: { Item } })) }),
  'batch-input.json': json({ RequestItems: { things: [a, b].map(Item => ({ PutRequest: { Item } })) } }, null, 1),
  'scan.json': json({ Items: [a, b], Count: 2, ScannedCount: 2, ConsumedCapacity: null }),
}

it.each(Object.keys(forms))('%s is read', async name => {
  const path = write(name, forms[name]!)
  expect(await itemsOf(path)).toEqual([a, b])
  const { table, itemCount, notes } = await fileSource(path)
  expect([table.partitionKey, table.sortKey, itemCount]).toEqual([
    { name: 'pk', type: 'string' },
    { name: 'sk', type: 'string' },
    2,
  ])
  expect(table.name).toBe(name.startsWith('batch') ? 'things' : name.replace(/\.json.*/, ''))
  expect(notes).toEqual(["The file does not tell the table's key: 'pk' and 'sk' are taken for it."])
})

it('takes an item that has Items for an item, and what a request deletes for none', async () => {
  const item = { pk: 'a', Items: ['x'], Count: 1 }
  expect(await itemsOf(write('cart.jsonl', json(item)))).toEqual([
    { pk: { S: 'a' }, Items: { L: [{ S: 'x' }] }, Count: { N: '1' } },
  ])
  const requests = [{ DeleteRequest: { Key: { pk: { S: 'b' } } } }, { PutRequest: { Item: a } }]
  expect(await itemsOf(write('deletes.json', json({ things: requests })))).toEqual([a])
})

it('is unpacked where it ends in .gz, however it falls into pieces', async () => {
  const many = Array.from({ length: 20_000 }, (_, n) => ({ pk: `é${n}`, sk: '"\\', text: `\\"{[${n}` }))
  const items = await itemsOf(write('many.json.gz', gzipSync(json(many))))
  expect(items).toHaveLength(20_000)
  expect(items[19_999]).toEqual({ pk: { S: 'é19999' }, sk: { S: '"\\' }, text: { S: '\\"{[19999' } })
})

it('has binaries, sets and numbers as DynamoDB has them', async () => {
  const item = { pk: { S: 'a' }, raw: { B: 'AQI=' }, set: { SS: ['a'] }, raws: { BS: ['AQ=='] }, big: { N: '1e30' } }
  const [read] = await itemsOf(write('types.json', json([item])))
  expect(read).toEqual({ ...item, raw: { B: new Uint8Array([1, 2]) }, raws: { BS: [new Uint8Array([1])] } })
})

it('is an export to S3: the items of all data files, and the name of the table', async () => {
  const root = join(folder, 'export/AWSDynamoDB/01-abc')
  mkdirSync(join(root, 'data'), { recursive: true })
  writeFileSync(
    join(root, 'manifest-summary.json'),
    json({ tableArn: 'arn:aws:dynamodb:eu-west-1:1:table/orders', outputFormat: 'DYNAMODB_JSON' }),
  )
  const file = (name: string, Item: object) => {
    writeFileSync(join(root, 'data', name), gzipSync(`${json({ Item })}\n`))
    return json({ itemCount: 1, dataFileS3Key: `AWSDynamoDB/01-abc/data/${name}` })
  }
  writeFileSync(join(root, 'manifest-files.json'), `${file('x.json.gz', a)}\n${file('y.json.gz', b)}\n`)
  expect(await itemsOf(join(folder, 'export'))).toEqual([a, b])
  expect((await fileSource(root)).table.name).toBe('orders')
  writeFileSync(join(root, 'manifest-files.json'), json({ dataFileS3Key: 1 }))
  await expect(fileSource(root)).rejects.toThrow("line 1: it has no 'dataFileS3Key', and names no file")
  writeFileSync(join(root, 'manifest-files.json'), `${file('x.json.gz', a)}\n${file('y.json.gz', b)}\n`)
  rmSync(join(root, 'data/y.json.gz'))
  await expect(fileSource(root)).rejects.toThrow(
    "manifest-files.json, line 2: it names 'AWSDynamoDB/01-abc/data/y.json.gz', which",
  )
})

const model = {
  DataModel: [
    {
      TableName: 'Shop',
      KeyAttributes: {
        PartitionKey: { AttributeName: 'pk', AttributeType: 'S' },
        SortKey: { AttributeName: 'at', AttributeType: 'N' },
      },
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byMail',
          KeyAttributes: { PartitionKey: { AttributeName: 'mail', AttributeType: 'S' } },
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['x'] },
        },
      ],
      TableData: [{ pk: { S: 'a' }, at: { N: '1' }, x: { M: { loose: 'text' } } }],
      TableFacets: [
        {
          TableData: [
            { pk: { S: 'a' }, at: { N: '1' }, y: { S: 'facet' } },
            { pk: { S: 'b' }, at: { N: '2' } },
          ],
        },
      ],
    },
    { TableName: 'Other', KeyAttributes: { PartitionKey: { AttributeName: 'id', AttributeType: 'S' } } },
  ],
}

it('is a model of NoSQL Workbench: table and facets together, keys and indexes as it says', async () => {
  const path = write('model.json', json(model))
  const { table, notes } = await fileSource(path, { tableName: 'Shop' })
  expect(notes).toEqual([])
  expect(table.sortKey).toEqual({ name: 'at', type: 'number' })
  expect(table.indexes.get('byMail')).toMatchObject({ partitionKey: [{ name: 'mail' }], projection: ['x'] })
  expect(await itemsOf(path, { tableName: 'Shop' })).toEqual([
    { pk: { S: 'a' }, at: { N: '1' }, x: { M: { loose: { S: 'text' } } }, y: { S: 'facet' } },
    { pk: { S: 'b' }, at: { N: '2' } },
  ])
  await expect(fileSource(path)).rejects.toThrow(
    "it has several tables, 'Shop', 'Other': say which one with 'tableName'",
  )
  await expect(fileSource(path, { tableName: 'None' })).rejects.toThrow("it has no table 'None', but 'Shop', 'Other'")
})

describe('a signal', () => {
  const path = () => write('aborted.jsonl', [plainA, plainB].map(item => json(item)).join('\n'))
  const sources: Readonly<Record<string, (options?: FileSourceOptions) => ReturnType<typeof fileSource>>> = {
    'a file': options => fileSource(path(), options),
    'a packed file': options => fileSource(write('aborted.jsonl.gz', gzipSync(json(plainA))), options),
    'a model': options => fileSource(write('aborted.json', json(model)), { ...options, tableName: 'Shop' }),
  }
  const aborted = (cause: unknown) => ({
    code: 'request.aborted',
    details: { operation: 'fileSource', outcome: 'not written' },
    cause,
  })

  it.each(Object.keys(sources))('that is aborted ends the making of a source of %s', async name => {
    const cause = new Error('enough')
    await expect(sources[name]!({ signal: AbortSignal.abort(cause) })).rejects.toMatchObject(aborted(cause))
  })

  it.each(Object.keys(sources))('ends the reading of %s', async name => {
    const source = await sources[name]!()
    const cause = new Error('enough')
    const items = source.items({ signal: AbortSignal.abort(cause) })[Symbol.asyncIterator]()
    await expect(items.next()).rejects.toMatchObject(aborted(cause))
  })

  it.each(['a file', 'a model'])('that is aborted between items ends the reading of %s', async name => {
    const controller = new AbortController()
    const source = await sources[name]!({ signal: controller.signal })
    const read = async () => {
      for await (const _ of source.items()) controller.abort(new Error('enough'))
    }
    await expect(read()).rejects.toMatchObject(aborted(new Error('enough')))
  })
})

it('is one table of a model whose others are unfinished', async () => {
  const path = write('unfinished.json', json({ ...model, DataModel: [...model.DataModel, { TableName: 'Later' }] }))
  expect(await itemsOf(path, { tableName: 'Shop' })).toHaveLength(2)
  await expect(fileSource(path, { tableName: 'Later' })).rejects.toThrow("its table 'Later' has no keys")
})

it('takes the key that it is given, and guesses indexes from their names', async () => {
  const path = write(
    'keys.json',
    json([
      { id: 'a', at: 1, gsi1pk: 'x', 'gsi1-sk': 'y' },
      { id: 'a', at: 2 },
    ]),
  )
  const given = await fileSource(path, { partitionKey: 'id', sortKey: 'at' })
  expect(given.table.sortKey).toEqual({ name: 'at', type: 'number' })
  expect(given.notes).toEqual(["The file does not tell the table's indexes: gsi1 is guessed from names of attributes."])
  const guessed = await fileSource(path, { indexes: {} })
  expect(guessed.table.indexes.size).toBe(0)
  expect(guessed.notes[1]).toBe('1 items have the key of another one: these may not be the keys of the table.')
})

const bad: readonly (readonly [name: string, content: string, says: string])[] = [
  ['cut.json', '[{"pk":"a"},\n{"pk":', 'line 2: the file ends before what begins here does'],
  ['comma.jsonl', '{"pk":"a"}\n{"pk":"b",}\n', 'line 2: what begins here is no JSON'],
  ['junk.json', '{"pk":"a"}\nhello\n{"pk":"b"}', 'line 2: there is something between the items that is none'],
  ['close.json', '{"pk":"a"}}', "line 1: there is a '}' too many"],
  ['scalar.json', '[1, 2]', 'line 1: there is something between the items that is none'],
  ['nested.json', '[[1]]', 'line 1: an item is an object, and here is something else'],
  ['text.json', '"pk"', 'line 1: a text stands where an item is expected'],
  ['empty.json', '[]', 'it has no items'],
  ['keyless.json', '[{"a":"b"}]', 'no attribute looks like one: give partitionKey'],
  ['partial.json', '[{"pk":"a","sk":"b"},{"sk":"b"}]', 'no attribute looks like one'],
  [
    'digits.json',
    '[{"pk":"a","n":90071992547409930}]',
    "line 1: 'n' can't be stored: it is beyond Number.MAX_SAFE_INTEGER",
  ],
  [
    'base64.json',
    '[{"pk":{"S":"a"},"raw":{"B":"*"}}]',
    "line 1: 'raw' can't be stored: it holds a binary that is no base64",
  ],
  [
    'untagged.json',
    '[{"pk":{"S":"a"},"m":{"M":{"x":"y"}}}]',
    "line 1: 'm' can't be stored: it holds something without",
  ],
  [
    'two.json',
    '{"a":[{"PutRequest":{"Item":{"pk":{"S":"a"}}}}],"b":[{"PutRequest":{"Item":{"pk":{"S":"a"}}}}]}',
    "into several tables, 'a', 'b'",
  ],
  [
    'deep.json',
    `[{"pk":{"S":"a"},"x":${'{"L":['.repeat(5000)}${']}'.repeat(5000)}}]`,
    "'x' can't be stored: it is nested over 32",
  ],
  ['set.json', '[{"pk":{"S":"a"},"x":{"NS":[1]}}]', "'x' can't be stored: it holds a set whose elements are no texts"],
  ['null.json', '{"DataModel":[null]}', "it has a table without a 'TableName'"],
  ['keyless-model.json', '{"DataModel":[{"TableName":"a","KeyAttributes":{"PartitionKey":null}}]}', "'a' has no keys"],
  [
    'index.json',
    '{"DataModel":[{"TableName":"a","KeyAttributes":{"PartitionKey":{"AttributeName":"pk"}},"GlobalSecondaryIndexes":[{}]}]}',
    "'a' has an index without a name, keys or a projection",
  ],
  [
    'data.json',
    '{"DataModel":[{"TableName":"a","KeyAttributes":{"PartitionKey":{"AttributeName":"pk"}},"TableFacets":[{"TableData":1}]}]}',
    "'a' has data that are no list",
  ],
  ['broken.json.gz', 'no gzip', "it can't be read (incorrect header check)"],
]
it.each(bad)('%s: what is wrong is said, and where', async (name, content, says) => {
  const path = write(name, content)
  await expect(fileSource(path)).rejects.toMatchObject({ code: 'file.invalid', message: expect.stringContaining(says) })
  await expect(fileSource(path)).rejects.toThrow(path)
})

it('says that there is none, or that the key is not in every item', async () => {
  await expect(fileSource(join(folder, 'none.json'))).rejects.toMatchObject({ code: 'file.invalid' })
  await expect(fileSource(folder, {})).rejects.toMatchObject({ code: 'file.invalid' })
  const path = write('given.json', '[{"pk":"a"},{"pk":"b","at":1}]')
  await expect(fileSource(path, { partitionKey: 'pk', sortKey: 'at' })).rejects.toThrow(
    "not every item has 'pk' and 'at' as a text",
  )
})
