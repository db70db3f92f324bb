// Mixed traffic under faults, watched: `npm run test:load [-- --minutes 60] [--leak results|listeners|sockets] [--draw <folder>]`.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { startLocalDynamoDB } from '../../src/testing/index.js'
import { Random } from '../support/random.js'
import { drawLoad } from './draw.js'
import { faultsOf, secondHalf, trendOf } from './judge.js'
import { openAll } from './model.js'
import { createRecorder, holdings } from './samples.js'
import { chooseOperation, codeOf, operations } from './traffic.js'

const { values: given } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1.2' },
    workers: { type: 'string', default: '6' },
    faults: { type: 'string', default: '0.04' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    transport: { type: 'string', default: 'both' },
    leak: { type: 'string', default: 'none' },
    draw: { type: 'string' },
  },
})
const seconds = Number(given.minutes) * 60
const SAMPLES = Math.min(240, Math.max(24, Math.round(seconds / 2.5)))
const transports = given.transport === 'both' ? (['standard', 'fast'] as const) : ([given.transport as 'fast'] as const)

const counts = new Map<string, number>()
const count = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1)
const crashes = new Set<string>()
const warnings = new Set<string>()
let rejections = 0
process.on('unhandledRejection', reason => {
  rejections++
  if (crashes.size < 5) crashes.add(`unhandled: ${reason instanceof Error ? reason.stack : reason}`)
})
process.on('warning', ({ name, message }) => {
  if (name === 'MaxListenersExceededWarning') warnings.add(message)
})

const local = await startLocalDynamoDB()
const proxy = fork(fileURLToPath(new URL('./proxy.ts', import.meta.url)), [local.endpoint, given.seed, given.faults])
const [{ endpoint }] = (await once(proxy, 'message')) as [{ endpoint: string }]

const config = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }
await openAll(local.client, 'standard').db.createTable()
local.client.destroy()
const shutdown = new AbortController()
await sleep(200)
const begin = holdings(shutdown.signal)

const clients = transports.map(
  transport => [transport, new DynamoDBClient({ ...config, endpoint, maxAttempts: 5 })] as const,
)
const recorder = createRecorder(shutdown.signal)
const kept: unknown[] = []
/** A connection that nobody closes, as of a client that is made for a call and not destroyed. */
const openSocket = () =>
  void connect(Number(new URL(endpoint).port), '127.0.0.1')
    .unref()
    .on('error', () => {})
const until = performance.now() + seconds * 1000

/** Workers wait here while a sample is taken, so that nothing is under way then. */
let gate: Promise<void> | undefined
let underWay = 0

async function work(all: ReturnType<typeof openAll>, transport: string, seed: number): Promise<void> {
  const setting = { ...all, random: new Random(`load ${seed}`), shutdown: shutdown.signal }
  while (performance.now() < until) {
    while (gate) await gate
    const name = chooseOperation(setting.random)
    underWay++
    const begun = performance.now()
    try {
      const result = await operations[name]![1](setting)
      if (given.leak === 'results') kept.push(result)
      if (given.leak === 'listeners') shutdown.signal.addEventListener('abort', () => result)
      if (given.leak === 'sockets' && name === 'get') openSocket()
      count('done')
    } catch (error) {
      const code = codeOf(error)
      if (code === undefined && crashes.size < 5)
        crashes.add(`${name}: ${error instanceof Error ? error.stack : error}`)
      count(code ?? 'crash')
    } finally {
      underWay--
    }
    recorder.record(`${name}, ${transport}`, performance.now() - begun)
  }
}

async function watch(): Promise<void> {
  while (performance.now() < until) {
    await sleep((seconds * 1000) / SAMPLES)
    let open = () => {}
    gate = new Promise(resolve => {
      open = resolve
    })
    while (underWay > 0) await sleep(5)
    recorder.sample()
    gate = undefined
    open()
  }
}

const workers = clients.flatMap(([transport, client], at) => {
  const all = openAll(client, transport)
  return Array.from({ length: Number(given.workers) }, (_, worker) =>
    work(all, transport, Number(given.seed) + 1000 * at + worker),
  )
})
console.log(
  `Load: ${seconds} seconds, ${workers.length} workers, ${Number(given.faults) * 100} % faults, seed ${given.seed}.`,
)
await Promise.all([...workers, watch()])
for (const [, client] of clients) client.destroy()
recorder.stop()
// Sockets close when they get to it.
let end = holdings(shutdown.signal)
for (let waited = 0; waited < 50 && end.sockets > begin.sockets; waited++) {
  await sleep(100)
  end = holdings(shutdown.signal)
}
proxy.send('stop')
const [{ faults }] = (await once(proxy, 'message')) as [{ faults: number }]
await local.stop()

const { samples } = recorder
const latencies = recorder.latencies()
const wrong = faultsOf(samples, begin, end, {
  workers: workers.length,
  rejections,
  warnings: [...warnings],
  crashes: [...crashes],
})
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`
const { growth, error } = trendOf(secondHalf(samples))
console.table(
  Object.fromEntries(
    latencies.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, ...rest }) => [name, rounded(rest)]),
  ),
)
console.log(`operations    ${samples.at(-1)!.operations}, faults made ${faults}`)
console.log(`outcomes      ${[...counts].map(([name, times]) => `${name} ${times}`).join(', ')}`)
console.log(`heap          ${megabytes(samples[0]!.heap)} at first, ${megabytes(samples.at(-1)!.heap)} at last`)
console.log(`growth        ${megabytes(growth)} ± ${megabytes(error)} over the second half`)
console.log(`rss           ${megabytes(samples[0]!.rss)} at first, ${megabytes(samples.at(-1)!.rss)} at last`)
console.log(
  `sockets       ${begin.sockets} before, ${Math.max(...samples.map(each => each.sockets))} at most, ${Math.max(...secondHalf(samples).map(each => each.sockets))} in the second half, ${end.sockets} after`,
)
console.log(
  `listeners     ${begin.listeners} before, ${Math.max(...samples.map(each => each.listeners))} at most, ${end.listeners} after`,
)
console.log(`rejections    ${rejections} unhandled`)

const report = {
  seed: given.seed,
  seconds,
  faults,
  counts: Object.fromEntries(counts),
  begin,
  end,
  growth,
  error,
  samples,
  latencies,
}
mkdirSync('.tmp/load', { recursive: true })
writeFileSync('.tmp/load/report.json', JSON.stringify(report, null, 1))
if (given.draw) drawLoad('.tmp/load/report.json', given.draw)
for (const each of wrong) console.error(`✗ ${each}`)
if (wrong.length === 0) console.log('✓ no growth, no unhandled rejection, no socket and no listener left')
process.exitCode = wrong.length > 0 ? 1 : 0

function rounded(numbers: Readonly<Record<string, number>>) {
  return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Number(value.toFixed(1))]))
}
