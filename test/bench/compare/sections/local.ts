import { DynamoDB } from '@aws-sdk/client-dynamodb'
import { createDatabase } from 'monotable'
import { startLocalDynamoDB } from 'monotable/testing'
import { subjects } from '../subjects/all.js'
import { AgentEntity } from '../subjects/monotable.js'
import { agentOf, idOf } from '../support/agent.js'
import type { Operations } from '../support/subject.js'
import { timingOf } from '../support/timing.js'

export interface LocalRow {
  readonly operation: string
  readonly subject: string
  /** Operations under way at a time. */
  readonly concurrency: number
  /** Operations in a second. */
  readonly throughput: number
  /** Microseconds of this process's CPU time for one operation. */
  readonly cpu: number
}

const SEEDED = 100
const LEVELS = [1, 8, 32]

/** One turn: as many operations as the time allows, so many of them at once. */
async function turn(work: () => PromiseLike<unknown>, concurrency: number, milliseconds: number) {
  const started = performance.now()
  const before = process.cpuUsage()
  let done = 0
  const worker = async () => {
    while (performance.now() - started < milliseconds) {
      await work()
      done++
    }
  }
  await Promise.all([...Array(concurrency)].map(worker))
  const { user, system } = process.cpuUsage(before)
  return { throughput: (done * 1000) / (performance.now() - started), cpu: (user + system) / done }
}

/** Each library against a real server over HTTP on this machine, which it shares with that server. */
export async function measureLocal(rounds: number, milliseconds: number): Promise<LocalRow[]> {
  await using server = await startLocalDynamoDB()
  const client = new DynamoDB({
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  const works = new Map<string, Record<string, () => PromiseLike<unknown>>>()
  for (const [index, { name, connect }] of subjects.entries()) {
    const tableName = `app-${index}`
    await createDatabase({ client, tableName, entities: { agents: AgentEntity } }).createTable()
    const { operations } = connect(client, tableName)
    for (let number = 0; number < SEEDED; number++) await operations.put(agentOf(number))
    works.set(name, worksOf(operations))
  }
  const rows: LocalRow[] = []
  // Puts come last: they make the partition larger that is queried.
  for (const operation of ['get', 'query', 'put']) {
    for (const concurrency of LEVELS) {
      const turns = new Map<string, { throughput: number; cpu: number }[]>(subjects.map(({ name }) => [name, []]))
      for (let round = 0; round <= rounds; round++) {
        for (const [name, work] of works) {
          const found = await turn(work[operation]!, concurrency, milliseconds)
          if (round > 0) turns.get(name)!.push(found)
        }
      }
      for (const [subject, found] of turns) {
        const median = (of: 'throughput' | 'cpu') => timingOf(found.map(one => one[of])).median
        rows.push({ operation, subject, concurrency, throughput: median('throughput'), cpu: median('cpu') })
      }
    }
  }
  client.destroy()
  return rows
}

function worksOf(operations: Operations): Record<string, () => PromiseLike<unknown>> {
  let next = 0
  return {
    get: () => operations.get(idOf(next++ % SEEDED)),
    query: () => operations.query(),
    put: () => operations.put(agentOf(SEEDED + next++)),
  }
}
