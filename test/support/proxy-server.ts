import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, halved, leftOver, type ProxyFault, refusalOf, serverError } from './proxy-faults.js'

/** The header by whose text a client knows its requests again. */
export const MARK = 'x-proxy-mark'

/** Whose a request is. */
interface Sender {
  /** The access key ID with which it is signed. */
  readonly caller: string
  /** What its header `x-proxy-mark` says; nothing where it has none. */
  readonly mark: string
}

/** A request as it comes to the proxy. */
export interface ProxyRequest extends Sender {
  readonly operation: string
  readonly input: any
}

/** What is to become of a request; `ms` is how long it or its answer is held back. */
export interface Verdict {
  readonly fault: ProxyFault
  readonly ms?: number | undefined
}

export interface ProxyServer {
  readonly endpoint: string
  /** Whether anything is under way of those senders' that are asked for. */
  isUnderWay(isMeant: (sender: Sender) => boolean): boolean
  /** Resolves when nothing is under way of those senders' that are asked for, of what they have given up too. */
  settled(isMeant?: (sender: Sender) => boolean): Promise<void>
  stop(): Promise<void>
}

const HELD = 600

/**
 * How many turns of the event loop it takes until a request is here that has been sent, and how long each is at least, in
 * milliseconds: on a busy machine its client may have given it up before.
 */
const TURNS = 8
const TURN = 3

/** How many pieces a slow answer comes in, and the milliseconds between them. */
const PIECES = 6
const PAUSE = 8

/**
 * Starts a proxy (HTTP over TCP) on a free port before a server.
 * @param decide says of each request what becomes of it, and may let it wait
 */
export async function startProxyServer(
  target: URL,
  decide: (request: ProxyRequest) => Verdict | Promise<Verdict>,
): Promise<ProxyServer> {
  const agent = new Agent({ keepAlive: true })
  const sockets = new Set<Socket>()
  const underWay = new Map<Promise<void>, Sender>()

  const forward = (from: IncomingMessage, body: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { 'content-length': _, host: __, ...headers } = from.headers
      const { hostname, port } = target
      const out = request({ hostname, port, method: 'POST', path: '/', agent, headers }, answer => {
        text(answer).then(body => resolve({ status: answer.statusCode ?? 500, body }), reject)
      })
      out.on('error', reject)
      out.end(body)
    })

  const handle = async (from: IncomingMessage, to: ServerResponse, sender: Sender): Promise<void> => {
    const body = await text(from)
    const operation = String(from.headers['x-amz-target']).split('.')[1] ?? ''
    const input = JSON.parse(body)
    const { fault, ms = HELD } = await decide({ operation, input, ...sender })
    const refusal = refusalOf(fault, operation, input)
    if (refusal) return reply(to, refusal)
    if (fault === 'drop before') return void from.socket.destroy()
    if (fault === 'hang before') return givenUp(to)
    if (fault === 'slow before' || fault === 'late') await sleep(ms)
    const { sent, rest } = fault === 'unprocessed' ? halved(input) : { sent: input, rest: undefined }
    const answer = await forward(from, rest ? JSON.stringify(sent) : body)
    switch (fault) {
      case 'drop after':
        return void from.socket.destroy()
      case 'hang after':
      case 'late':
        return givenUp(to)
      case '500 after':
      case '503 after':
        return reply(to, serverError(fault === '500 after' ? 500 : 503))
      case 'malformed':
        return reply(to, { ...answer, body: '<html>' })
      case 'truncated':
        return reply(to, { ...answer, body: answer.body.slice(0, -1) })
      case 'cut':
      case 'stalled':
        return breakOff(to, answer, fault)
      case 'trickle':
        return trickle(to, answer)
      case 'slow after':
        await sleep(ms)
    }
    reply(to, rest ? { ...answer, body: JSON.stringify(leftOver(operation, JSON.parse(answer.body), rest)) } : answer)
  }

  const server = createServer((from, to) => {
    const caller = /Credential=([^/]+)/.exec(from.headers.authorization ?? '')?.[1] ?? ''
    const sender = { caller, mark: String(from.headers[MARK] ?? '') }
    const work = handle(from, to, sender).catch(() => void from.socket.destroy())
    underWay.set(work, sender)
    work.finally(() => underWay.delete(work))
  })
  server.on('connection', socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    isUnderWay: isMeant => [...underWay.values()].some(isMeant),
    async settled(isMeant = () => true) {
      const left = () => [...underWay].flatMap(([work, sender]) => (isMeant(sender) ? [work] : []))
      do {
        await Promise.all(left())
        for (let turns = 0; turns < TURNS; turns++) await sleep(TURN)
      } while (left().length > 0)
    },
    async stop() {
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

const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'proxy' }

function reply(to: ServerResponse, { status, body }: Answer): void {
  if (to.destroyed) return
  to.writeHead(status, headers)
  to.end(body)
}

/** Waits until the client has closed the connection. */
async function givenUp(to: ServerResponse): Promise<void> {
  if (!to.destroyed) await once(to, 'close')
}

/** Sends half of an answer that says how long it is. */
async function breakOff(to: ServerResponse, { status, body }: Answer, fault: 'cut' | 'stalled'): Promise<void> {
  if (to.destroyed) return
  const bytes = Buffer.from(body)
  to.writeHead(status, { ...headers, 'content-length': bytes.length })
  to.write(bytes.subarray(0, bytes.length >> 1))
  if (fault === 'stalled') return givenUp(to)
  // So that it is on its way: a client that is gone would not tell.
  await sleep(PAUSE)
  to.destroy()
}

async function trickle(to: ServerResponse, { status, body }: Answer): Promise<void> {
  const bytes = Buffer.from(body)
  const size = Math.ceil(bytes.length / PIECES)
  if (to.destroyed) return
  to.writeHead(status, { ...headers, 'content-length': bytes.length })
  for (let at = 0; at < bytes.length && !to.destroyed; at += size) {
    to.write(bytes.subarray(at, at + size))
    await sleep(PAUSE)
  }
  to.end()
}
