import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import { localClient, tableName } from '../support/local.js'
import { cli, models, root, userFolder } from './cli.js'

const name = tableName('cli-json')
const users = ['ada', 'alan'].map(id => ({
  pk: { S: 'team#docs' },
  sk: { S: `user#${id}` },
  gsi1pk: { S: `name#${id}` },
  gsi1sk: { S: id },
  entity: { S: 'User' },
  team: { S: 'docs' },
  id: { S: id },
  name: { S: id },
}))
const folder = userFolder({
  'models.ts': models(name),
  'items.jsonl': users.map(Item => JSON.stringify({ Item })).join('\n'),
  'greet.ts': `
import { defineMigration } from 'monotable/migrate'
import { User } from './models'
export default defineMigration({ name: 'greet', from: User, transform: user => ({ ...user, name: user.name + '!' }) })`,
})
const run = (parameters: string) => cli(parameters.split(' '), { folder })

/** The fields that docs/command-line.md names, by command. */
const documented = new Map(
  Array.from(
    readFileSync(join(root, 'docs/command-line.md'), 'utf8').matchAll(
      /^\| `([a-z ]+)` \| ((?:`\w+\??`(?:, )?)+) \|$/gm,
    ),
    ([, command, fields]) => [
      command!,
      Array.from(fields!.matchAll(/`(\w+)(\?)?`/g), ([, field, maybe]) => [field!, !!maybe] as const),
    ],
  ),
)

beforeAll(async () => {
  expect((await run('table create models.ts')).code).toBe(0)
  const requests = users.map(Item => ({ PutRequest: { Item } }))
  await localClient().send(new BatchWriteItemCommand({ RequestItems: { [name]: requests } }))
})

/** In an order in which each finds what it needs. */
const commands: readonly (readonly [command: string, parameters: string, code: number])[] = [
  ['pull', `pull --table ${name}`, 0],
  ['check', 'check models.ts', 0],
  ['plan', 'plan greet.ts', 1],
  ['run', 'run greet.ts', 0],
  ['verify', 'verify greet.ts', 0],
  ['status', 'status greet.ts', 0],
  ['undo', 'undo greet.ts', 0],
  // Of what was undone it says more.
  ['status', 'status greet.ts', 0],
  ['table create', `table create models.ts --table ${tableName('cli-json')}`, 0],
  ['table diff', 'table diff models.ts', 0],
  ['table export', 'table export models.ts --format cdk', 0],
  ['diagram', 'diagram models.ts', 0],
]

describe('--json', () => {
  it.each(commands)(
    'of %s is one document on stdout, with the fields that are documented',
    async (command, line, code) => {
      const ran = await run(`${line} --json`)
      expect(ran.code).toBe(code)
      const document = JSON.parse(ran.stdout)
      const fields = documented.get(command) ?? []
      expect(fields.length).toBeGreaterThan(2)
      expect(Object.keys(document).filter(field => !fields.some(([known]) => known === field))).toEqual([])
      for (const [field, maybe] of fields) if (!maybe) expect(document).toHaveProperty(field)
      expect(document.table).toEqual(expect.any(String))
      // Whatever is counted is a number.
      for (const text of ran.stdout.matchAll(
        /"(?:read|write|count|items|complaints|wrong|total|covered|seconds)": (.)/g,
      ))
        expect(text[1]).toMatch(/[\d{[]/)
    },
  )

  it('of all commands is tested and documented', () => {
    expect([...documented.keys()].sort()).toEqual([...new Set(commands.map(([command]) => command))].sort())
  })

  const failures: readonly (readonly [line: string, code: number, said: string])[] = [
    ['check', 2, 'usage'],
    ['table', 2, 'usage'],
    ['pul', 2, 'usage'],
    ['check models.ts --segments 0', 2, 'usage'],
    ['check models.ts --table ab', 2, 'usage'],
    ['check models.ts --endpoint localhost:8000', 2, 'usage'],
    ['run models.ts', 2, 'usage'],
    ['pull nowhere.json', 2, 'file.invalid'],
    ['verify greet.ts --table no-such-table', 3, 'request.failed'],
    ['plan greet.ts --endpoint http://localhost:1', 3, 'request.failed'],
  ]
  it.each(failures)('of a failure is an error with a code: %s', async (line, code, said) => {
    const [json, text] = await Promise.all([run(`${line} --json`), run(line)])
    expect([json.code, text.code]).toEqual([code, code])
    expect(JSON.parse(json.stdout)).toEqual({
      error: expect.objectContaining({ code: said, message: expect.stringMatching(/^[^\n]+$/) }),
    })
    // People are told the same, and no stack.
    expect(text.stdout).toBe('')
    expect(text.stderr).not.toMatch(/^\s+at /m)
  })
})
