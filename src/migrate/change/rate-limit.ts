import { sleep } from '../../operation/backoff.js'

/** What time is, for a limit: replaced by tests. */
export interface Clock {
  /** Milliseconds that only go up. */
  now(): number
  sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void>
}

const realClock: Clock = { now: () => performance.now(), sleep }

/** By how much the rate falls when DynamoDB throttles, how far it can fall, and how much of it comes back in a second. */
const FALL = 0.5
const LEAST = 1 / 16
const RECOVERY = 1.25

/**
 * A token bucket of capacity units, that holds a second's worth. What a request consumes is known only afterwards: it is taken then, and the next
 * one waits until what was overdrawn is back. Where DynamoDB throttles, the rate halves, and recovers by a quarter each second.
 */
export class RateLimit {
  #level: number
  #filled: number
  /** The part of the rate that is used: less than 1 after throttling. */
  #share = 1
  #changed: number
  /** Without a limit, the rate that was measured when DynamoDB first throttled. */
  #measured = Infinity
  #spent = 0
  readonly #started: number

  /** @param unitsPerSecond the most that is consumed; `Infinity` for as much as DynamoDB gives */
  constructor(
    readonly unitsPerSecond: number,
    private readonly clock: Clock = realClock,
  ) {
    this.#level = unitsPerSecond
    this.#started = this.#filled = this.#changed = clock.now()
  }

  /** Units a second, as it is now. */
  get rate(): number {
    return Math.min(this.unitsPerSecond, this.#measured) * this.#share
  }

  /**
   * Waits until something may be consumed; ends early where the signal says so.
   * @param meanwhile what is to be done each second of waiting; what it throws ends it
   */
  async ready(signal: AbortSignal | undefined, meanwhile?: () => Promise<void>): Promise<void> {
    for (;;) {
      this.#recover()
      this.#fill()
      if (this.#level > 0 || this.rate === Infinity || signal?.aborted) return
      await this.clock.sleep(Math.min(1000, (-this.#level / this.rate) * 1000 + 1), signal)
      await meanwhile?.()
    }
  }

  /** Takes what was consumed. */
  spend(units: number): void {
    this.#spent += units
    this.#fill()
    this.#level -= units
  }

  /** Slows down: at most once in a tenth of a second, for what is under way is throttled together. */
  throttled(): void {
    const now = this.clock.now()
    this.#fill()
    if (this.#share < 1 && now - this.#changed < 100) return
    if (this.unitsPerSecond === Infinity && this.#measured === Infinity)
      this.#measured = Math.max(100, this.#spent / Math.max(0.1, (now - this.#started) / 1000))
    this.#share = Math.max(LEAST, this.#share * FALL)
    this.#level = Math.min(this.#level, 0)
    this.#changed = now
  }

  #recover(): void {
    const now = this.clock.now()
    if (now - this.#changed < 1000) return
    if (this.#share < 1) this.#share = Math.min(1, this.#share * RECOVERY)
    // Without a limit it goes on rising: what could be had once may be less than what can be had now.
    else if (this.#measured < Infinity) this.#measured *= RECOVERY
    this.#changed = now
  }

  #fill(): void {
    const now = this.clock.now()
    const { rate } = this
    this.#level = rate === Infinity ? Infinity : Math.min(rate, this.#finite() + ((now - this.#filled) / 1000) * rate)
    this.#filled = now
  }

  #finite(): number {
    return this.#level === Infinity ? 0 : this.#level
  }
}
