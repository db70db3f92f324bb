import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it, vi } from 'vitest'
import { createDatabase } from '../../src/index.js'
import { createLocalClient, tableName } from '../support/local.js'
import { Team } from '../support/models.js'
import { failure } from '../support/server.js'
import { open } from '../support/transports.js'
import { createWire } from '../support/wire.js'

/** A database that has been used once, so that its client is known. */
async function start(way: 'standard' | 'fast', config: Parameters<typeof createWire>[0] = {}) {
  const table = tableName('edges')
  await open('standard', table).db.createTable()
  const opened = open(way, table, config)
  const { teams } = opened.db
  await teams.put({ teamCode: 'A', title: 'a' })
  await teams.put({ teamCode: 'A', title: 'a' })
  await teams.get({ teamCode: 'A' })
  await teams.get({ teamCode: 'A' })
  return { ...opened, teams, get: () => teams.get({ teamCode: 'A' }) }
}
const a = { teamCode: 'A', title: 'a' }

describe.each(['standard', 'fast'] as const)('%s', way => {
  it('a write that may have been made is in doubt, though the pipeline fails before it hears of it', async () => {
    let isRefused = false
    const refusal = Object.assign(new Error('no'), { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } })
    const real = createWire().client.config.endpointProvider
    const { teams, wire } = await start(way, {
      endpointProvider: ((...parameters: [never]) => {
        if (isRefused) throw refusal
        return real(...parameters)
      }) as never,
    })
    wire.faults.push('reset after')
    isRefused = true
    const error = await failure(teams.put({ teamCode: 'A', title: 'b' }))
    // By the pipeline it is refused before it is sent.
    const isSent = wire.requests.at(-1)!.operation === 'PutItem'
    expect(error.details).toMatchObject({ outcome: isSent ? 'unknown' : 'not written' })
    expect(isSent).toBe(way === 'fast')
  })

  it('many requests at once find out that the clock is off, and are made again', async () => {
    const { teams, wire } = await start(way, { maxAttempts: 3 })
    wire.faults.push(...Array(20).fill('skewed'))
    const results = await Promise.all([...Array(20)].map(() => teams.get({ teamCode: 'A' })))
    expect(results).toEqual(Array(20).fill(a))
  })

  it('a refusal that breaks off while the pipeline takes its time is read all the same', async () => {
    let answers = 0
    const server = createServer((request, response: ServerResponse) => {
      request.resume()
      answers++
      if (answers === 3) {
        response.writeHead(500, { 'content-length': '100' }).write('{"__type":')
        setTimeout(() => response.destroy(), 5)
      } else
        response.end(
          '{"Item":{"pk":{"S":"team#A"},"sk":{"S":"team"},"entity":{"S":"Team"},"teamCode":{"S":"A"},"title":{"S":"a"}}}',
        )
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const slow = async () => {
      if (answers > 2) await new Promise(resolve => setTimeout(resolve, 50))
      return { protocol: 'http:', hostname: '127.0.0.1', port, path: '/' }
    }
    const client = createLocalClient({ endpoint: slow as never })
    try {
      const { teams } = createDatabase({ client, entities: { teams: Team }, transport: way })
      for (let count = 0; count < 4; count++) expect(await teams.get({ teamCode: 'A' })).toEqual(a)
      expect(answers).toBe(5)
    } finally {
      client.destroy()
      server.close()
    }
  })

  it('a retry strategy of the old kind adds to the user agent of its own request alone', async () => {
    const retryStrategy: any = { mode: 'mine', retry: (next: any, args: any) => next(args) }
    const { get, wire } = await start(way, { retryStrategy })
    const agents = new Set<string | undefined>()
    for (let count = 0; count < 5; count++) {
      await get()
      agents.add(wire.requests.at(-1)!.headers['user-agent'])
    }
    expect(agents.size).toBe(1)
  })

  it('a command may be sent twice, and be given middleware, by who wraps the client', async () => {
    const { get, wire } = await start(way)
    const { client } = wire
    const send = client.send.bind(client) as (command: any, options?: object) => Promise<any>
    client.send = ((command: any, options?: object) => {
      command.middlewareStack.add(
        (next: any) => (args: any) => {
          args.request.headers['x-tenant'] = 't'
          return next(args)
        },
        { step: 'build', name: 'tenant', override: true },
      )
      return send(command, options).then(() => send(command, options))
    }) as never
    for (let count = 0; count < 3; count++) expect(await get()).toEqual(a)
    expect(wire.requests.slice(-6).map(({ headers }) => headers['x-tenant'])).toEqual(Array(6).fill('t'))
  })

  it('a request handler gets requests of the SDK’s class, and may give bodies in pieces of text', async () => {
    const real = createWire().client.config.requestHandler as any
    const requestHandler = {
      metadata: { handlerProtocol: 'http/1.1' },
      async handle(request: any, options: object) {
        const { response } = await real.handle(request.clone(), options)
        const chunks: Buffer[] = []
        for await (const chunk of response.body) chunks.push(chunk)
        const text = Buffer.concat(chunks).toString()
        const headers = Object.fromEntries(
          Object.entries(response.headers).map(([name, value]) => [name.toUpperCase(), value]),
        )
        return { response: { ...response, headers, body: Readable.from([text.slice(0, 5), text.slice(5)]) } }
      },
    }
    const events: unknown[] = []
    const table = tableName('edges')
    await open('standard', table).db.createTable()
    const { db } = open(way, table, { requestHandler } as never, {
      onResponse: ({ requestId }: any) => events.push(requestId),
    })
    await db.teams.put(a)
    for (let count = 0; count < 3; count++) expect(await db.teams.get({ teamCode: 'A' })).toEqual(a)
    expect(events.slice(1)).toEqual(Array(3).fill(expect.any(String)))
  })

  it('a signer of the user’s own signs each request', async () => {
    let signed = 0
    const { get, wire } = await start(way, {
      signer: {
        sign: async (request: any) => {
          signed++
          return {
            ...request,
            headers: {
              ...request.headers,
              authorization:
                'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
            },
          }
        },
      } as never,
    })
    const before = signed
    for (let count = 0; count < 3; count++) await get()
    expect(signed).toBe(before + 3)
    expect(wire.requests.at(-1)!.headers.authorization).toMatch(/Signature=0$/)
  })

  it('a logger that begins to listen is told', async () => {
    const logger = { debug() {}, info() {}, warn() {}, error() {} }
    const { get } = await start(way, { logger })
    const lines: unknown[] = []
    logger.info = ((line: unknown) => lines.push(line) && {}) as never
    await get()
    await get()
    expect(lines).toHaveLength(2)
  })

  it('another request handler is used from its first request on', async () => {
    const { get, wire } = await start(way)
    const other = createWire()
    wire.client.config.requestHandler = other.client.config.requestHandler
    const before = wire.requests.length
    expect(await get()).toEqual(a)
    expect([wire.requests.length, other.requests.length]).toEqual([before, 1])
  })

  it('keeps nothing of what it has sent', async () => {
    const { teams } = await start(way)
    setFlagsFromString('--expose-gc')
    const collect: () => void = runInNewContext('gc')
    const kept: WeakRef<object>[] = []
    for (let count = 0; count < 4; count++) {
      const scan = teams.query({ teamCode: 'A' })
      await scan
      kept.push(new WeakRef(scan.compile().ExpressionAttributeValues!))
    }
    await vi.waitFor(() => {
      collect()
      expect(kept.filter(ref => ref.deref())).toEqual([])
    })
  })
})
