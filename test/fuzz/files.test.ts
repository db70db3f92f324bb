import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import type { StoredItem } from 'monotable'
import { fileSource, pull } from 'monotable/migrate'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { byteChanges, changeBytes, changeTree, treeChanges } from './mutate.js'
import { createCounts, outcomeOf, runs } from './support.js'

/* Files of items that are damaged, or were made by somebody who means no good: read as what they are, or refused by what is wrong. */

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'monotable-fuzz-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const a = {
  pk: { S: 'user#1' },
  sk: { S: 'profile' },
  n: { N: '1' },
  list: { L: [{ BOOL: true }, { NULL: true }, { B: 'AQI=' }] },
}
const b = {
  pk: { S: 'user#"]}' },
  sk: { S: 'order#2026\n' },
  map: { M: { deep: { S: 'ü😀' }, set: { SS: ['a', 'b'] } } },
}
const plainA = { pk: 'user#1', sk: 'profile', n: 1, list: [true, null, 'x'], gsi1pk: 'g', gsi1sk: 'h' }
const plainB = { pk: 'user#"]}', sk: 'order#2026\n', map: { deep: 'ü😀' }, gsi1pk: 'g', gsi1sk: 'i' }
const keys = {
  PartitionKey: { AttributeName: 'pk', AttributeType: 'S' },
  SortKey: { AttributeName: 'sk', AttributeType: 'S' },
}
const workbench = {
  ModelName: 'Shop',
  DataModel: [
    {
      TableName: 'Shop',
      KeyAttributes: keys,
      GlobalSecondaryIndexes: [
        {
          IndexName: 'gsi1',
          KeyAttributes: { ...keys },
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['n'] },
        },
      ],
      LocalSecondaryIndexes: [{ IndexName: 'lsi1', KeyAttributes: keys, Projection: { ProjectionType: 'KEYS_ONLY' } }],
      TableData: [a],
      TableFacets: [{ FacetName: 'f', TableData: [a, b] }],
    },
  ],
}

/** Of each form, the values that follow one another in the file. */
const forms: Readonly<Record<string, readonly unknown[]>> = {
  'plain.json': [[plainA, plainB]],
  'plain.jsonl': [plainA, plainB],
  'dynamo.json': [[a, b]],
  'dynamo.jsonl': [a, b],
  'items.jsonl': [{ Item: a }, { Item: b }],
  'batch.json': [{ things: [{ PutRequest: { Item: a } }, { DeleteRequest: { Key: { pk: a.pk, sk: a.sk } } }] }],
  'request.json': [{ RequestItems: { things: [{ PutRequest: { Item: b } }] } }],
  'scan.json': [{ Items: [a, b], Count: 2, ScannedCount: 2, ConsumedCapacity: null }],
  'workbench.json': [workbench],
}
const textOf = (values: readonly unknown[]) => values.map(value => JSON.stringify(value)).join('\n')

const { counts, count, outcome } = createCounts()
afterAll(() => console.info('files:', counts))

/** What a value of DynamoDB's is. */
function isStored(value: any): boolean {
  const [[type, content], ...more] = Object.entries<any>(value) as [[string, any]]
  const all = (list: any, test: (each: any) => boolean) => Array.isArray(list) && list.every(test)
  const isText = (each: unknown) => typeof each === 'string'
  const tests: Record<string, () => boolean> = {
    S: () => isText(content),
    N: () => isText(content) && Number.isFinite(Number(content)),
    B: () => content instanceof Uint8Array,
    BOOL: () => typeof content === 'boolean',
    NULL: () => typeof content === 'boolean',
    SS: () => all(content, isText),
    NS: () => all(content, each => isText(each) && Number.isFinite(Number(each))),
    BS: () => all(content, each => each instanceof Uint8Array),
    L: () => all(content, isStored),
    M: () => Object.values(content).every(isStored),
  }
  return more.length === 0 && Boolean(tests[type]?.())
}

async function check(path: string): Promise<void> {
  const { result: source, error } = outcome(await outcomeOf(() => fileSource(path)))
  if (error) return expect(error.code).toMatch(/^(file\.invalid|definition\.table)$/)
  const items: StoredItem[] = []
  for await (const item of source!.items()) items.push(item)
  expect(items.length).toBe(source!.itemCount)
  for (const item of items) expect(Object.values(item).every(isStored)).toBe(true)
  const pulled = await outcomeOf(() => pull(source!))
  if (pulled.error) return count(`pull: ${pulled.error.code}`)
  const { coverage, code } = pulled.result!
  expect(coverage.covered).toBeLessThanOrEqual(items.length)
  expect(code).toContain('defineTable')
  count(coverage.covered === items.length ? 'pulled whole' : 'pulled in part')
}

/** Writes files into the folder, and gives the path of the first. */
function write(files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return join(folder, Object.keys(files)[0]!)
}

const form = fc.constantFrom(...Object.keys(forms))

it('a file whose values were changed is read, or refused', async () => {
  await fc.assert(
    fc.asyncProperty(form, treeChanges, async (name, changes) => {
      const changed = changeTree(forms[name], changes)
      await check(write({ [name]: textOf(Array.isArray(changed) ? changed : [changed]) }))
    }),
    { numRuns: runs(250) },
  )
}, 120_000)

it('a file whose bytes were changed is read, or refused', async () => {
  await fc.assert(
    fc.asyncProperty(form, byteChanges, fc.constantFrom('', 'inside', 'outside'), async (name, changes, zip) => {
      const bytes = Buffer.from(textOf(forms[name]!))
      if (zip === '') await check(write({ [name]: changeBytes(bytes, changes) }))
      else if (zip === 'inside') await check(write({ [`${name}.gz`]: gzipSync(changeBytes(bytes, changes)) }))
      else await check(write({ [`${name}.gz`]: changeBytes(gzipSync(bytes), changes) }))
    }),
    { numRuns: runs(250) },
  )
}, 120_000)

it('an export whose manifests or data were changed is read, or refused', async () => {
  const summary = {
    tableArn: 'arn:aws:dynamodb:eu-west-1:1:table/orders',
    outputFormat: 'DYNAMODB_JSON',
    exportType: 'FULL_EXPORT',
  }
  const manifest = [a, b].map((_, at) => ({ itemCount: 1, dataFileS3Key: `AWSDynamoDB/01/data/${at}.json.gz` }))
  let exported = 0
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('summary', 'manifest', 'data'),
      treeChanges,
      byteChanges,
      fc.boolean(),
      async (which, tree, bytes, whole) => {
        const root = `export${exported++}`
        const change = (name: string, values: readonly unknown[]) => {
          if (name !== which) return Buffer.from(textOf(values))
          if (whole) return changeBytes(Buffer.from(textOf(values)), bytes)
          const changed = changeTree(values, tree)
          return Buffer.from(textOf(Array.isArray(changed) ? changed : [changed]))
        }
        const data = [a, b].map((Item, at) => [`${root}/data/${at}.json.gz`, gzipSync(change('data', [{ Item }]))])
        write({
          [`${root}/manifest-summary.json`]: change('summary', [summary]),
          [`${root}/manifest-files.json`]: change('manifest', manifest),
          ...Object.fromEntries(data),
        })
        await check(join(folder, root))
        rmSync(join(folder, root), { recursive: true })
      },
    ),
    { numRuns: runs(150) },
  )
}, 120_000)

it('what is nested without end is refused', async () => {
  for (const [open, close] of [
    ['[', ']'],
    ['{"a":', '}'],
    ['{"M":{"a":', '}}'],
    ['{"L":[', ']}'],
  ] as const)
    for (const depth of [40, 100_000]) {
      const value = `${open.repeat(depth)}1${close.repeat(depth)}`
      for (const text of [value, `{"pk":"a","x":${value}}`, `{"pk":{"S":"a"},"x":${value}}`, `{"DataModel":${value}}`])
        await check(write({ 'deep.json': text }))
    }
}, 60_000)
