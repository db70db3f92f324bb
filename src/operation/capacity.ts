/** Read and write capacity units consumed so far, and the number of requests that were answered. */
export interface ConsumedCapacity {
  /** Read units. */
  readonly read: number
  /** Write units. */
  readonly write: number
  /** Requests that were answered. */
  readonly requests: number
}

/** Adds up what requests consumed. */
export interface CapacityCounter {
  add(command: string, consumed: Consumed): void
  total(): ConsumedCapacity
}

/** What an answer says that it consumed: a batch or transaction says it table by table. */
export type Consumed = Units | readonly Units[] | undefined
interface Units {
  readonly CapacityUnits?: number | undefined
}

const reads: readonly string[] = ['GetItem', 'Query', 'Scan', 'BatchGetItem', 'TransactGetItems']

/** Whether what a command consumes are read units. */
export const isRead = (command: string): boolean => reads.includes(command)

/** The units that one answer says, undefined where it says nothing. */
export const unitsOf = (consumed: Consumed): number | undefined =>
  consumed && [consumed].flat().reduce((sum, { CapacityUnits = 0 }: Units) => sum + CapacityUnits, 0)

/** Makes a counter that starts at zero. */
export function createCapacityCounter(): CapacityCounter {
  let total: ConsumedCapacity = { read: 0, write: 0, requests: 0 }
  return {
    add(command, consumed) {
      const units = unitsOf(consumed) ?? 0
      const { read, write, requests } = total
      total = isRead(command)
        ? { read: read + units, write, requests: requests + 1 }
        : { read, write: write + units, requests: requests + 1 }
    },
    total: () => total,
  }
}
