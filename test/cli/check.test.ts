import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import { localClient, tableName } from '../support/local.js'
import { cli, inTerminal, models, userFolder } from './cli.js'

const name = tableName('cli-check')
const user = (id: string, indexKey = `name#${id}`) => ({
  pk: { S: 'team#docs' },
  sk: { S: `user#${id}` },
  gsi1pk: { S: indexKey },
  gsi1sk: { S: id },
  entity: { S: 'User' },
  team: { S: 'docs' },
  id: { S: id },
  name: { S: id },
})
const folder = userFolder({
  'models.ts': models(name),
  'sound.jsonl': ['ada', 'alan'].map(id => JSON.stringify({ Item: user(id) })).join('\n'),
  'stale.jsonl': ['ada', 'alan'].map(id => JSON.stringify({ Item: user(id, 'name#x') })).join('\n'),
})
const run = (...parameters: string[]) => cli(['check', 'models.ts', ...parameters], { folder })

describe('a table', () => {
  beforeAll(async () => {
    expect((await cli(['table', 'create', 'models.ts'], { folder })).code).toBe(0)
    const items = [...['ada', 'alan', 'grace'].map(id => user(id)), { pk: { S: 'else' }, sk: { S: 'other' } }]
    const requests = items.map(Item => ({ PutRequest: { Item } }))
    await localClient().send(new BatchWriteItemCommand({ RequestItems: { [name]: requests } }))
  })

  it('is reported for people, and for programs', async () => {
    const { code, stdout, stderr } = await run()
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout).toMatch(new RegExp(`^Table '${name}': 4 items read\\.`))
    expect(stdout).toContain('✗ items of no entity: 1')

    const json = await run('--json', '--examples', '1')
    expect({ code: json.code, stderr: json.stderr }).toEqual({ code: 1, stderr: '' })
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: false,
      table: name,
      read: 4,
      findings: [{ kind: 'noEntity', examples: [{ pk: 'else', sk: 'other' }] }],
    })
  })

  it('is in order where what is found is tolerated', async () => {
    expect(await run('--tolerate', 'noEntity', '--segments', '1')).toMatchObject({ code: 0, stderr: '' })
  })

  it('has colours in a terminal, and a line that tells how far it is', async () => {
    const { code, screen } = await inTerminal(['check', 'models.ts'], { folder })
    expect(code).toBe(1)
    expect(screen).toContain('\u001b[31m✗ items of no entity: 1\u001b[39m')
    expect(screen).toMatch(/Reading .*━+.* 4 of 4 \(100 %\)/)
    // It is taken away again.
    expect(screen.lastIndexOf('\r\u001b[2K')).toBeGreaterThan(screen.lastIndexOf('Reading'))
  })

  it('has none where they are not wanted', async () => {
    for (const [options, env] of [
      [['--no-color'], {}],
      [[], { NO_COLOR: '1' }],
    ] as const) {
      const { screen } = await inTerminal(['check', 'models.ts', ...options], { folder, env })
      expect(screen).not.toContain('\u001b[31m')
      expect(screen).toContain('✗ items of no entity: 1')
    }
  })
})

describe('a file', () => {
  it('is checked with the keys of the definitions', async () => {
    expect(await run('--file', 'sound.jsonl')).toMatchObject({ code: 0, stderr: '' })
    const { code, stdout } = await run('--file', 'stale.jsonl', '--json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ read: 2, findings: [{ kind: 'indexKeyWrong', count: 2 }] })
  })
})

it('says that there is no such table', async () => {
  const { code, stdout, stderr } = await run('--table', 'no-such-table')
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
  expect(stderr).toContain("on table 'no-such-table' failed")
  expect(stderr).toContain('There is no such table there. Check --table, --region (AWS_REGION)')
})

it('knows which findings there are', async () => {
  const { code, stderr } = await run('--tolerate', 'noEntities')
  expect(code).toBe(2)
  expect(stderr).toContain("argument 'noEntities' is invalid. Allowed choices are noEntity, severalEntities")
})
