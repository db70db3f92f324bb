import { isPossible, type ProxyFault } from '../support/proxy-faults.js'
import type { ProxyRequest, Verdict } from '../support/proxy-server.js'
import { Random } from '../support/random.js'

/** How long a client waits for an answer, in milliseconds. */
export const CLIENT_TIMEOUT = 500

/** Every fault, and how often it is chosen beside the others. */
const weights: Readonly<Record<Exclude<ProxyFault, 'pass'>, number>> = {
  'drop before': 4,
  'drop after': 8,
  'slow before': 3,
  'slow after': 3,
  '500 before': 3,
  '500 after': 6,
  '503 before': 2,
  '503 after': 4,
  'hang before': 1,
  'hang after': 2,
  late: 2,
  throttle: 4,
  throttling: 3,
  'request limit': 3,
  expired: 2,
  conflict: 5,
  'in progress': 3,
  unprocessed: 40,
  'all unprocessed': 12,
  malformed: 3,
  truncated: 3,
  cut: 3,
  stalled: 1,
  trickle: 3,
}
export const faultKinds = Object.keys(weights) as readonly (keyof typeof weights)[]

/** One throttling is followed by others, for the SDK alone gets over a few. */
const burst: ReadonlySet<ProxyFault> = new Set([
  'throttle',
  'throttling',
  'request limit',
  'all unprocessed',
  'conflict',
  'in progress',
])
const LONGEST_BURST = 14

/** After these the client knows whether the server has acted: they are answers, and nothing else is. */
const answered: ReadonlySet<ProxyFault> = new Set([
  ...(['pass', 'slow before', 'slow after', 'trickle', 'throttle', 'throttling', 'request limit'] as const),
  ...(['expired', 'conflict', 'unprocessed', 'all unprocessed'] as const),
])

/** How likely a request is the first of several that do not get through: whatever is under way then ends half done. */
const OUTAGE = 0.008
const LONGEST_OUTAGE = 12

/** The writer whose request it is, and of which of its credentials: see `credentialsOf` in writer.ts. */
export const writerOf = (caller: string): string => caller.replace(/g\d+$/, '')

/** The faults of a run: those of the n-th request of a writer depend on the seed and the operation alone. */
export class Schedule {
  /** How many of each there were. */
  readonly injected = new Map<ProxyFault, number>()
  requests = 0
  readonly #rate: number
  readonly #streams = new Map<string, { readonly random: Random; readonly left: ProxyFault[] }>()
  readonly #expired = new Set<string>()
  readonly #eased = new Map<string, number>()
  readonly #tokens = new Set<string>()
  readonly #doubtful = new Set<string>()
  readonly #arrived = new Map<string, number>()

  constructor(private readonly seed: number) {
    this.#rate = new Random(`rate ${seed}`).pick([0.05, 0.08, 0.12, 0.2])
  }

  decide({ operation, input, caller, mark }: ProxyRequest): Verdict {
    this.requests++
    this.#arrived.set(mark, this.arrivedOf(mark) + 1)
    const verdict = this.#verdict(operation, input.ClientRequestToken, caller)
    const { fault } = verdict
    if (!answered.has(fault)) this.#doubtful.add(mark)
    if (fault === 'expired') this.#expired.add(caller)
    if (fault !== 'pass') this.injected.set(fault, (this.injected.get(fault) ?? 0) + 1)
    return verdict
  }

  /** How many requests of a call have come to the proxy. */
  arrivedOf(call: string): number {
    return this.#arrived.get(call) ?? 0
  }

  /** Whether a request of a call met a fault after which nobody can know whether the server has acted. */
  leavesDoubt(call: string): boolean {
    return this.#doubtful.has(call)
  }

  /** Lets a writer have so many times as many faults as the others. */
  ease(writer: string, factor: number): void {
    this.#eased.set(writer, factor)
  }

  /** Whether these credentials have expired. */
  isExpired(caller: string): boolean {
    return this.#expired.has(caller)
  }

  #verdict(operation: string, token: string | undefined, caller: string): Verdict {
    // A transaction that may have been made already is not refused for another one: DynamoDB knows it again. None other is under way.
    const isSecond = token !== undefined && this.#tokens.has(token)
    if (token !== undefined) this.#tokens.add(token)
    const verdict = this.#choice(operation, caller)
    return verdict.fault === (isSecond ? 'conflict' : 'in progress') ? { fault: 'pass' } : verdict
  }

  #choice(operation: string, caller: string): Verdict {
    // Of requests that were under way when their credentials expired, each is refused.
    if (this.#expired.has(caller)) return { fault: 'expired' }
    const writer = writerOf(caller)
    const { random, left } = this.#streamOf(writer)
    const next = left.shift()
    if (next && isPossible(next, operation)) return { fault: next }
    if (random.chance(OUTAGE * (this.#eased.get(writer) ?? 1))) {
      left.push(...Array<ProxyFault>(random.below(LONGEST_OUTAGE)).fill('drop before'))
      return { fault: 'drop before' }
    }
    if (!random.chance(this.#rate * (this.#eased.get(writer) ?? 1))) return { fault: 'pass' }
    const fault = this.#choose(random, operation)
    if (burst.has(fault) && random.chance(0.15)) left.push(...Array(random.below(LONGEST_BURST)).fill(fault))
    // A lost answer, and then nothing but throttling: whether it was written is not to be forgotten over that.
    if (/after|late|cut/.test(fault) && random.chance(0.03)) left.push(...Array(LONGEST_BURST * 2).fill('throttle'))
    const ms = fault === 'late' ? CLIENT_TIMEOUT + 50 + random.below(500) : 1 + random.below(80)
    return { fault, ms }
  }

  #choose(random: Random, operation: string): ProxyFault {
    const possible = faultKinds.filter(fault => isPossible(fault, operation))
    const lots = possible.flatMap(fault => Array<ProxyFault>(weights[fault]).fill(fault))
    return random.pick(lots)
  }

  #streamOf(writer: string) {
    const stream = this.#streams.get(writer) ?? { random: new Random(`faults ${this.seed} ${writer}`), left: [] }
    this.#streams.set(writer, stream)
    return stream
  }
}
