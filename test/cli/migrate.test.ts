import { BatchWriteItemCommand, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { localClient, tableName } from '../support/local.js'
import { cli, inTerminal, models, type RunOptions, userFolder } from './cli.js'

const name = tableName('cli-migrate')
const COUNT = 60
const folder = userFolder({
  'models.ts': models(name),
  // Slow enough to be interrupted.
  'greet.ts': `
import { defineMigration } from 'monotable/migrate'
import { User } from './models'
export default defineMigration({
  name: 'greet',
  from: User,
  transform: async user => {
    await new Promise(resolve => setTimeout(resolve, Number(process.env.PAUSE ?? 0)))
    return { ...user, name: user.name.startsWith('Hello ') ? user.name : 'Hello ' + user.name }
  },
})`,
  'broken.ts': `
import { defineMigration } from 'monotable/migrate'
import { User } from './models'
export default defineMigration({ name: 'broken', from: User, transform: user => ({ ...user, name: user.nme.first }) })`,
  'move.ts': `
import { defineEntity } from 'monotable'
import { defineMigration } from 'monotable/migrate'
import { AppTable, User } from './models'
const Member = defineEntity({
  name: 'Member', table: AppTable, schema: User.schema,
  key: { partitionKey: 'org#<team>', sortKey: 'member#<id>' },
})
export default defineMigration({ name: 'move', from: User, to: Member, transform: user => user })`,
  'none.ts': 'export const migration = {}',
})
const run = (parameters: string, options: Partial<RunOptions> = {}) =>
  cli(parameters.split(' '), { folder, ...options })
const names = async () => {
  const { Items = [] } = await localClient().send(new ScanCommand({ TableName: name, ConsistentRead: true }))
  return Items.map(item => item.name!.S!)
}
const greeted = async () => (await names()).filter(each => each.startsWith('Hello ')).length
/** The same server by an address that does not look like one of this machine. */
const remote = () => ({ DYNAMODB_URL: `http://[::ffff:127.0.0.1]:${new URL(inject('dynamodbEndpoint')).port}` })

beforeAll(async () => {
  expect((await run('table create models.ts')).code).toBe(0)
  const items = Array.from({ length: COUNT }, (_, at) => ({
    pk: { S: 'team#docs' },
    sk: { S: `user#${at}` },
    gsi1pk: { S: `name#n${at}` },
    gsi1sk: { S: String(at) },
    entity: { S: 'User' },
    team: { S: 'docs' },
    id: { S: String(at) },
    name: { S: `n${at}` },
  }))
  for (let at = 0; at < COUNT; at += 25) {
    const requests = items.slice(at, at + 25).map(Item => ({ PutRequest: { Item } }))
    await localClient().send(new BatchWriteItemCommand({ RequestItems: { [name]: requests } }))
  }
})

describe('a migration, from plan to undo', () => {
  it('is planned: nothing is written', async () => {
    const { code, stdout, stderr } = await run('plan greet.ts --examples 1')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^ {2}name +"n\d+" +→ +"Hello n\d+"$/m)
    expect(stdout).toContain('Nothing was written. To migrate: monotable run greet.ts\n')
    const json = JSON.parse((await run('plan greet.ts --sample all --json')).stdout)
    expect(json).toMatchObject({ table: name, whole: true, counts: { read: COUNT, updated: COUNT } })
    expect(await greeted()).toBe(0)
  })

  it('was never run', async () => {
    expect((await run('status greet.ts')).stdout).toMatch(/^not run {2}It was never run on the table/)
    const { code, stderr } = await run('undo greet.ts')
    expect(code).toBe(2)
    expect(stderr).toContain("Error: The migration 'greet' does not go on: it was never run: there is nothing to undo.")
    expect(JSON.parse((await run('verify greet.ts --json')).stdout)).toMatchObject({
      complete: false,
      counts: { left: COUNT },
    })
  })

  it('is not run on a table that is not local, unless it is named once more', async () => {
    const { code, stdout, stderr } = await run('run greet.ts', { env: remote() })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(`the table '${name}' is not on a local server`)
    expect(stderr).toContain('name it with --confirm once you have seen the plan.')
    expect((await run('run greet.ts --confirm other', { env: remote() })).stderr).toContain(
      "it was confirmed for the table 'other'",
    )
    const typed = await inTerminal(['run', 'greet.ts'], { folder, env: remote() }, [
      [/Type the name of the table to change it/, 'other\r'],
    ])
    expect(typed.code).toBe(2)
    expect(typed.screen).toContain("it was confirmed for the table 'other'")
    expect(await greeted()).toBe(0)
  })

  it('is stopped by Ctrl-C, says how it stands, and goes on', async () => {
    let killed = false
    const ran = run('run greet.ts --concurrency 1 --page-size 5 --segments 1 --json', {
      env: { PAUSE: '100' },
      onStart: kill => {
        const watch = setInterval(async () => {
          // Looked at anew: several looks can be under way at once, and a second Ctrl-C ends it without a word.
          if ((await greeted()) < 8 || killed) return
          killed = true
          clearInterval(watch)
          kill('SIGINT')
        }, 20)
      },
    })
    const { code, stdout, stderr } = await ran
    expect(code).toBe(130)
    expect(stderr).toContain('Stopping: what is under way is brought to its end.')
    const { error } = JSON.parse(stdout)
    expect(error).toMatchObject({
      code: 'interrupted',
      // A sentence; what was done until then is data.
      message: 'Stopped before its end. To go on from there: monotable run greet.ts',
      details: { table: name, outcome: 'stopped' },
    })
    const done = await greeted()
    // Those of the last page are not counted yet.
    expect(error.details.counts.updated).toBeGreaterThan(0)
    expect(done - error.details.counts.updated).toBeGreaterThanOrEqual(0)
    expect(done - error.details.counts.updated).toBeLessThanOrEqual(5)
    expect(done).toBeLessThan(COUNT)
    expect((await run('status greet.ts')).stdout).toMatch(/^interrupted .*To go on: monotable run greet\.ts/)

    const again = await run(`run greet.ts --confirm ${name}`, { env: remote() })
    expect(again.code).toBe(0)
    expect(again.stdout).toContain('It went on from where an earlier run was ended.')
    expect(again.stdout).toMatch(/^Done\. See that nothing is left: monotable verify greet\.ts$/m)
    expect(await greeted()).toBe(COUNT)
  })

  it('is verified', async () => {
    const { code, stdout } = await run('verify greet.ts')
    expect(code).toBe(0)
    expect(stdout).toContain(`The last run counted ${COUNT} updated; there are records of ${COUNT} updated.`)
    expect(stdout).toMatch(/^Complete\. Nothing is left to do\. .*: to put it back, monotable undo greet\.ts$/m)
  })

  it('is undone, and its history is told', async () => {
    const { code, stdout } = await run('undo greet.ts')
    expect(code).toBe(0)
    expect(stdout).toMatch(new RegExp(`^items put back +${COUNT}$`, 'm'))
    expect(stdout).toMatch(/^Undone\. To migrate once more: monotable run greet\.ts$/m)
    expect(await greeted()).toBe(0)
    const { state, history } = JSON.parse((await run('status greet.ts --json')).stdout)
    expect(state).toBe('undone')
    expect(history.map((entry: Record<string, string>) => [entry.action, entry.outcome])).toEqual([
      ['run', 'stopped'],
      ['run', 'done'],
      ['verify', 'done'],
      ['undo', 'done'],
    ])
  })

  it('is run on a terminal by typing the name, with a line that tells how far it is', async () => {
    const { code, screen } = await inTerminal(['run', 'greet.ts', '--page-size', '10'], { folder, env: remote() }, [
      [/Type the name of the table to change it/, `${name}\r`],
    ])
    expect(code).toBe(0)
    expect(screen).toMatch(/Migrating .*━+.* of 60 .*changes?/)
    expect(screen).toContain('\u001b[32mDone.\u001b[39m')
    expect(await greeted()).toBe(COUNT)
  })
})

describe('a migration that moves items', () => {
  const at = `--table ${name}`
  const user = { pk: { S: 'team#docs' }, sk: { S: 'user#1' } }
  const member = { pk: { S: 'org#docs' }, sk: { S: 'member#1' } }

  it('is undone but for what was changed since: where that was, and where it is now', async () => {
    const { stdout } = await run(`run move.ts ${at}`)
    expect(stdout).toContain(`See that nothing is left: monotable verify move.ts ${at}\n`)
    await localClient().send(
      new UpdateItemCommand({
        TableName: name,
        Key: member,
        UpdateExpression: 'SET #n = :n',
        ExpressionAttributeNames: { '#n': 'name' },
        ExpressionAttributeValues: { ':n': { S: 'edited' } },
      }),
    )
    const undone = await run(`undo move.ts ${at}`)
    expect(undone.code).toBe(1)
    expect(undone.stdout).toContain('\n  pk = "team#docs", sk = "user#1" → now pk = "org#docs", sk = "member#1"\n')
    expect(undone.stdout).toMatch(
      /^Undone, but for 1 item\. What is left is for somebody to decide on, item by item: .*$/m,
    )
    const again = JSON.parse((await run(`undo move.ts ${at} --json`)).stdout)
    expect(again).toMatchObject({
      counts: { restored: 59, left: 1 },
      left: [{ was: user, now: [member], reason: 'changed' }],
    })
  })

  it('that was undone is not complete, and is said to have been undone', async () => {
    expect((await run(`verify move.ts ${at}`)).stdout).toContain(
      `Not complete. It was undone. To migrate once more: monotable run move.ts ${at}\n`,
    )
  })
})

it('Ctrl-C on a terminal is answered on a line of its own', async () => {
  const { code, screen } = await inTerminal(
    ['run', 'greet.ts', '--concurrency', '1', '--page-size', '1', '--segments', '1'],
    { folder, env: { PAUSE: '100' } },
    [[/Migrating .*changes?/, '\u0003']],
  )
  expect(code).toBe(130)
  // The line that is drawn goes first.
  expect(screen).toContain('\r\u001b[2KStopping: what is under way')
  expect(screen).toContain('Stopped before its end. To go on from there: monotable run greet.ts')
})

describe('a server that does not answer', () => {
  it.each(['run', 'undo'])('has nothing done of a %s, and so nothing is said to be done', async command => {
    const { code, stderr } = await run(`${command} greet.ts --endpoint http://localhost:1`)
    expect(code).toBe(3)
    expect(stderr).toContain('The server does not answer.')
    expect(stderr).not.toMatch(/done|stays so/)
  })
})

describe('a migration that can not be', () => {
  it('has no default export', async () => {
    expect(await run('plan none.ts')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'Error: none.ts has no migration as its default export: export default defineMigration({ … }).\n',
    })
  })

  it('has a transform that throws: the items are set aside', async () => {
    const { code, stdout } = await run('plan broken.ts')
    expect(code).toBe(1)
    expect(stdout).toContain('Set aside, and not changed:')
    expect(stdout).toContain("Cannot read properties of undefined (reading 'first')")
  })
})
