import { describe, expect, it } from 'vitest'
import { RateLimit } from '../../../src/migrate/change/rate-limit.js'

/** A clock that goes forward when it is slept on. */
function createClock() {
  let time = 0
  return {
    now: () => time,
    sleep: async (milliseconds: number) => {
      time += milliseconds
    },
    forward: (milliseconds: number) => {
      time += milliseconds
    },
  }
}

describe('a limit', () => {
  it('keeps to its units a second, whatever single requests take', async () => {
    const clock = createClock()
    const limit = new RateLimit(100, clock)
    let spent = 0
    for (const units of Array.from({ length: 200 }, (_, at) => (at % 7) * 3)) {
      await limit.ready(undefined)
      limit.spend(units)
      spent += units
    }
    const seconds = clock.now() / 1000
    // A second's worth is there at the beginning.
    expect(spent / (seconds + 1)).toBeLessThanOrEqual(100 + 18)
    expect(spent / (seconds + 1)).toBeGreaterThan(90)
  })

  it('halves where it is throttled, once for all that is under way, and recovers', async () => {
    const clock = createClock()
    const limit = new RateLimit(100, clock)
    limit.throttled()
    limit.throttled()
    expect(limit.rate).toBe(50)
    clock.forward(200)
    limit.throttled()
    expect(limit.rate).toBe(25)
    for (let second = 0; second < 10; second++) {
      clock.forward(1000)
      await limit.ready(undefined)
    }
    expect(limit.rate).toBe(100)
  })

  it('of none waits for nothing, until it is throttled: then it goes on from what it had', async () => {
    const clock = createClock()
    const limit = new RateLimit(Number.POSITIVE_INFINITY, clock)
    for (let at = 0; at < 100; at++) {
      await limit.ready(undefined)
      limit.spend(50)
    }
    expect(clock.now()).toBe(0)
    clock.forward(5000)
    limit.throttled()
    expect(limit.rate).toBe(500)
    for (let second = 0; second < 30; second++) {
      clock.forward(1000)
      await limit.ready(undefined)
    }
    expect(limit.rate).toBeGreaterThan(1000)
  })

  it('ends waiting where the signal says so', async () => {
    const limit = new RateLimit(1, createClock())
    limit.spend(1000)
    await limit.ready(AbortSignal.abort())
  })
})
