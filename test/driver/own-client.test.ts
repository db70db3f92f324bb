import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it, vi } from 'vitest'
import { createDatabase } from '../../src/index.js'
import { tableName } from '../support/local.js'
import { agent, Team, teamCode } from '../support/models.js'
import { failure } from '../support/server.js'
import { open } from '../support/transports.js'
import { createWire, type Wire } from '../support/wire.js'

describe.each(['standard', 'fast'] as const)('a client with things of its own, %s', way => {
  const start = async (config?: Parameters<typeof createWire>[0]) => {
    const table = tableName('clients')
    await open('standard', table).db.createTable()
    const opened = open(way, table, config)
    await opened.db.teams.put({ teamCode: 'A', title: 'a' })
    await opened.db.teams.get({ teamCode: 'A' })
    return opened
  }
  const get = ({ db }: { db: ReturnType<typeof open>['db'] }) => db.teams.get({ teamCode: 'A' })
  const last = ({ wire }: { wire: Wire }) => wire.requests.at(-1)!

  it('keeps middleware that comes, goes, and shares nothing between requests', async () => {
    const opened = await start()
    const { client } = opened.wire
    await get(opened)
    const inputs: unknown[] = []
    const outputs: unknown[] = []
    client.middlewareStack.add(
      (next, context) => async (args: any) => {
        ;(context as any).mine = args.input.Key.pk.S
        await new Promise(resolve => setTimeout(resolve, Math.random() * 5))
        args.request.headers['x-mine'] = (context as any).mine
        inputs.push(args.input)
        const answer: any = await next(args)
        outputs.push(answer.output)
        return answer
      },
      { name: 'mine', step: 'build' },
    )
    opened.wire.requests.length = 0
    await Promise.all(['A', 'B', 'C', 'D'].map(code => opened.db.teams.get({ teamCode: code })))
    for (const { headers, body } of opened.wire.requests) expect(headers['x-mine']).toBe(JSON.parse(body).Key.pk.S)
    expect(new Set(opened.wire.requests.map(({ headers }) => headers['x-mine'])).size).toBe(4)
    // It sees what it would see of the SDK's own commands.
    expect(inputs).toHaveLength(4)
    expect(outputs).toContainEqual(expect.objectContaining({ Item: expect.objectContaining({ title: { S: 'a' } }) }))
    client.middlewareStack.remove('mine')
    await get(opened)
    expect(last(opened).headers).not.toHaveProperty('x-mine')
  })

  it.each([
    'serializerMiddleware',
    'deserializerMiddleware',
    'loggerMiddleware',
    'retryMiddleware',
    'recursionDetectionMiddleware',
    'httpAuthSchemeMiddleware',
    'httpSigningMiddleware',
  ])('keeps what stands in the place of the SDK’s %s', async name => {
    const opened = await start()
    const entries: any[] = []
    const { middlewareStack } = opened.wire.client as any
    middlewareStack.applyToStack({
      add: (...entry: any[]) => entries.push(['add', ...entry]),
      addRelativeTo: (...entry: any[]) => entries.push(['addRelativeTo', ...entry]),
    })
    const [_add, own, { middleware: _, ...options }] = entries.find(([, , options]) => options.name === name)
    let seen = 0
    middlewareStack.add(
      (next: any, context: any) => (args: any) => {
        seen++
        return own(next, context)(args)
      },
      options,
    )
    for (let count = 0; count < 3; count++) await get(opened)
    expect(seen).toBe(3)
  })

  it('keeps plugins', async () => {
    const opened = await start()
    let seen = 0
    const count = <T>(answer: T) => {
      seen++
      return answer
    }
    opened.wire.client.middlewareStack.use({
      applyToStack: (stack: any) =>
        stack.addRelativeTo((next: any) => (args: any) => count(next(args)), {
          relation: 'after',
          toMiddleware: 'retryMiddleware',
          name: 'mine',
        }),
    })
    await get(opened)
    await get(opened)
    expect(seen).toBe(2)
  })

  it('keeps its logger, with what the SDK tells one', async () => {
    const lines: any[] = []
    const logger = {
      debug() {},
      info: (line: any) => lines.push(line),
      warn() {},
      error: (line: any) => lines.push(line),
    }
    const opened = await start({ logger })
    lines.length = 0
    await get(opened)
    await failure(opened.db.agents.update({ teamCode, id: 'none' }).set({ active: true }))
    expect(lines).toMatchObject([
      {
        clientName: 'DynamoDBClient',
        commandName: 'GetItemCommand',
        input: { Key: { pk: { S: 'team#A' } } },
        output: { Item: { title: { S: 'a' } } },
      },
      { commandName: 'UpdateItemCommand', error: { name: 'ConditionalCheckFailedException' } },
    ])
  })

  it('keeps its credentials: new ones sign the next request, a session’s with its token', async () => {
    let number = 0
    const expiration = () => new Date(Date.now() + (number > 2 ? 3_600_000 : 0))
    const opened = await start({
      credentials: async () => ({
        accessKeyId: `key${++number}`,
        secretAccessKey: 's',
        sessionToken: `token${number}`,
        expiration: expiration(),
      }),
    })
    const keys: string[] = []
    for (let count = 0; count < 5; count++) {
      await get(opened)
      const { authorization, 'x-amz-security-token': token } = last(opened).headers
      const key = /Credential=([^/]+)/.exec(authorization!)![1]!
      expect(token).toBe(key.replace('key', 'token'))
      keys.push(key)
    }
    expect(keys.slice(-3)).toEqual([`key${number}`, `key${number}`, `key${number}`])
    expect(number).toBeGreaterThanOrEqual(3)
    opened.wire.client.config.credentials = async () => ({ accessKeyId: 'other', secretAccessKey: 's' })
    await get(opened)
    expect(last(opened).headers.authorization).toContain('Credential=other/')
    expect(last(opened).headers).not.toHaveProperty('x-amz-security-token')
  })

  it('keeps its retries: their number, their mode, their quota', async () => {
    const opened = await start({ maxAttempts: 5 })
    opened.wire.faults.push('throttled', 'throttled', 'internal before', 'reset before')
    opened.wire.requests.length = 0
    expect(await get(opened)).toEqual({ teamCode: 'A', title: 'a' })
    expect(opened.wire.requests.map(({ headers }) => headers['amz-sdk-request'])).toEqual(
      [1, 2, 3, 4, 5].map(attempt => `attempt=${attempt}; max=5`),
    )
    expect(new Set(opened.wire.requests.map(({ headers }) => headers['amz-sdk-invocation-id'])).size).toBe(
      way === 'fast' ? 2 : 1,
    )
    const strategy: any = await (opened.wire.client.config as any).retryStrategy()
    const spent = strategy.getCapacity()
    for (let count = 0; count < 3; count++) await get(opened)
    expect(strategy.getCapacity()).toBe(spent + 3)
    const adaptive = await start({ retryMode: 'adaptive' })
    await get(adaptive)
    expect(last(adaptive).headers['user-agent']).toMatch(/m\/[^ ]*F/)
  })

  it('keeps a retry strategy of the old kind', async () => {
    let seen = 0
    const count = <T>(answer: T) => {
      seen++
      return answer
    }
    const retryStrategy: any = { mode: 'mine', retry: (next: any, args: any) => count(next(args)) }
    const opened = await start({ retryStrategy })
    seen = 0
    await get(opened)
    expect(seen).toBe(1)
  })

  it('learns of answers how far its clock is off, and signs accordingly', async () => {
    const opened = await start()
    const config = opened.wire.client.config as any
    opened.wire.faults.push('skewed')
    expect(await get(opened)).toEqual({ teamCode: 'A', title: 'a' })
    const [before, after] = opened.wire.requests.slice(-2).map(({ headers }) => dateOf(headers['x-amz-date']!))
    expect(after! - before!).toBeGreaterThan(3_500_000)
    // The answer's own date has set it right again.
    expect(Math.abs(config.systemClockOffset)).toBeLessThan(5000)
    config.systemClockOffset = -7_200_000
    await get(opened)
    expect(Date.now() - dateOf(last(opened).headers['x-amz-date']!)).toBeGreaterThan(7_000_000)
    expect(Math.abs(config.systemClockOffset)).toBeLessThan(5000)
  })

  it('leaves the clock alone where the client says so', async () => {
    const opened = await start({ disableClockSkewCorrection: true } as never)
    const config = opened.wire.client.config as any
    config.systemClockOffset = -7_200_000
    await get(opened)
    expect(Math.abs(Date.now() - dateOf(last(opened).headers['x-amz-date']!))).toBeLessThan(60_000)
    expect(config.systemClockOffset).toBe(-7_200_000)
  })

  it('keeps the trace of a Lambda function', async () => {
    process.env.AWS_LAMBDA_FUNCTION_NAME = 'f'
    try {
      process.env._X_AMZN_TRACE_ID = 'Root=1'
      const opened = await start()
      for (const trace of ['Root=2', 'Root=3']) {
        process.env._X_AMZN_TRACE_ID = trace
        await get(opened)
        const header = Object.entries(last(opened).headers).find(([name]) => name.toLowerCase() === 'x-amzn-trace-id')
        expect(header?.[1]).toBe(trace)
      }
    } finally {
      delete process.env.AWS_LAMBDA_FUNCTION_NAME
      delete process.env._X_AMZN_TRACE_ID
    }
  })

  it('whose send is wrapped has each request seen', async () => {
    const opened = await start()
    const { client } = opened.wire
    const seen: string[] = []
    const { send } = client
    client.send = ((command: any, ...rest: any[]) => {
      seen.push(`${command.constructor.name} ${command.input.Key.pk.S}`)
      return (send as any).call(client, command, ...rest)
    }) as never
    await get(opened)
    await get(opened)
    expect(seen).toEqual(['GetItemCommand team#A', 'GetItemCommand team#A'])
  })

  it('may keep its middleware itself, or be a document client', async () => {
    const caching = await start({ cacheMiddleware: true })
    await caching.db.agents.create(agent('x'))
    const add = () => caching.db.agents.update({ teamCode, id: 'x' }).add({ logins: 1 })
    await add()
    caching.wire.faults.push('reset after')
    expect((await failure(add())).details).toMatchObject({ outcome: 'unknown' })
    expect(await caching.db.agents.get({ teamCode, id: 'x' })).toMatchObject({ logins: 2 })
    const { wire } = await start()
    const client = DynamoDBDocumentClient.from(wire.client)
    const tableName = JSON.parse(wire.requests[0]!.body).TableName
    const db = createDatabase({ client, tableName, entities: { teams: Team }, transport: way })
    for (let count = 0; count < 3; count++)
      expect(await db.teams.get({ teamCode: 'A' })).toEqual({ teamCode: 'A', title: 'a' })
  })
})

const dateOf = (text: string) => Date.parse(text.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5'))

describe('an endpoint that changes', () => {
  const start = async (way: 'standard' | 'fast') => {
    const table = tableName('endpoints')
    await open('standard', table).db.createTable()
    const real = createWire().client.config.endpoint!
    const change = { port: 0 }
    const endpoint = async () => ({ ...(await real()), ...(change.port > 0 && change) })
    const { db, wire } = open(way, table, { endpoint, maxAttempts: 1 } as never)
    const get = () => db.teams.get({ teamCode: 'A' })
    await get()
    await get()
    change.port = 1
    return { get, port: () => wire.requests.at(-1)!.host.split(':')[1] }
  }

  it('is followed at once', async () => {
    const { get, port } = await start('standard')
    await failure(get())
    expect(port()).toBe('1')
  })

  it('is followed by the fast lane within half a minute', async () => {
    const { get, port } = await start('fast')
    await get()
    expect(port()).not.toBe('1')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 30_001 })
    try {
      await failure(get())
    } finally {
      vi.useRealTimers()
    }
    expect(port()).toBe('1')
  })
})
