import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DynamoDBClient, DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { inject } from 'vitest'
import { createLocalClient } from './local.js'

/**
 * What becomes of one request on its way to a real server. *before* and *after* say whether the server has acted by then:
 * the connection is dropped, or the answer is held back (for `ms` milliseconds), or it is a 500.
 */
export type ProxyFault =
  | 'pass'
  | 'drop before'
  | 'drop after'
  | 'slow before'
  | 'slow after'
  | '500 before'
  | '500 after'
  /** 400, ProvisionedThroughputExceededException. */
  | 'throttle'
  /** The transaction is cancelled for another one; a write that is none is refused for one. */
  | 'conflict'
  /** The second half of a batch is left over. */
  | 'unprocessed'

/** The fault of the next request of an operation, and of the `times - 1` that follow it. */
interface PlannedFault {
  readonly on: string
  readonly fault: ProxyFault
  readonly times?: number
  /** How long an answer is held back, in milliseconds. */
  readonly ms?: number
}

/** Chooses the fault of each request, which waits for it. */
type ChooseFault = (operation: string, input: any) => ProxyFault | Promise<ProxyFault>

export interface FaultProxy {
  readonly endpoint: string
  /** A client that goes through the proxy; all clients share its plan. */
  client(config?: DynamoDBClientConfig): DynamoDBClient
  /** What becomes of the requests from now on, by the order of the plan; what it does not speak of passes. */
  plan(faults: readonly PlannedFault[] | ChooseFault): void
  /** What reached the proxy since `plan`, and what became of it. */
  readonly seen: readonly SeenRequest[]
  /** Resolves when nothing is under way, of what clients have given up too. */
  settled(): Promise<void>
  stop(): Promise<void>
}

interface SeenRequest {
  readonly operation: string
  readonly input: any
  readonly fault: ProxyFault
}

interface Answer {
  readonly status: number
  readonly body: string
}

const HELD = 600

/** Starts a proxy on a free port before a DynamoDB Local, the run's one where none is named. */
export async function startFaultProxy(before: string = inject('dynamodbEndpoint')): Promise<FaultProxy> {
  const target = new URL(before)
  const agent = new Agent({ keepAlive: true })
  const sockets = new Set<Socket>()
  const clients: DynamoDBClient[] = []
  const underWay = new Set<Promise<void>>()
  let seen: SeenRequest[] = []
  let planned: (PlannedFault & { left: number })[] = []
  let choose: ChooseFault | undefined

  const next = async (operation: string, input: unknown): Promise<{ fault: ProxyFault; ms?: number | undefined }> => {
    if (choose) return { fault: await choose(operation, input) }
    const entry = planned.find(({ on, left }) => on === operation && left > 0)
    if (entry) entry.left--
    return entry ?? { fault: 'pass' }
  }

  const forward = (from: IncomingMessage, body: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { 'content-length': _, host: __, ...headers } = from.headers
      const { hostname, port } = target
      const out = request({ hostname, port, method: 'POST', path: '/', agent, headers }, async answer => {
        resolve({ status: answer.statusCode ?? 500, body: await text(answer) })
      })
      out.on('error', reject)
      out.end(body)
    })

  const handle = async (from: IncomingMessage, to: ServerResponse): Promise<void> => {
    const body = await text(from)
    const operation = String(from.headers['x-amz-target']).split('.')[1] ?? ''
    const input = JSON.parse(body)
    const { fault, ms = HELD } = await next(operation, input)
    seen.push({ operation, input, fault })
    const reply = ({ status, body }: Answer) => {
      if (to.destroyed) return
      to.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'proxy' })
      to.end(body)
    }
    if (fault === 'throttle') return reply(refusal(400, 'ProvisionedThroughputExceededException'))
    if (fault === 'conflict') return reply(conflict(operation, input))
    if (fault === '500 before') return reply(refusal(500, 'InternalServerError'))
    if (fault === 'drop before') return void from.socket.destroy()
    if (fault === 'slow before') await sleep(ms)
    const { sent, rest } = fault === 'unprocessed' ? halved(input) : { sent: input, rest: undefined }
    const answer = await forward(from, rest ? JSON.stringify(sent) : body)
    if (fault === 'drop after') return void from.socket.destroy()
    if (fault === '500 after') return reply(refusal(500, 'InternalServerError'))
    if (fault === 'slow after') await sleep(ms)
    const left = operation === 'BatchGetItem' ? 'UnprocessedKeys' : 'UnprocessedItems'
    reply(rest ? { ...answer, body: JSON.stringify({ ...JSON.parse(answer.body), [left]: rest }) } : answer)
  }

  const server = createServer((from, to) => {
    const work = handle(from, to).catch(() => void from.socket.destroy())
    underWay.add(work)
    work.finally(() => underWay.delete(work))
  })
  server.on('connection', socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    endpoint,
    client(config) {
      const client = createLocalClient({ endpoint, ...config })
      clients.push(client)
      return client
    },
    plan(faults) {
      seen = []
      choose = typeof faults === 'function' ? faults : undefined
      planned = typeof faults === 'function' ? [] : faults.map(entry => ({ ...entry, left: entry.times ?? 1 }))
    },
    get seen() {
      return seen
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
    async stop() {
      for (const client of clients) client.destroy()
      for (const socket of sockets) socket.destroy()
      agent.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

async function text(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

const refusal = (status: number, type: string, more: object = {}): Answer => ({
  status,
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'a planned fault', ...more }),
})

function conflict(operation: string, { TransactItems = [] }: { TransactItems?: unknown[] }): Answer {
  if (!operation.startsWith('Transact')) return refusal(400, 'TransactionConflictException')
  const CancellationReasons = TransactItems.map((_, index) =>
    index === 0 ? { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' } : { Code: 'None' },
  )
  return refusal(400, 'TransactionCanceledException', { CancellationReasons })
}

/** The entries of a batch in two: what is sent, and what will be left over. */
function halved(input: any): { sent: object; rest: object | undefined } {
  const sent: Record<string, unknown> = {}
  const rest: Record<string, unknown> = {}
  for (const [table, entries] of Object.entries<any>(input.RequestItems)) {
    const list: unknown[] = entries.Keys ?? entries
    const half = Math.ceil(list.length / 2)
    const part = (some: unknown[]) => (entries.Keys ? { ...entries, Keys: some } : some)
    sent[table] = part(list.slice(0, half))
    if (half < list.length) rest[table] = part(list.slice(half))
  }
  return { sent: { ...input, RequestItems: sent }, rest: Object.keys(rest).length > 0 ? rest : undefined }
}
