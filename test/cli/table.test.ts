import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DeleteTableCommand, DescribeTableCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import { localClient, tableName } from '../support/local.js'
import { cli, models, userFolder } from './cli.js'

const name = tableName('cli-table')
const folder = userFolder({ 'models.ts': models(name) })
const run = (...parameters: string[]) => cli(parameters, { folder })

it('makes a table, and finds how one differs', async () => {
  const missing = await run('table', 'diff', 'models.ts')
  expect(missing).toMatchObject({ code: 1, stderr: '' })
  expect(missing.stdout).toContain(`The table ${name} is not as it is defined.`)
  expect(missing.stdout).toContain(`  → To make it: monotable table create models.ts\n`)
  expect(missing.stdout).not.toContain('createTable')

  expect(await run('table', 'create', 'models.ts')).toEqual({
    code: 0,
    stdout: `Made the table ${name}, billed on demand, with 1 index.\nDynamoDB deletes items by the attribute 'ttl'.\n`,
    stderr: `Making the table ${name} …\n`,
  })
  expect(await run('table', 'diff', 'models.ts')).toEqual({
    code: 0,
    stdout: `The table ${name} is as it is defined.\n`,
    stderr: '',
  })

  await localClient().send(
    new UpdateTimeToLiveCommand({
      TableName: name,
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: false },
    }),
  )
  const { code, stdout } = await run('table', 'diff', 'models.ts', '--json')
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({
    table: name,
    matches: false,
    differences: [
      {
        subject: 'time-to-live',
        severity: 'breaks',
        advice: expect.stringContaining('aws dynamodb update-time-to-live'),
      },
    ],
  })
  expect((await run('table', 'diff', 'models.ts')).stdout).toMatch(/^breaks {2}time-to-live: /)
})

it('makes it under another name, and refuses to do so twice', async () => {
  const other = tableName('cli-other')
  const made = await run('table', 'create', 'models.ts', '--table', other, '--json')
  expect(made.code).toBe(0)
  expect(JSON.parse(made.stdout)).toEqual({ table: other, created: true, indexes: ['gsi1'], timeToLive: 'ttl' })

  const again = await run('table', 'create', 'models.ts', '--table', other)
  expect(again).toMatchObject({ code: 3, stdout: '' })
  expect(again.stderr).toContain(
    'The table is there already, or is being changed. `monotable table diff` says how it differs.',
  )
  await localClient().send(new DeleteTableCommand({ TableName: other }))
})

it.each([true, false])('makes it so that it can be deleted, or not: protected %s', async isProtected => {
  const other = tableName('cli-protected')
  const protection = isProtected ? ['--deletion-protection'] : []
  expect((await run('table', 'create', 'models.ts', '--table', other, ...protection)).code).toBe(0)
  const { Table } = await localClient().send(new DescribeTableCommand({ TableName: other }))
  expect(Table).toMatchObject({ DeletionProtectionEnabled: isProtected })
})

describe('a text', () => {
  const exported = ['table', 'export', 'models.ts', '--format', 'terraform']

  it('goes to stdout, as it would go into a file', async () => {
    const { code, stdout } = await run(...exported, '--deletion-protection', '--table', 'app-blue')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^resource "aws_dynamodb_table"/)
    expect(stdout).toContain('"app-blue"')
    expect(stdout).toMatch(/deletion_protection_enabled\s+= true/)
  })

  it('goes into a new file, and never into the place of another', async () => {
    const file = join(folder, 'infra/table.tf')
    expect(await run(...exported, '--out', 'infra/table.tf')).toEqual({
      code: 0,
      stdout: 'Wrote infra/table.tf.\n',
      stderr: '',
    })
    const text = readFileSync(file, 'utf8')
    expect(text).toContain(name)
    expect(await run(...exported, '--out', 'infra/table.tf')).toMatchObject({
      code: 0,
      stdout: 'infra/table.tf is there already, and the same.\n',
    })

    const mine = `# mine\n${text.replace('"ttl"', '"expires"')}`
    writeFileSync(file, mine)
    const { code, stdout } = await run(...exported, '--out', 'infra/table.tf')
    expect(code).toBe(1)
    expect(stdout).toMatch(/^- # mine\n/)
    expect(stdout).toMatch(/^- .*"expires"\n\+ .*"ttl"$/m)
    expect(stdout).toContain('Not written: infra/table.tf is there already and differs as above')
    expect(readFileSync(file, 'utf8')).toBe(mine)

    const json = await run(...exported, '--out', 'infra/table.tf', '--json')
    expect(json.code).toBe(1)
    expect(JSON.parse(json.stdout)).toMatchObject({
      file,
      written: false,
      changes: expect.stringContaining('- # mine'),
    })
  })

  it('that can not be written is wrong use', async () => {
    const { code, stderr } = await run(...exported, '--out', 'models.ts/table.tf')
    expect(code).toBe(2)
    expect(stderr).toContain("models.ts/table.tf can't be read: ENOTDIR")
  })
})
