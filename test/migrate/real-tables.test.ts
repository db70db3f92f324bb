import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BatchWriteItemCommand, CreateTableCommand, type WriteRequest } from '@aws-sdk/client-dynamodb'
import { defineTable } from 'monotable'
import { check, fileSource, type PullReport, pull, tableSource } from 'monotable/migrate'
import { beforeAll, describe, expect, it } from 'vitest'
import { localClient, tableName } from '../support/local.js'
import { codeErrors } from './code-errors.js'
import { runCode } from './run-code.js'

/** A folder of public sample tables that are not part of this project. */
const folder = process.env.MONOTABLE_DATA
const isThere = folder !== undefined && existsSync(folder)
if (!isThere) console.info('No tables of others are loaded: MONOTABLE_DATA names no folder of them.')
const files = isThere
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(each => each.endsWith('.json'))
  : []

/** Puts the items of a file into a table of its own, and gives the table's name. */
async function load(file: string): Promise<string> {
  const source = await fileSource(join(folder!, file))
  const { partitionKey, sortKey, indexes } = source.table
  const client = localClient()
  const name = tableName('real')
  const table = defineTable({
    name,
    partitionKey,
    ...(sortKey && { sortKey }),
    indexes: Object.fromEntries([...indexes].map(([index, { name: _, kind, ...keys }]) => [index, keys])),
  })
  await client.send(new CreateTableCommand(table.createTableInput()))
  let requests: WriteRequest[] = []
  const flush = async () => {
    for (let left = requests; left.length > 0; ) {
      const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: left } }))
      left = UnprocessedItems?.[name] ?? []
    }
    requests = []
  }
  for await (const Item of source.items()) if (requests.push({ PutRequest: { Item } }) === 25) await flush()
  await flush()
  return name
}

describe.skipIf(!isThere)('tables that others have made, in DynamoDB', () => {
  const results = new Map<string, PullReport & { readonly tableName: string }>()
  const out = mkdtempSync(join(tmpdir(), 'monotable-pull-'))
  beforeAll(async () => {
    for (const file of files) {
      const name = await load(file)
      const result = await pull(await tableSource(localClient(), name))
      writeFileSync(join(out, `${file.replaceAll('/', '-')}.ts`), result.code)
      results.set(file, { ...result, tableName: name })
    }
  }, 300_000)

  it.each(files)('%s: check finds what pull said', async file => {
    const { coverage, tableName: name } = results.get(file)!
    const code = readFileSync(join(out, `${file.replaceAll('/', '-')}.ts`), 'utf8')
    const report = await check(await tableSource(localClient(), name), runCode(code).entities)
    expect(report.read).toBe(coverage.total)
    expect(report.entities.map(({ entity, count }) => ({ name: entity, count }))).toEqual(coverage.entities)
    expect(report.findings, coverage.sentence).toEqual([])
    expect([report.ok, coverage.covered]).toEqual([true, coverage.total])
  })

  it('become code that compiles as it stands in files', () => {
    const codes = readdirSync(out).map(name => [name.replace(/\.ts$/, ''), readFileSync(join(out, name), 'utf8')])
    expect(codes).toHaveLength(files.length)
    expect(codeErrors(Object.fromEntries(codes))).toEqual([])
  }, 120_000)
})
