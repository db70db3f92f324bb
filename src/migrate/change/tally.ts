import { type ChangeKind, changeKinds } from './change.js'

/** What can come of an item that was read. */
export const outcomes = [...changeKinds, 'untouched', 'already', 'foreign', 'quarantined', 'gone'] as const
/** What came of an item that was read: see `MigrationCounts`. */
export type ItemOutcome = (typeof outcomes)[number]

/**
 * How many items were read, and what came of them: `updated` in place, `moved` to another key, `split` into several, `deleted`,
 * `untouched` by the transform, `already` as they are to be, `foreign` (of other entities), `quarantined`, or `gone`: deleted by
 * somebody else after they were read. They add up to `read`.
 */
export type MigrationCounts = { readonly [K in ItemOutcome | 'read']: number }

export type Tally = { -readonly [K in keyof MigrationCounts]: number }

/** A tally, of nothing yet or of what was counted before. */
export const createTally = (counted: Readonly<Record<string, number>> = {}): Tally => {
  const tally = { read: counted.read ?? 0 } as Tally
  for (const outcome of outcomes) tally[outcome] = counted[outcome] ?? 0
  return tally
}

export function addTo(tally: Tally, other: Readonly<Record<string, number>>): void {
  for (const name of Object.keys(tally) as (keyof Tally)[]) tally[name] += other[name] ?? 0
}

/** How many items were changed. */
export const changedOf = (counts: Readonly<Record<ChangeKind, number>>): number =>
  changeKinds.reduce((sum, kind) => sum + counts[kind], 0)

/** Whether every item that was read has come to something. */
export const addsUp = (counts: MigrationCounts): boolean =>
  counts.read === outcomes.reduce((sum, outcome) => sum + counts[outcome], 0)

/** What came of the items that the migration had changed. */
export interface UndoCounts {
  /** Those that are as they were before, one version on; what was made in their place is gone. */
  readonly restored: number
  /** Those that stay as they are: somebody has changed them since, or DynamoDB does not take them back. */
  readonly left: number
}
