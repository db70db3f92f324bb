import { AsyncLocalStorage } from 'node:async_hooks'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { MARK } from '../support/proxy-server.js'

const current = new AsyncLocalStorage<Call>()

/** One call of the library, and what is known of its requests: by its name the proxy knows them. */
export class Call {
  /** How many requests were sent, or were to be. */
  sent = 0
  #isGivenUp = false
  readonly #answers: { readonly complete?: boolean }[] = []

  constructor(readonly name: string) {}

  /** Runs what makes the requests of the call. */
  run<T>(work: () => T): T {
    return current.run(this, work)
  }

  /** Whether a request ended without its whole answer: its client gave it up, or its connection was cut. It may be under way still. */
  get isBroken(): boolean {
    return this.#isGivenUp || this.#answers.some(({ complete }) => complete === false)
  }

  /** Notes how a request ends. */
  async watch<T extends { readonly response: { readonly body?: any } }>(request: Promise<T>): Promise<T> {
    this.sent++
    try {
      const answer = await request
      this.#answers.push(answer.response.body ?? {})
      return answer
    } catch (error) {
      this.#isGivenUp = true
      throw error
    }
  }
}

/** Lets a client mark its requests with the call that they are of. */
export function markRequests(client: DynamoDBClient): DynamoDBClient {
  const { requestHandler } = client.config
  const handle = requestHandler.handle.bind(requestHandler)
  requestHandler.handle = (request, options) => {
    const call = current.getStore()
    if (!call) return handle(request, options)
    // A copy: the library keeps what the SDK makes as an example for others.
    const marked = Object.assign(Object.create(Object.getPrototypeOf(request)), request)
    marked.headers = { ...request.headers, [MARK]: call.name }
    return call.watch(handle(marked, options))
  }
  return client
}
