import type { KeyDetails } from '../../errors/item-errors.js'
import type { Table } from '../../table/table-types.js'

/** What was found out of a table's items: plain data, from which definitions and their text are made. */
export interface InferredModel {
  readonly table: Table
  readonly itemCount: number
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
  readonly count: number
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
  readonly indexes: readonly InferredPattern[]
  /** Values that no two items have, as items of the library's own tell that keep them. */
  readonly unique: readonly InferredUnique[]
  readonly version?: string
  readonly createdAt?: string
  readonly updatedAt?: string
  readonly timeToLive?: string
  /** What a reader should know, in sentences: an index key that only some items have, a template that had to be given up, and why. */
  readonly notes: readonly string[]
}

/** A constraint, its attributes with modifiers: `email:lower`. */
export interface InferredUnique {
  readonly name: string
  readonly attributes: readonly string[]
  readonly partitionKey?: string
}

/** An access pattern over an index. */
export interface InferredPattern {
  readonly name: string
  readonly index: string
  /** One template, or one for each attribute of the index's key. */
  readonly partitionKey: string | readonly string[]
  readonly sortKey?: string | readonly string[]
  /** How many items have its keys. */
  readonly count: number
}

/** An attribute of an entity, or a member of a map. */
export interface InferredAttribute {
  /** Its name in code; where it is stored under another one, that is `storedName`. */
  readonly name: string
  readonly storedName?: string
  /** How many items have it, of all that could. */
  readonly present: number
  readonly optional: boolean
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

export interface SeenValue {
  readonly value: string
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

export interface LeftOver {
  /** In a sentence. */
  readonly reason: string
  readonly count: number
  /** Primary keys of some of them. */
  readonly examples: readonly KeyDetails[]
}

/** Something that the items don't decide. */
export interface Question {
  /** What is asked, in a sentence. */
  readonly text: string
  readonly choices: readonly string[]
  /** The one that was taken, the safer one, unless somebody answered. */
  readonly chosen: number
  readonly why: string
}
