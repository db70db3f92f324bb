import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  CreateTableCommand,
  DescribeTableCommand,
  UpdateTableCommand,
  type UpdateTableCommandInput,
} from '@aws-sdk/client-dynamodb'
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { defineTable } from 'monotable'
import { beforeAll, describe, expect, it } from 'vitest'
import { cli, root, userFolder } from '../cli/cli.js'
import { localClient, useOwnServer } from '../support/local.js'
import { gameItems, isReal } from './battle-royale.js'
import { agrees } from './page.js'
import { filesErrors } from './type-check.js'
import { readSteps, type Step } from './walk.js'

await useOwnServer()
const table = 'battle-royale'
const steps = ['docs/adopt.md', 'docs/migrate.md'].flatMap(path => readSteps(root, path))
const folder = userFolder({ 'src/.keep': '', 'migrations/.keep': '' })
if (!isReal)
  console.info(`The table '${table}' is one like the lab's: MONOTABLE_DATA names no folder that has the lab's.`)

describe('the walk from pull to undo', () => {
  const files = new Map<string, string>()
  const write = (path: string, text: string) => {
    files.set(path, text)
    writeFileSync(join(folder, path), text)
  }

  beforeAll(async () => {
    const client = localClient()
    const Game = defineTable({ name: table, partitionKey: 'PK', sortKey: 'SK' })
    await client.send(new CreateTableCommand(Game.createTableInput()))
    const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } })
    const puts = gameItems().map(Item => ({ PutRequest: { Item } }))
    for (let at = 0; at < puts.length; at += 25)
      await documents.send(new BatchWriteCommand({ RequestItems: { [table]: puts.slice(at, at + 25) } }))
  })

  const take: { readonly [K in Step['kind']]: (step: Extract<Step, { kind: K }>) => void | Promise<void> } = {
    // What a command has written already is shown as it wrote it.
    file({ path, text, place }) {
      const written = join(folder, path)
      if (existsSync(written)) expect(text, place).toBe(readFileSync(written, 'utf8'))
      write(path, text)
    },
    edit({ path, edits, place }) {
      let text = files.get(path)!
      for (const { old, now } of edits) {
        expect(text, place).toContain(old)
        text = text.replace(old, () => now)
      }
      write(path, text)
    },
    async command({ words: [program, ...words], prints, place }) {
      if (program === 'aws') return updateTable(words)
      expect([program, words.shift()], place).toEqual(['npx', 'monotable'])
      const { stdout, stderr } = await cli(words, { folder })
      const shown = stdout + stderr.replace(/^\w.*: [\d,]+( of .*|, .*)?\n/gm, '')
      if (!agrees(prints, shown)) expect.fail(`${place} says\n${prints}\nand it is\n${shown}`)
    },
  }

  it.each(
    steps.map(
      step =>
        [`${step.place}: ${step.kind === 'command' ? step.words.slice(0, 4).join(' ') : step.path}`, step] as const,
    ),
  )('%s', async (_, step) => {
    await take[step.kind](step as never)
  })

  it('leaves files that compile', () => {
    expect(
      filesErrors(
        root,
        [...files.keys()].map(path => join(folder, path)),
      ),
    ).toEqual([])
  })
})

/** What the AWS CLI does with options that are JSON. */
async function updateTable([service, command, ...options]: readonly string[]): Promise<void> {
  expect([service, command]).toEqual(['dynamodb', 'update-table'])
  const pairs = options.flatMap((word, at) => (at % 2 === 0 ? [[word, options[at + 1]!] as const] : []))
  const named = pairs.map(([name, value]) => [
    name.replace(/^-|-(\w)/g, (_, letter = '') => letter.toUpperCase()).replace(/^\w/, first => first.toUpperCase()),
    value.startsWith('[') ? JSON.parse(value) : value,
  ])
  const client = localClient()
  await client.send(new UpdateTableCommand(Object.fromEntries(named) as UpdateTableCommandInput))
  // The table is active long before its new index is.
  await expect
    .poll(
      async () => {
        const { Table } = await client.send(new DescribeTableCommand({ TableName: table }))
        return Table!.GlobalSecondaryIndexes!.every(index => index.IndexStatus === 'ACTIVE')
      },
      { timeout: 100_000, interval: 500 },
    )
    .toBe(true)
}
