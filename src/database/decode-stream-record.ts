import type { CompiledEntity } from '../entity/compiled-entity.js'
import { decodeStored, isOwn, keyOf } from '../entity/decode-item.js'
import { decodeKey } from '../entity/decode-key.js'
import { candidates } from '../entity/identify.js'
import { isSentinel, isSentinelKey } from '../entity/unique.js'
import type { Issue } from '../errors/item-errors.js'
import type { StoredItem } from '../schema/item-model.js'
import { storedImage } from '../schema/stored-image.js'
import type { EntityChange, StreamRecord, UnknownChange } from './stream-types.js'

/** The entities of a database, with their names there. */
type EntityNames = ReadonlyMap<CompiledEntity, string>

type Change = EntityChange<string, any> | UnknownChange<string>
type Event = Change['event']

/** Says what a record of a stream is about. What it can't make out it tells, and does not throw. */
export function decodeStreamRecord(names: EntityNames, given: StreamRecord): Change {
  // What comes from outside may be no record at all.
  const record: StreamRecord = given ?? {}
  const { Keys, OldImage, NewImage } = record.dynamodb ?? {}
  const keys = storedImage(Keys) ?? {}
  const stored = withoutMissing({ old: storedImage(OldImage), new: storedImage(NewImage) })
  const facts = factsOf(record, stored)
  const unknown = (reason: 'foreign' | 'uniqueValue' | 'ambiguous'): Change => ({
    entity: undefined,
    reason,
    ...facts,
    keys,
    ...stored,
  })

  const entities = [...names.keys()]
  const images = Object.values(stored)
  const sentinel = images.some(isSentinel) || (images.length === 0 && isKeyOfSentinel(entities, keys))
  if (sentinel) return unknown('uniqueValue')
  const owners =
    images.length > 0
      ? images.map(image => candidates(entities, image).filter(entity => isOwn(entity, image)))
      : [candidates(entities, keys)]
  if (owners.every(each => each.length === 0)) return unknown('foreign')
  const [[entity] = []] = owners
  if (!entity || owners.some(each => each.length > 1 || each[0] !== entity)) return unknown('ambiguous')

  const issues: Issue[] = []
  const items: { old?: object; new?: object } = {}
  for (const which of ['old', 'new'] as const) {
    const decoded = stored[which] && decodeStored(entity, stored[which])
    if (decoded?.kind === 'invalid') issues.push(...decoded.issues)
    if (decoded?.kind === 'item') items[which] = decoded.item
  }
  const item = items.new ?? items.old
  const key = item ? keyOf(entity, item) : decodeKey(entity, keys, issues)
  const name = names.get(entity)!
  return issues.length > 0
    ? { entity: undefined, reason: 'invalid', of: name, issues, ...facts, keys, ...stored }
    : ({ entity: name, ...facts, key, ...items } as Change)
}

const isKeyOfSentinel = (entities: readonly CompiledEntity[], key: StoredItem) =>
  entities.some(({ table, unique }) => isSentinelKey(table, unique, key))

interface Images {
  readonly old?: StoredItem
  readonly new?: StoredItem
}

const events = new Map<unknown, Event>([
  ['INSERT', 'insert'],
  ['MODIFY', 'modify'],
  ['REMOVE', 'remove'],
])

function factsOf({ eventName, dynamodb, userIdentity }: StreamRecord, images: Images) {
  const event =
    events.get(eventName) ?? (images.old && !images.new ? 'remove' : images.new && !images.old ? 'insert' : 'modify')
  const { ApproximateCreationDateTime: time, SequenceNumber: sequenceNumber } = dynamodb ?? {}
  const { type, principalId, Type = type, PrincipalId = principalId } = userIdentity ?? {}
  return {
    event,
    expired: event === 'remove' && Type === 'Service' && PrincipalId === 'dynamodb.amazonaws.com',
    ...withoutMissing({
      at: typeof time === 'number' ? new Date(time * 1000) : time instanceof Date ? time : undefined,
      sequenceNumber,
    }),
  }
}

/** An object without the members that are undefined. */
const withoutMissing = <T extends object>(object: T) =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    readonly [K in keyof T]?: Exclude<T[K], undefined>
  }
