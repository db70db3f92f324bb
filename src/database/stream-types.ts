import type { AnyEntity, AnyModel } from '../entity/entity-types.js'
import type { Issue } from '../errors/item-errors.js'
import type { StoredItem } from '../schema/item-model.js'

/**
 * A record of DynamoDB Streams, by shape: as `GetRecords` of `@aws-sdk/client-dynamodb-streams` gives it, or as Lambda gives it
 * to a function, with binary values as base64.
 */
export interface StreamRecord {
  /** `INSERT`, `MODIFY` or `REMOVE`. */
  readonly eventName?: string | undefined
  /** The keys and the images of the item. */
  readonly dynamodb?: StreamRecordContent | undefined
  /** Who did it, where that was DynamoDB itself: its time-to-live. */
  readonly userIdentity?: StreamIdentity | null | undefined
}

interface StreamRecordContent {
  /** In Lambda's events in seconds since 1970. */
  readonly ApproximateCreationDateTime?: Date | number | undefined
  readonly Keys?: StreamImage | undefined
  readonly NewImage?: StreamImage | undefined
  readonly OldImage?: StreamImage | undefined
  readonly SequenceNumber?: string | undefined
}

/** Who made a change that was not asked for by a request: DynamoDB's time-to-live. */
interface StreamIdentity {
  readonly Type?: string | undefined
  readonly PrincipalId?: string | undefined
  readonly type?: string | undefined
  readonly principalId?: string | undefined
}

/** A key or an item in a record. */
type StreamImage = Readonly<Record<string, StreamValue>>

/** A stored value as the SDK has it, or with base64 in the place of bytes, as Lambda has it. */
interface StreamValue {
  readonly S?: string | undefined
  readonly N?: string | undefined
  readonly B?: Uint8Array | string | undefined
  readonly BOOL?: boolean | undefined
  readonly NULL?: boolean | undefined
  readonly SS?: readonly string[] | undefined
  readonly NS?: readonly string[] | undefined
  readonly BS?: readonly (Uint8Array | string)[] | undefined
  readonly L?: readonly StreamValue[] | undefined
  readonly M?: StreamImage | undefined
}

/** What a stream tells of any change. */
interface ChangeFacts {
  /** When it was made, to the second. */
  readonly at?: Date
  /** Its place among the changes of the item: a record that is delivered twice has the same. */
  readonly sequenceNumber?: string
}

/** What is told of a change to an item of an entity, whatever was done to it. */
interface EntityChangeFacts<Name extends string, D extends AnyModel> extends ChangeFacts {
  /** The entity's name in the database. */
  readonly entity: Name
  readonly key: D['key']
}
interface Inserted<Name extends string, D extends AnyModel> extends EntityChangeFacts<Name, D> {
  readonly event: 'insert'
  readonly old?: never
  readonly new?: D['item']
  readonly expired: false
}
interface Modified<Name extends string, D extends AnyModel> extends EntityChangeFacts<Name, D> {
  readonly event: 'modify'
  readonly old?: D['item']
  readonly new?: D['item']
  readonly expired: false
}
interface Removed<Name extends string, D extends AnyModel> extends EntityChangeFacts<Name, D> {
  readonly event: 'remove'
  readonly old?: D['item']
  readonly new?: never
  /** Whether DynamoDB's time-to-live removed it. */
  readonly expired: boolean
}

/** A change to an item of one entity. `old` and `new` are there where the stream's view has them. */
export type EntityChange<Name extends string, D extends AnyModel> =
  | Inserted<Name, D>
  | Modified<Name, D>
  | Removed<Name, D>

/** What is told of a change to an item that is of no entity, with what the stream has of it as it is stored. */
interface UnknownChangeFacts extends ChangeFacts {
  readonly entity: undefined
  readonly event: 'insert' | 'modify' | 'remove'
  readonly keys: StoredItem
  readonly old?: StoredItem
  readonly new?: StoredItem
  readonly expired: boolean
}
/**
 * No entity's: `foreign` is of none, `uniqueValue` of the library itself, which keeps a value of `unique` so, `ambiguous` of
 * several: there is only a key, which each of them could have made, or the old image is of another than the new one.
 */
interface ForeignChange extends UnknownChangeFacts {
  readonly reason: 'foreign' | 'uniqueValue' | 'ambiguous'
}
/** Of an entity, but not as its schema wants it. */
interface InvalidChange<Name extends string> extends UnknownChangeFacts {
  readonly reason: 'invalid'
  /** The name in the database of the entity that it is of. */
  readonly of: Name
  readonly issues: readonly Issue[]
}

/** A change to an item that could not be decoded. */
export type UnknownChange<Name extends string> = ForeignChange | InvalidChange<Name>

type Entities = Readonly<Record<string, AnyEntity>>

/** What a record of a stream says: `entity` and `event` tell which change it is; `entity: undefined` that it is of none. */
export type StreamChange<E extends Entities> =
  | { [K in keyof E & string]: EntityChange<K, E[K]['~']> }[keyof E & string]
  | UnknownChange<keyof E & string>
