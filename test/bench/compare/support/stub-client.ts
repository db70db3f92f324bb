import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { DynamoDB } from '@aws-sdk/client-dynamodb'

/** The body that a request is answered with. It is told the operation, and can parse what was sent. */
export type Answer = (operation: string, sent: () => any) => Uint8Array

/** What the SDK's own handlers are given, as far as it is used here. */
interface Sent {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

const textOf = ({ body }: Sent): string => (typeof body === 'string' ? body : new TextDecoder().decode(body))
const operationOf = (request: Sent): string => request.headers['x-amz-target']!.split('.')[1]!

/** A stream that gives all at once, as a socket gives a small answer: Readable.from would cost more than some that is measured. */
const streamOf = (body: Uint8Array) =>
  new Readable({
    read() {
      this.push(body)
      this.push(null)
    },
  })

/**
 * A client that does all that a client does, but for the network: commands are serialised and signed, answers come as bytes
 * from a stream and are parsed.
 * @param latency Milliseconds until the answer.
 * @returns the class with a method for each command, which Dynamoose asks for; it is a `DynamoDBClient` too
 */
export function stubClient(answer: Answer, latency = 0): DynamoDB {
  const handle = async (request: Sent) => {
    if (latency > 0) await sleep(latency)
    const body = answer(operationOf(request), () => JSON.parse(textOf(request)))
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': String(body.length),
      'x-amzn-requestid': 'REQUEST',
    }
    return { response: { statusCode: 200, headers, body: streamOf(body) } }
  }
  const requestHandler: any = {
    metadata: { handlerProtocol: 'http/1.1' },
    handle,
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy() {},
  }
  return new DynamoDB({
    region: 'eu-west-1',
    endpoint: 'http://localhost:8000',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    requestHandler,
  })
}
