import type { SdkConfig, SdkResponse } from './middleware-types.js'
import { readPage } from './read-page.js'
import { base64Of, readWire } from './wire.js'

/** A stream of Node's, as its HTTP client gives it. */
interface NodeStream {
  on(event: 'data', listener: (piece: Uint8Array | string) => void): this
  on(event: 'error', listener: (error: unknown) => void): this
  on(event: 'end' | 'close', listener: () => void): this
}

const isNodeStream = (body: unknown): body is NodeStream => typeof (body as Partial<NodeStream>).on === 'function'

/** The body of an answer whose reading has failed already. */
export class Unreadable {
  constructor(readonly error: unknown) {}
}

/** The bytes of an answer. */
export async function bytesOf({ body }: SdkResponse, { streamCollector }: SdkConfig): Promise<Uint8Array> {
  if (body instanceof Unreadable) throw body.error
  if (body instanceof Uint8Array) return body
  if (!body) return new Uint8Array()
  return isNodeStream(body) ? collect(body) : streamCollector(body)
}

/** Most answers come in one piece, which need not be copied, as the SDK's collector does. */
function collect(stream: NodeStream): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const pieces: Uint8Array[] = []
    let isSettled = false
    stream.on('data', piece => pieces.push(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece))
    stream.on('error', error => {
      isSettled = true
      reject(error)
    })
    stream.on('end', () => {
      isSettled = true
      resolve(pieces.length === 1 ? pieces[0]! : joined(pieces))
    })
    stream.on('close', () => {
      if (!isSettled) reject(new Error('The connection was closed before the answer was complete.'))
    })
  })
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let start = 0
  for (const piece of pieces) {
    bytes.set(piece, start)
    start += piece.length
  }
  return bytes
}

/** An output as the SDK has it. */
interface Output {
  readonly $metadata: object
}

/**
 * The output of an answer with a status of 200.
 * @throws SyntaxError
 */
export function outputOf({ headers: given, statusCode }: SdkResponse, body: Uint8Array, config: SdkConfig): Output {
  const headers = lowerCased(given)
  const $metadata = {
    httpStatusCode: statusCode,
    requestId: headers['x-amzn-requestid'] ?? headers['x-amzn-request-id'] ?? headers['x-amz-request-id'],
    extendedRequestId: headers['x-amz-id-2'],
    cfId: headers['x-amz-cf-id'],
  }
  return Object.assign(readOutput(body, config), { $metadata })
}

/** Not every request handler gives the names of headers in lower case, as Node does. */
function lowerCased(headers: SdkResponse['headers']): SdkResponse['headers'] {
  const names = Object.keys(headers)
  return names.every(name => name === name.toLowerCase())
    ? headers
    : Object.fromEntries(names.map(name => [name.toLowerCase(), headers[name]!]))
}

/** From so many bytes on an answer is a page of items, if it is not one large item. */
const PAGE = 8_192

function readOutput(body: Uint8Array, config: SdkConfig): object {
  const base64 = base64Of(config)
  const page = body.length < PAGE ? undefined : readPage(body, config.utf8Encoder, base64)
  return page ?? readWire(config.utf8Encoder(body), base64)
}
