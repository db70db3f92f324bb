import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import { localClient, tableName } from '../support/local.js'
import { cli, inTerminal, models, userFolder } from './cli.js'

const users = Array.from({ length: 12 }, (_, at) => ({
  pk: `team#${at % 3}`,
  sk: `user#${at}`,
  team: String(at % 3),
  id: String(at),
  name: `Name ${at}`,
  version: at + 1,
}))
const folder = userFolder({
  'items.jsonl': users.map(item => JSON.stringify(item)).join('\n'),
  'twice.ts': '// mine\n',
  'broken.json': '{ "pk": ',
})
const run = (...parameters: string[]) => cli(['pull', ...parameters], { folder })

describe('a file', () => {
  it('gives definitions on stdout, and tells on stderr what it covers and what it chose', async () => {
    const { code, stdout, stderr } = await run('items.jsonl')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^import .* from 'monotable'\n/)
    expect(stdout).toContain("partitionKey: 'team#<team>'")
    expect(stderr).toContain("The file does not tell the table's key: 'pk' and 'sk' are taken for it.")
    expect(stderr).toContain('\n  Taken, as nobody is asked: no, it is an attribute like others\n')
    expect(stderr).toContain('All 12 items match.')
  })

  it('gives a new file, which check then takes', async () => {
    const { code, stdout } = await run('items.jsonl', '--out', 'src/entities.ts')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Wrote src\/entities\.ts\.\n\nentity +items\n.*12\n\nAll 12 items match\.\n$/)
    const checked = await cli(['check', 'src/entities.ts', '--file', 'items.jsonl', '--json'], { folder })
    expect(checked.code).toBe(0)
    expect(JSON.parse(checked.stdout)).toMatchObject({ ok: true, read: 12, entities: [{ count: 12 }] })
  })

  it('never takes the place of another', async () => {
    const { code, stdout } = await run('items.jsonl', '--out', 'twice.ts')
    expect(code).toBe(1)
    expect(stdout).toMatch(/^- \/\/ mine\n/)
    expect(stdout).toContain('Not written: twice.ts is there already and differs as above')
    expect(readFileSync(join(folder, 'twice.ts'), 'utf8')).toBe('// mine\n')
  })

  it('gives programs all that was found', async () => {
    const { code, stdout } = await run('items.jsonl', '--json', '--table', 'app')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      table: 'app',
      coverage: { total: 12, covered: 12 },
      entities: [{ key: { partitionKey: 'team#<team>', sortKey: 'user#<id>' } }],
      questions: [{ chosen: 0 }],
      text: expect.stringContaining('defineEntity'),
    })
  })

  it('that is none is wrong use', async () => {
    expect(await run('broken.json')).toMatchObject({ code: 2, stdout: '' })
    const missing = await run('nowhere.json')
    expect(missing.code).toBe(2)
    expect(missing.stderr).toContain("nowhere.json: it can't be read")
    expect((await run()).stderr).toBe('Error: Which items? Give --table, or a file that has them.\n')
    expect((await run('--table', 'app', '--sort-key', 'sk')).stderr).toContain(
      '--partition-key and --sort-key are for files.',
    )
  })
})

describe('on a terminal', () => {
  const question = /Is .*version.*which monotable is to keep/s

  it('asks what the items leave open', async () => {
    const down = '\u001b[B'
    const { code, screen } = await inTerminal(['pull', 'items.jsonl', '--out', 'asked.ts'], { folder }, [
      [question, `${down}\r`],
    ])
    expect(code).toBe(0)
    expect(screen).toContain('yes, monotable keeps it')
    expect(readFileSync(join(folder, 'asked.ts'), 'utf8')).toMatch(/^ {2}version: 'version',$/m)
  })

  it('does not ask where it is not to', async () => {
    const { code, screen } = await inTerminal(['pull', 'items.jsonl', '--out', 'unasked.ts', '--yes'], { folder })
    expect(code).toBe(0)
    expect(screen).toContain('Taken, as nobody is asked: no, it is an attribute like others')
  })

  it('Ctrl-C in a question ends it, and nothing is written', async () => {
    const { code, screen } = await inTerminal(['pull', 'items.jsonl', '--out', 'stopped.ts'], { folder }, [
      [question, '\u0003'],
    ])
    expect(code).toBe(130)
    expect(screen).toContain('Stopped at a question. Nothing was done.')
    expect(() => readFileSync(join(folder, 'stopped.ts'))).toThrow('ENOENT')
  })
})

it('a live table', async () => {
  const name = tableName('cli-pull')
  const made = userFolder({ 'models.ts': models(name) })
  expect((await cli(['table', 'create', 'models.ts'], { folder: made })).code).toBe(0)
  const requests = users.map(({ pk, sk, team, id }) => ({
    PutRequest: { Item: { pk: { S: pk }, sk: { S: sk }, team: { S: team }, id: { S: id } } },
  }))
  await localClient().send(new BatchWriteItemCommand({ RequestItems: { [name]: requests } }))
  const pulled = await cli(['pull', '--table', name, '--out', 'entities.ts'], { folder: made })
  expect(pulled).toMatchObject({ code: 0, stdout: expect.stringContaining('All 12 items match.') })
  expect(await cli(['check', 'entities.ts'], { folder: made })).toMatchObject({ code: 0 })
  const svg = await cli(['diagram', 'entities.ts'], { folder: made })
  expect(svg).toMatchObject({ code: 0, stdout: expect.stringMatching(/^<svg/) })
  const page = await cli(['diagram', 'entities.ts', '--format', 'html', '--out', 'model.html'], { folder: made })
  expect(page).toEqual({ code: 0, stdout: 'Wrote model.html.\n', stderr: '' })
})
