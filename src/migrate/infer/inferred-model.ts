import type { KeyDetails } from '../../errors/item-errors.js'
import type { Table } from '../../table/table-types.js'

/** What was found out of a table's items: plain data, from which definitions and their text are made. */
export interface InferredModel {
  /** The table, with its keys and indexes. */
  readonly table: Table
  /** How many items were read. */
  readonly itemCount: number
  /** The kinds of item that were found, one by one. */
  readonly entities: readonly InferredEntity[]
  /** Items of no entity, by why. */
  readonly leftOver: readonly LeftOver[]
  /** What could be seen in more than one way: what was chosen, and what else it could be. */
  readonly questions: readonly Question[]
}

/** A kind of item. */
export interface InferredEntity {
  /** A name for code: `DocketEntry`. */
  readonly name: string
  /** How many items are of it. */
  readonly count: number
  /** The templates of its primary key. */
  readonly key: { readonly partitionKey: string; readonly sortKey?: string }
  /** The attribute that tells it from others, with its values: the first is the one to write; `false` where keys alone tell. */
  readonly discriminator:
    | {
        readonly attribute: string
        readonly value: string
        readonly aliases: readonly string[]
        /** Where it is what an entity has that says nothing of it, and is not said. */
        readonly isDefault?: true
      }
    | false
  /** In the order in which people would write them: key attributes first. */
  readonly attributes: readonly InferredAttribute[]
  /** Attributes that are in the key alone. */
  readonly keyOnly: readonly string[]
  /** Its access patterns over the table's indexes. */
  readonly indexes: readonly InferredPattern[]
  /** Values that no two items have, as items of the library's own tell that keep them. */
  readonly unique: readonly InferredUnique[]
  /** The attribute that looks like a version. */
  readonly version?: string
  /** The attribute that looks like the time at which an item was made. */
  readonly createdAt?: string
  /** The attribute that looks like the time at which an item was last changed. */
  readonly updatedAt?: string
  /** The attribute that says when an item is gone. */
  readonly timeToLive?: string
  /** What a reader should know, in sentences: an index key that only some items have, a template that had to be given up, and why. */
  readonly notes: readonly string[]
}

/** A constraint, its attributes with modifiers: `email:lower`. */
export interface InferredUnique {
  /** What the constraint is called. */
  readonly name: string
  /** The attributes whose values no two items share. */
  readonly attributes: readonly string[]
  /** The partition key of the items that keep them, where it is not the one that is usual. */
  readonly partitionKey?: string
}

/** An access pattern over an index. */
export interface InferredPattern {
  /** A name for code: `byOwner`. */
  readonly name: string
  /** The index's name. */
  readonly index: string
  /** One template, or one for each attribute of the index's key. */
  readonly partitionKey: string | readonly string[]
  /** The same for the sort key of the index. */
  readonly sortKey?: string | readonly string[]
  /** How many items have its keys. */
  readonly count: number
}

/** An attribute of an entity, or a member of a map. */
export interface InferredAttribute {
  /** Its name in code; where it is stored under another one, that is `storedName`. */
  readonly name: string
  /** The name that it is stored under, where that is another one. */
  readonly storedName?: string
  /** How many items have it, of all that could. */
  readonly present: number
  /** Whether some items lack it. */
  readonly optional: boolean
  /** What its values are like. */
  readonly type: InferredType
  /** What could be done with it, in a few words. */
  readonly note?: string
}

/** What values of an attribute are like. */
export type InferredType =
  /** `values` are all that there can be, an enum; `seen` are the few that there were, with how often. */
  | {
      readonly kind: 'string'
      readonly format?: StringFormat
      readonly values?: readonly string[]
      readonly seen?: readonly SeenValue[]
    }
  | { readonly kind: 'number'; readonly integer: boolean; readonly exact: boolean }
  | { readonly kind: 'boolean' | 'null' | 'binary' | 'unknown' }
  | { readonly kind: 'set'; readonly element: 'string' | 'number' | 'binary' }
  | { readonly kind: 'list'; readonly element: InferredType }
  /** `count` is how many maps there were. */
  | { readonly kind: 'map'; readonly members: readonly InferredAttribute[]; readonly count: number }
  | { readonly kind: 'record'; readonly element: InferredType }
  /** Values of several types, each with how many there are. */
  | { readonly kind: 'mixed'; readonly types: readonly { readonly type: InferredType; readonly count: number }[] }

/** A value that was seen, and how often. */
export interface SeenValue {
  /** The value. */
  readonly value: string
  /** How many items have it. */
  readonly count: number
}

/**
 * `guid` is a uuid of no known version; `datetime` is ISO text that ends in Z, `offsetDatetime` may have an offset in its place, and
 * `localDatetime` nothing.
 */
export type StringFormat =
  | 'uuid'
  | 'guid'
  | 'ulid'
  | 'email'
  | 'url'
  | 'datetime'
  | 'offsetDatetime'
  | 'localDatetime'
  | 'date'

/** Items that are of no entity, for one reason. */
export interface LeftOver {
  /** In a sentence. */
  readonly reason: string
  /** How many they are. */
  readonly count: number
  /** Primary keys of some of them. */
  readonly examples: readonly KeyDetails[]
}

/** Something that the items don't decide. */
export interface Question {
  /** What is asked, in a sentence. */
  readonly text: string
  /** The answers that are possible, in words. */
  readonly choices: readonly string[]
  /** The one that was taken, the safer one, unless somebody answered. */
  readonly chosen: number
  /** Why the items don't decide it. */
  readonly why: string
}
