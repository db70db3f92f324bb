import { type CapacityCounter, type ConsumedCapacity, createCapacityCounter, isRead } from '../../operation/capacity.js'
import { isThrottled } from '../../operation/throttled.js'
import { noAttempts, type SendOptions, type Transport } from '../../operation/transport.js'
import type { RateLimit } from './rate-limit.js'

/** The limits of a runner, for reads and for writes, and what it has consumed. */
export interface Meter {
  readonly transport: Transport
  consumed(): ConsumedCapacity
}

/** How often a request is sent that is throttled each time, beside the SDK's own attempts. */
const MAX_THROTTLED = 40

/**
 * A transport that keeps to limits, counts what is consumed, and waits where DynamoDB throttles.
 * @param meanwhile what is to be done while a request waits, and before it is sent then
 */
export function createMeter(
  inner: Transport,
  limits: { readonly read: RateLimit; readonly write: RateLimit },
  meanwhile?: () => Promise<void>,
): Meter {
  const all = createCapacityCounter()

  async function metered<R>(
    command: string,
    options: SendOptions,
    send: (options: SendOptions) => Promise<R>,
  ): Promise<R> {
    const limit = isRead(command) ? limits.read : limits.write
    // What was throttled may have been made before, and the answer lost.
    const attempts = isRead(command) ? undefined : (options.attempts ?? noAttempts())
    for (let attempt = 1; ; attempt++) {
      await limit.ready(options.signal, meanwhile)
      const own = createCapacityCounter()
      try {
        return await send({ ...options, attempts, capacity: several(own, all, options.capacity) })
      } catch (error) {
        if (!isThrottled(error) || attempt === MAX_THROTTLED || options.signal?.aborted) throw error
        limit.throttled()
      } finally {
        const { read, write } = own.total()
        limit.spend(read + write)
      }
    }
  }

  return {
    consumed: () => all.total(),
    transport: Object.freeze({
      send: (name, input, options) => metered(name, options, each => inner.send(name, input, each)),
      write: (name, input, options) => metered(name, options, each => inner.write(name, input, each)),
      async transact(input, options) {
        const outcome = await metered('TransactWriteItems', options, each => inner.transact(input, each))
        const slow = !outcome.written && outcome.reasons.some(({ Code = '' }) => /Throttling|Throughput/.test(Code))
        if (slow) limits.write.throttled()
        return outcome
      },
    } satisfies Transport),
  }
}

/** Counts in several places at once. */
const several = (...counters: readonly (CapacityCounter | undefined)[]): CapacityCounter => ({
  add(command, consumed) {
    for (const counter of counters) counter?.add(command, consumed)
  },
  total: () => counters[0]!.total(),
})
