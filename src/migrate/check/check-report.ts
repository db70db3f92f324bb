import type { TableDrift } from '../../table/drift.js'
import type { FindingKind } from './finding-kinds.js'

/** What a check found: frozen plain data, the same as JSON. */
export interface CheckReport {
  /** Whether there is no violation, and no drift that breaks something. Notes may be there. */
  readonly ok: boolean
  /** The table's name: a database's, or the definition's. */
  readonly table: string
  /** How many items were read. */
  readonly read: number
  /** How often all items were read: twice where unique values were not in order, else once. */
  readonly passes: 1 | 2
  /** Every entity of the definitions, with how many items are of it. */
  readonly entities: readonly EntityCount[]
  /** Items of the library's own. */
  readonly own: OwnCounts
  /** How many items have a violation, each counted once, however many complaints there are of it. */
  readonly wrong: number
  /** What was found, by kind: violations first. */
  readonly kinds: readonly KindCount[]
  /** The complaints in groups: violations first, and of each kind the most frequent first. An item can be in several groups. */
  readonly findings: readonly Finding[]
  /** How the table compares with its definition, where that was given. */
  readonly drift?: TableDrift
}

/** How many items an entity has. */
export interface EntityCount {
  /** The entity's name, as it is defined. */
  readonly entity: string
  /** What the application calls it. */
  readonly name: string
  /** How many items are of it. */
  readonly count: number
}

/** How many items are not the application's. */
export interface OwnCounts {
  /** Items that keep unique values. */
  readonly sentinels: number
  /** Entries of key-value stores, and pieces of their values. */
  readonly storeEntries: number
}

/** How much there is of one kind of finding. */
export interface KindCount {
  /** Which kind. */
  readonly kind: FindingKind
  /** How bad it is. */
  readonly severity: 'violation' | 'note'
  /** A violation that `tolerate` makes a note here. */
  readonly tolerated: boolean
  /** How many items it is found in, each counted once. */
  readonly items: number
  /** How many times it is found: an item can have several attributes that do not fit. */
  readonly complaints: number
}

/** Items that share one thing which is wrong or remarkable. */
export interface Finding {
  /** What kind of thing is found. */
  readonly kind: FindingKind
  /** A violation: the definitions do not hold, and something fails or is not found. A note: all works, and is worth knowing. */
  readonly severity: 'violation' | 'note'
  /** The entity's name; undefined where they are of none. */
  readonly entity?: string
  /** What of the item it is about: a path, an access pattern, a constraint, a key's shape. */
  readonly subject?: string
  /** What is wrong, in a sentence without a full stop, and without values of attributes. */
  readonly reason: string
  /** How many items it is true of. */
  readonly count: number
  /** Primary keys of some of them, as they are stored: text, numbers as text, bytes as base64. */
  readonly examples: readonly Readonly<Record<string, string>>[]
}
