import { setTimeout as sleep } from 'node:timers/promises'

/** A request that every DynamoDB answers and that changes nothing; the signature is not checked by a local one. */
const request = {
  method: 'POST',
  headers: {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'DynamoDB_20120810.ListTables',
    authorization:
      'AWS4-HMAC-SHA256 Credential=local/20200101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  },
  body: '{}',
}

/** Whether a server answers at the endpoint; with an origin, whether the server was started to allow that origin. */
async function answers(endpoint: string, origin: string | undefined): Promise<boolean> {
  try {
    const headers = origin === undefined ? request.headers : { ...request.headers, origin }
    const response = await fetch(endpoint, { ...request, headers, signal: AbortSignal.timeout(2_000) })
    await response.arrayBuffer()
    return origin === undefined || response.headers.get('access-control-allow-origin') === origin
  } catch {
    return false
  }
}

/** Waits until the endpoint answers: false after `timeout` milliseconds, or as soon as `hopeless()` is true. */
export async function waitForAnswer(
  endpoint: string,
  timeout: number,
  { origin, hopeless = () => false }: { origin?: string; hopeless?: () => boolean } = {},
): Promise<boolean> {
  const deadline = Date.now() + timeout
  while (!(await answers(endpoint, origin))) {
    if (hopeless() || Date.now() >= deadline) return false
    await sleep(50)
  }
  return true
}
