import type { Issue } from '../errors/item-errors.js'
import { InvalidItemError } from '../errors/monotable-error.js'
import type { StoredItem } from '../schema/item-model.js'

/** What errors and hooks call the items of a store. */
export const ENTRY = 'entry'

/** The name of an attribute whose value the SDK loses where it reads an item. */
export const UNREAD = '__proto__'

/** What is to be stored under a key. */
export interface NewEntry {
  readonly key: StoredItem
  readonly value: unknown
  readonly expires: Date | undefined
  /** Tells this write from every other one, where that must be told. */
  readonly writeId: string | undefined
}

/** The items of an entry: one, and those of the pieces of its value, where it has any. */
export interface EncodedEntry {
  readonly item: StoredItem
  readonly chunks: readonly StoredItem[]
  /** The same in other pieces, to write it once more; missing where there are none. */
  readonly renewed?: () => EncodedEntry
}

/** Which pieces a value is stored in. */
export interface Chunks {
  readonly id: string
  readonly count: number
}

/** The number of an entry that can be added to. */
export interface Counter {
  readonly attribute: string
  /** The attribute without which it is 0. */
  readonly zeroWithout: string
}

/** How entries are stored. */
export interface Layout {
  /** The attributes that tell, beside the key, whether an entry is there and where the pieces of its value are. */
  readonly about: readonly string[]
  /** Whether values may be written in pieces, so that those of a value must be deleted that another takes the place of. */
  readonly chunked: boolean
  /** The attribute of the time at which an entry expires, in milliseconds; undefined where none does. */
  readonly expiresAt: string | undefined
  /**
   * The items of an entry.
   * @throws InvalidItemError `item.invalid`, `item.tooLarge`
   */
  encode(entry: NewEntry): Promise<EncodedEntry>
  /**
   * The value of an entry.
   * @param chunks its pieces, where it has any
   * @throws InvalidItemError `item.invalidStored`
   */
  decode(stored: StoredItem, chunks: readonly Uint8Array[]): Promise<unknown>
  /** The pieces of a value. */
  chunksOf(stored: StoredItem): Chunks | undefined
  /** What a piece of a value holds. */
  pieceOf(stored: StoredItem): Uint8Array | undefined
  /** Whether a stored entry is of this write; undefined where that can't be told. */
  isOf(stored: StoredItem, written: EncodedEntry): boolean | undefined
  /** What `increment` adds to. @throws MonotableError `update.invalid` */
  counter(member: string | undefined): Counter
}

/** The error for a value that can't be stored. */
export const invalidValue = (...issues: readonly Issue[]): InvalidItemError =>
  new InvalidItemError('item.invalid', { entity: ENTRY, issues })

/** The error for a stored item that is no entry of this layout. */
export const invalidEntry = (stored: StoredItem, issues: readonly Issue[], cause?: unknown): InvalidItemError =>
  new InvalidItemError('item.invalidStored', { entity: ENTRY, issues }, { item: stored, cause })

/** The error for a value that takes more than an item can. */
export const tooLarge = (bytes: number, limit: number): InvalidItemError =>
  new InvalidItemError('item.tooLarge', { entity: ENTRY, bytes, limit })
