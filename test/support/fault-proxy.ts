import type { DynamoDBClient, DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { inject } from 'vitest'
import { createLocalClient } from './local.js'
import type { ProxyFault } from './proxy-faults.js'
import { startProxyServer, type Verdict } from './proxy-server.js'

export type { ProxyFault } from './proxy-faults.js'

/** The fault of the next request of an operation, and of the `times - 1` that follow it. */
interface PlannedFault extends Verdict {
  readonly on: string
  readonly times?: number
}

/** Chooses the fault of each request, which waits for it. */
type ChooseFault = (operation: string, input: any) => ProxyFault | Promise<ProxyFault>

export interface FaultProxy {
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

/** Starts a proxy before the run's DynamoDB Local, for faults that are planned one by one. */
export async function startFaultProxy(): Promise<FaultProxy> {
  const clients: DynamoDBClient[] = []
  let seen: SeenRequest[] = []
  let planned: (PlannedFault & { left: number })[] = []
  let choose: ChooseFault | undefined

  const next = async (operation: string, input: unknown): Promise<Verdict> => {
    if (choose) return { fault: await choose(operation, input) }
    const entry = planned.find(({ on, left }) => on === operation && left > 0)
    if (entry) entry.left--
    return entry ?? { fault: 'pass' }
  }
  const server = await startProxyServer(new URL(inject('dynamodbEndpoint')), async ({ operation, input }) => {
    const verdict = await next(operation, input)
    seen.push({ operation, input, fault: verdict.fault })
    return verdict
  })

  return {
    client(config) {
      const client = createLocalClient({ endpoint: server.endpoint, ...config })
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
    settled: () => server.settled(),
    async stop() {
      for (const client of clients) client.destroy()
      await server.stop()
    },
  }
}
