import { CreateTableCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { afterEach, describe, expect, inject, it, vi } from 'vitest'
import { MonotableError } from '../../src/errors/monotable-error.js'
import { startLocalDynamoDB } from '../../src/testing/index.js'
import { serversOf } from './process-list.js'

afterEach(() => vi.unstubAllEnvs())

const table = (name: string) =>
  new CreateTableCommand({
    TableName: name,
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
  })

describe('startLocalDynamoDB', () => {
  it('starts several at once, each empty and on a port of its own, and stops them', async () => {
    const [first, second] = await Promise.all([
      startLocalDynamoDB({ engine: 'java' }),
      startLocalDynamoDB({ engine: 'java' }),
    ])
    expect(first.engine).toBe('java')
    expect(first.description).toMatch(/^DynamoDB Local \d+\.\d+\.\d+ on Java \d+$/)
    expect(first.endpoint).not.toBe(second.endpoint)
    await first.client.send(table('only-in-first'))
    expect((await first.client.send(new ListTablesCommand())).TableNames).toEqual(['only-in-first'])
    expect((await second.client.send(new ListTablesCommand())).TableNames).toEqual([])
    await Promise.all([first.stop(), first.stop(), second[Symbol.asyncDispose]()])
    expect([...serversOf(first.endpoint), ...serversOf(second.endpoint)]).toEqual([])
  })

  it('uses DYNAMODB_URL first, and does not stop what it did not start', async () => {
    vi.stubEnv('DYNAMODB_URL', inject('dynamodbEndpoint'))
    const first = await startLocalDynamoDB()
    expect(first).toMatchObject({ engine: 'url', endpoint: inject('dynamodbEndpoint') })
    expect(first.description).toBe(`DynamoDB at ${inject('dynamodbEndpoint')}`)
    await first.stop()
    const again = await startLocalDynamoDB()
    expect((await again.client.send(new ListTablesCommand())).$metadata.httpStatusCode).toBe(200)
    await again.stop()
  })

  it('does not go past a DYNAMODB_URL where nothing answers', async () => {
    vi.stubEnv('DYNAMODB_URL', 'http://127.0.0.1:1')
    const error = await startLocalDynamoDB({ timeout: 100 }).catch(error => error)
    expect(error).toBeInstanceOf(MonotableError)
    expect(error.code).toBe('local.unavailable')
    expect(error.message).toContain('nothing answers at DYNAMODB_URL (http://127.0.0.1:1)')
  })

  it.each(['localhost:8000', 'not an address'])('does not take %j for an address', async url => {
    vi.stubEnv('DYNAMODB_URL', url)
    await expect(startLocalDynamoDB()).rejects.toThrow('DYNAMODB_URL is no http address')
  })

  it('says of every engine what is wanting and what to do', async () => {
    vi.stubEnv('DYNAMODB_URL', undefined)
    vi.stubEnv('JAVA_HOME', '/nowhere')
    vi.stubEnv('PATH', '/nowhere')
    vi.stubEnv('DOCKER_HOST', 'tcp://127.0.0.1:1')
    const error = await startLocalDynamoDB().catch(error => error)
    expect(error.message).toContain('url: DYNAMODB_URL is not set: set it to')
    expect(error.message).toContain('java: no Java in JAVA_HOME or on the PATH: install Java 17 or later')
    expect(error.message).toMatch(/docker: .+: install Docker and start it/)
    expect(error.details.tried).toHaveLength(3)
  })

  it('tries the asked engine alone', async () => {
    vi.stubEnv('JAVA_HOME', '/nowhere')
    vi.stubEnv('PATH', '/nowhere')
    vi.stubEnv('DYNAMODB_URL', inject('dynamodbEndpoint'))
    await expect(startLocalDynamoDB({ engine: 'java' })).rejects.toThrow(
      "url: not tried, 'java' is asked for; java: no Java",
    )
  })
})
