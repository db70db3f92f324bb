import type { CommandName } from '../operation/transport.js'

/** Read and write capacity units consumed so far, and the number of requests that were answered. */
export interface ConsumedCapacity {
  readonly read: number
  readonly write: number
  readonly requests: number
}

/** Adds up what requests consumed. */
export interface CapacityCounter {
  add(command: CommandName, units: number | undefined): void
  total(): ConsumedCapacity
}

const reads: readonly CommandName[] = ['GetItem', 'Query', 'Scan']

/** Makes a counter that starts at zero. */
export function createCapacityCounter(): CapacityCounter {
  let total: ConsumedCapacity = { read: 0, write: 0, requests: 0 }
  return {
    add(command, units = 0) {
      const { read, write, requests } = total
      total = reads.includes(command)
        ? { read: read + units, write, requests: requests + 1 }
        : { read, write: write + units, requests: requests + 1 }
    },
    total: () => total,
  }
}
