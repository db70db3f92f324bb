import type { DynamoDBClient, DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { createLocalClient } from './local.js'

/** What a real server won't do on demand. */
export type Fault = 'throttled' | 'internal' | 'reset' | 'hangs'

/** A client whose requests end in these faults, one after another and the last again and again. */
export function faultyClient(faults: readonly Fault[], config: DynamoDBClientConfig = {}): Faulty {
  const seen: string[] = []
  const client = createLocalClient({
    maxAttempts: 1,
    ...config,
    requestHandler: {
      async handle(request: { headers: Record<string, string> }, { abortSignal }: { abortSignal?: AbortSignal } = {}) {
        const fault = faults[Math.min(seen.length, faults.length - 1)]
        seen.push(request.headers['x-amz-target']?.split('.')[1] ?? '')
        if (fault === 'reset') throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
        if (fault === 'throttled') return answer(400, 'ProvisionedThroughputExceededException')
        if (fault === 'internal') return answer(500, 'InternalServerError')
        return new Promise((_, reject) =>
          abortSignal?.addEventListener('abort', () =>
            reject(Object.assign(new Error('Request aborted'), { name: 'AbortError' })),
          ),
        )
      },
    } as never,
  })
  return { client, seen }
}

export interface Faulty {
  readonly client: DynamoDBClient
  /** The operations that reached the wire. */
  readonly seen: readonly string[]
}

const answer = (statusCode: number, type: string) => ({
  response: {
    statusCode,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'R-1' },
    body: new TextEncoder().encode(
      JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'no' }),
    ),
  },
})
