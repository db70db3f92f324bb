import type { ConsumedCapacity } from '../../operation/capacity.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { ChangeKind, Difference } from './change.js'
import type { Collision } from './collisions.js'
import type { QuarantinedItem } from './control/quarantine.js'
import type { MigrationCounts } from './tally.js'

/** What would become of one item, side by side. */
export interface PlannedChange {
  /** In which way it is changed. */
  readonly kind: ChangeKind
  /** The primary key of the item. */
  readonly key: StoredItem
  /** What differs, where the item stays under its key. */
  readonly differences: readonly Difference[]
  /** The items that would be made beside it, or in its place. */
  readonly made: readonly StoredItem[]
  /** The item as it is. */
  readonly before: StoredItem
}

/** Something that is lost by a migration, unless it is undone. */
export interface Destructive {
  /** Items that are deleted, or an attribute that new items lack. */
  readonly kind: 'deletesItems' | 'dropsAttribute'
  /** The attribute that is dropped. */
  readonly attribute: string | undefined
  /** In how many of the items that were looked at. */
  readonly count: number
}

/** What a migration would do. */
export interface Plan {
  /** `stopped` by its signal: it speaks of what was looked at until then. */
  readonly outcome: 'done' | 'stopped'
  /** How many items the table has: `size` says whence that is known. */
  readonly itemCount: number
  /**
   * `counted` just now; `reported` by DynamoDB, which counts every six hours; `estimated` from what is there, because what DynamoDB
   * says does not fit it.
   */
  readonly size: 'counted' | 'reported' | 'estimated'
  /** Whether all of them were looked at, or a sample. */
  readonly whole: boolean
  /** What would come of the items that were looked at. */
  readonly counts: MigrationCounts
  /** The same of the whole table: each item that was looked at stands for those around it. */
  readonly expected: MigrationCounts
  /** Some changes of each kind. */
  readonly examples: readonly PlannedChange[]
  /** What would be lost. */
  readonly destructive: readonly Destructive[]
  /** Items that would get a key which another item has, and some of them. */
  readonly collisions: { readonly count: number; readonly examples: readonly Collision[] }
  /** What would be set aside, beside collisions. */
  readonly quarantined: readonly Omit<QuarantinedItem, 'at'>[]
  /** Items that the migration would change again, had it made them: it must leave what it makes, for it may meet that. */
  readonly unstable: { readonly count: number; readonly examples: readonly StoredItem[] }
  /** Of the whole table. */
  readonly cost: {
    readonly readUnits: number
    readonly writeUnits: number
    /** Bytes that are kept in the control table until they are deleted. */
    readonly recordBytes: number
    /** On demand, in US dollars. */
    readonly dollars: number
  }
  /** How long a run takes, in seconds: within a factor of two on a table that is not busy. */
  readonly seconds: number
  /** The capacity that planning took. */
  readonly consumed: ConsumedCapacity
}
