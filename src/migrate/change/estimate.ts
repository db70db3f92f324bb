import type { Found } from './examine.js'
import type { Settled } from './options.js'
import type { Pace } from './pace.js'
import type { CapacityLimits } from './setting.js'
import { changedOf, type Tally } from './tally.js'

/** What a run takes. */
export interface Estimate {
  readonly readUnits: number
  readonly writeUnits: number
  readonly recordBytes: number
  readonly seconds: number
}

/** Of the items that a migration makes under other keys, so many are met by the scan that makes them. */
const MET = 0.5
/** What a run reads and writes of its own: lease, state, history, and each part of the records when they are counted. */
const OWN_READS = 70
const OWN_WRITES = 8

/**
 * What a run takes, of what was found for the whole table.
 * @param lookedUp the read units of the transform's look-ups for the whole table
 */
export function estimateRun(
  { expected, cost, bytes }: Found,
  lookedUp: number,
  pace: Pace,
  { segments, pageSize }: Settled,
  { readUnitsPerSecond = Infinity, writeUnitsPerSecond = Infinity }: CapacityLimits,
): Estimate {
  const scanned = expected.read + cost.madeItems * MET
  const pages = scanned / pageSize + segments
  // A page is rounded up to 4 KB.
  const scanUnits = (bytes + cost.madeBytes * MET) / 4096 + pages / 2
  const readUnits = scanUnits + lookedUp + cost.readUnits + cost.recordBytes / 4096 + OWN_READS + segments
  const writeUnits = cost.writeUnits + expected.quarantined + pages + segments + OWN_WRITES
  const seconds = Math.max(
    pace.seconds(changedOf(expected), cost.operations, scanned),
    readUnits / readUnitsPerSecond,
    writeUnits / writeUnitsPerSecond,
  )
  return { readUnits, writeUnits, recordBytes: cost.recordBytes, seconds }
}

/** Counts in whole numbers, that still add up. */
export function rounded(tally: Tally): Tally {
  const { read: _, ...rest } = tally
  const whole = Object.fromEntries(Object.entries(rest).map(([outcome, count]) => [outcome, Math.round(count)]))
  return { ...whole, read: Object.values(whole).reduce((sum, count) => sum + count, 0) } as Tally
}
