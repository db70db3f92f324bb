import { Readable } from 'node:stream'
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { inject } from 'vitest'

/** A request as it went onto the wire. */
export interface WireRequest {
  readonly operation: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly host: string
}

/** What becomes of one request: it is sent or not, and what comes back. */
export type WireFault =
  | 'reset before'
  | 'reset after'
  | 'internal before'
  | 'internal after'
  | 'throttled'
  | 'expired'
  | 'skewed'
  /** A success whose body ends too soon, is no JSON, or breaks off with an error. */
  | 'truncated'
  | 'malformed'
  | 'broken off'

/** A client for DynamoDB Local whose requests are recorded, and end in faults where that is planned. */
export interface Wire {
  readonly client: DynamoDBClient
  readonly requests: WireRequest[]
  /** The faults of the next requests; undefined: none. */
  readonly faults: (WireFault | undefined)[]
  /** How many requests were made by the client's pipeline, and how many of them by its own serializer. */
  readonly made: { piped: number; serialized: number }
}

type Handler = { handle(request: any, options: any): Promise<{ response: any }> }

export function createWire(config: DynamoDBClientConfig = {}): Wire {
  const requests: WireRequest[] = []
  const faults: (WireFault | undefined)[] = []
  const made = { piped: 0, serialized: 0 }
  const base = {
    endpoint: inject('dynamodbEndpoint'),
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  }
  const { requestHandler, endpointProvider } = new DynamoDBClient(base).config
  const real = requestHandler as unknown as Handler
  const client = new DynamoDBClient({
    ...base,
    endpointProvider: (...parameters: Parameters<typeof endpointProvider>) => {
      made.piped++
      return endpointProvider(...parameters)
    },
    requestHandler: {
      metadata: { handlerProtocol: 'http/1.1' },
      async handle(request: any, options: any) {
        const { headers, body, hostname, port } = request
        const text = typeof body === 'string' ? body : new TextDecoder().decode(body)
        const operation = String(headers['x-amz-target']).split('.')[1]!
        requests.push({ operation, headers: { ...headers }, body: text, host: `${hostname}:${port}` })
        return faulty(faults.shift(), () => real.handle(request, options))
      },
    } as never,
    ...config,
  })
  const { protocol } = client.config as unknown as { protocol: { serializeRequest(...all: unknown[]): unknown } }
  const serialize = protocol.serializeRequest.bind(protocol)
  protocol.serializeRequest = (...all) => {
    made.serialized++
    return serialize(...all)
  }
  return { client, requests, faults, made }
}

async function faulty(
  fault: WireFault | undefined,
  send: () => Promise<{ response: any }>,
): Promise<{ response: any }> {
  const reset = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
  switch (fault) {
    case 'reset before':
      throw reset()
    case 'internal before':
      return refusal(500, 'InternalServerError')
    case 'throttled':
      return refusal(400, 'ProvisionedThroughputExceededException')
    case 'expired':
      return refusal(400, 'ExpiredTokenException')
    case 'skewed':
      return refusal(403, 'InvalidSignatureException', { date: new Date(Date.now() + 3_600_000).toUTCString() })
  }
  const { response } = await send()
  if (fault === undefined) return { response }
  const body = await bytesOf(response.body)
  switch (fault) {
    case 'reset after':
      throw reset()
    case 'internal after':
      return refusal(500, 'InternalServerError')
    case 'truncated':
      return { response: { ...response, body: Readable.from([body.subarray(0, body.length - 3)]) } }
    case 'malformed':
      return { response: { ...response, body: Readable.from([Buffer.from('<html>')]) } }
    default:
      return { response: { ...response, body: brokenOff(body, reset()) } }
  }
}

const brokenOff = (body: Buffer, error: Error) =>
  Readable.from(
    (async function* () {
      yield body.subarray(0, 2)
      throw error
    })(),
  )

async function bytesOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(piece)
  return Buffer.concat(pieces)
}

const refusal = (statusCode: number, type: string, headers = {}) => ({
  response: {
    statusCode,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'R-1', ...headers },
    body: Readable.from([
      Buffer.from(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'no' })),
    ]),
  },
})
