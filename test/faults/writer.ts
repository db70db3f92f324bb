import { setTimeout as sleep } from 'node:timers/promises'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { Random } from '../support/random.js'
import { createRetryStrategy } from '../support/retry-strategy.js'
import { Call, markRequests } from './call.js'
import type { Done, Effect, Finding, Observation, Outcome, Seen } from './history.js'
import { isExpected, isInDoubt, outcomeOf } from './outcome.js'
import { CLIENT_TIMEOUT, type Schedule } from './schedule.js'

/** After how many calls a writer has a new client: the first request of each operation goes another way than those that follow. */
const CALLS_OF_A_CLIENT = 60

/** How long a call may take, in milliseconds: nothing waits for ever. */
const PATIENCE = 90_000

/** How likely a call is given up that can be, and after how many milliseconds at most. */
const ENDED = 0.3
const LATEST_END = 600

/** How long a request may be on its way to the proxy, in milliseconds, when its client has given it up. */
const ON_ITS_WAY = 2_000

/** How often the SDK sends a request. */
const ATTEMPTS = 3

/** What all writers of a run have in common. */
export interface Run {
  readonly seed: number
  readonly transport: 'standard' | 'fast'
  /** Of the server itself, and of the proxy before it. */
  readonly endpoint: string
  readonly proxy: string
  readonly schedule: Schedule
  /** Whether anything of a call is under way. */
  underWay(call: string): boolean
  /** Resolves when nothing of a call is under way. */
  settled(call: string): Promise<void>
  /** Resolves when nothing of a writer is under way. */
  quiet(writer: string): Promise<void>
  /** The next moment. */
  tick(): number
}

/** What became of calls, by operation. */
export type Calls = Record<string, Record<Outcome, number>>

interface Looks<T> {
  /** What the result shows of places. */
  readonly seen?: (result: T) => readonly Observation[]
  /** What a number is, as the result has it. */
  readonly gave?: (result: T) => number | undefined
  /** Whether the result says that it was done, or one of several in a batch, where to give a result does not say so. */
  readonly made?: (result: T, position: number) => boolean
  /** Whether what it is about is there all the time: that it is not found is wrong then. */
  readonly isThere?: true
  readonly batch?: true
}

/** One of several that write at once: calls the library, one call after another, and notes what was asked and what came of it. */
export class Writer {
  readonly random: Random
  readonly calls: Calls = {}
  readonly findings: Finding[] = []
  readonly #effects: Promise<readonly Done[]>[] = []
  readonly #seen: Seen[] = []
  #client: DynamoDBClient | undefined
  #made = 0
  #tokens = 0
  #generation = 0

  /** @param calm whether it goes to the server itself */
  constructor(
    readonly run: Run,
    readonly name: string,
    private readonly calm = false,
  ) {
    this.random = new Random(`writer ${run.seed} ${name}`)
  }

  /** A value that no other write has. */
  token(): string {
    return `${this.name}t${this.#tokens++}`
  }

  /** Makes what is made of a client, and again where the client is another. */
  open<T>(make: (client: DynamoDBClient) => T): () => T {
    let known: { readonly client: DynamoDBClient; readonly made: T } | undefined
    return () => {
      const { client } = this
      if (known?.client !== client) known = { client, made: make(client) }
      return known.made
    }
  }

  get client(): DynamoDBClient {
    this.#client ??= this.#connect()
    return this.#client
  }

  #connect(): DynamoDBClient {
    const client = new DynamoDBClient({
      endpoint: this.calm ? this.run.endpoint : this.run.proxy,
      region: 'us-east-1',
      credentials: async () => this.#credentials(),
      requestHandler: this.calm
        ? {}
        : { requestTimeout: CLIENT_TIMEOUT, socketTimeout: CLIENT_TIMEOUT, throwOnRequestTimeout: true },
      ...(!this.calm && { maxAttempts: ATTEMPTS, retryStrategy: createRetryStrategy(ATTEMPTS) as never }),
    })
    return markRequests(client)
  }

  /** For a call that is given up, now and then, at any moment. */
  signal(): AbortSignal {
    const controller = new AbortController()
    const after = this.random.below(LATEST_END)
    if (this.random.chance(ENDED)) setTimeout(() => controller.abort(), after).unref()
    return controller.signal
  }

  /** The proxy knows a writer by them. Those that have expired are followed by new ones. */
  #credentials() {
    const id = () => `${this.name}g${this.#generation}`
    if (this.run.schedule.isExpired(id())) this.#generation++
    // They last for less than the SDK wants to have left, so that it asks for them again each time.
    return { accessKeyId: id(), secretAccessKey: 'local', expiration: new Date(Date.now() + 60_000) }
  }

  /**
   * Calls the library, and notes what the call was to do, and what came of it.
   * @returns what it gave; undefined where it failed
   */
  async call<T>(
    operation: string,
    effects: readonly Effect[],
    work: () => PromiseLike<T>,
    { seen, gave, made, isThere, batch }: Looks<T> = {},
  ): Promise<T | undefined> {
    const call = new Call(`${this.name} call ${this.#made} (${operation})`)
    const { name } = call
    if (++this.#made % CALLS_OF_A_CLIENT === 0) this.#renew()
    const start = this.run.tick()
    try {
      const result = await this.#inTime(call, work)
      const end = this.run.tick()
      const number = gave?.(result)
      for (const each of seen?.(result) ?? []) this.#seen.push({ ...each, call: name, start, end })
      const outcomes = effects.map((_, position) =>
        this.#known(call, made?.(result, position) === false ? 'refused' : 'done'),
      )
      this.#note(call, number === undefined ? effects : withNumber(effects, number), outcomes, start)
      this.#count(operation, outcomes, 'done')
      return result
    } catch (error) {
      if (!isExpected(error, isThere)) this.#find(`${name} failed: ${textOf(error)}`)
      else if (isInDoubt(error) && !call.isBroken && !this.run.schedule.leavesDoubt(name))
        this.#find(`${name} says that nobody knows, and each of its requests was answered: ${textOf(error)}`)
      const outcomes = effects.map((_, position) => this.#known(call, outcomeOf(error, batch && position)))
      this.#note(call, effects, outcomes, start)
      this.#count(operation, outcomes, this.#known(call, outcomeOf(error)))
      return undefined
    }
  }

  /** The same for a batch, whose effects are those of its operations, by position: where it fails, some may be done. */
  batch<T>(operation: string, effects: readonly Effect[], work: () => PromiseLike<T>, looks: Looks<T> = {}) {
    return this.call(operation, effects, work, { ...looks, batch: true })
  }

  /** All that it did, once nothing is under way. */
  async history(): Promise<{ readonly effects: readonly Done[]; readonly seen: readonly Seen[] }> {
    return { effects: (await Promise.all(this.#effects)).flat(), seen: this.#seen }
  }

  close(): void {
    this.#client?.destroy()
  }

  /** What a condition refuses is not done, unless an earlier request of the call is on its way still. */
  #known(call: Call, outcome: Outcome | 'refused'): Outcome {
    if (outcome !== 'refused') return outcome
    return this.run.underWay(call.name) ? 'unknown' : 'not done'
  }

  /** What the client has given up may still be under way, and is no obstacle to the next call. */
  #note(call: Call, effects: readonly Effect[], outcomes: readonly Outcome[], start: number): void {
    if (effects.length === 0) return
    const done = () => {
      const end = this.run.tick()
      return effects.map(
        (effect, index): Done => ({ ...effect, call: call.name, outcome: outcomes[index]!, start, end }),
      )
    }
    const isOver = !call.isBroken && !this.run.underWay(call.name)
    this.#effects.push(isOver ? Promise.resolve(done()) : this.#settled(call).then(done))
  }

  /** On a machine that stands still for a while, a client gives up what the proxy has not even seen. */
  async #settled({ name, sent }: Call): Promise<void> {
    await this.run.settled(name)
    if (this.run.schedule.arrivedOf(name) >= sent) return
    await sleep(ON_ITS_WAY)
    await this.run.settled(name)
  }

  #find(text: string): void {
    this.findings.push({ kind: 'unexplained', text })
  }

  #count(operation: string, outcomes: readonly Outcome[], whole: Outcome): void {
    this.calls[operation] ??= { done: 0, 'not done': 0, unknown: 0 }
    const worst = (['unknown', 'not done'] as const).find(outcome => outcomes.includes(outcome)) ?? whole
    this.calls[operation][worst]++
  }

  async #inTime<T>(call: Call, work: () => PromiseLike<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`it did not end in ${PATIENCE / 1000} seconds`)), PATIENCE)
    })
    try {
      return await Promise.race([call.run(async () => await work()), late])
    } finally {
      clearTimeout(timer)
    }
  }

  #renew(): void {
    const old = this.#client
    this.#client = undefined
    void this.run.quiet(this.name).then(() => old?.destroy())
  }
}

const withNumber = (effects: readonly Effect[], gave: number): readonly Effect[] =>
  effects.map(effect => (effect.kind === 'add' ? { ...effect, gave } : effect))

const textOf = (error: unknown): string => {
  const { code, details, cause } = Object(error)
  return `${code ?? ''} ${error} ${details ? JSON.stringify(details) : ''} ${cause ? `because ${cause}` : ''}`
}
