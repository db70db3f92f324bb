import { accepts, encodeValue } from '../schema/encode.js'
import type { ItemModel, StoredItem } from '../schema/item-model.js'
import type { Check } from './check.js'
import type { CompiledEntity, TimestampAttribute } from './compiled-entity.js'

type Unit = 'seconds' | 'minutes' | 'hours' | 'days' | 'weeks'

/** A length of time: numbers of 0 or more, at least one of them; what is given adds up. */
export type Duration = {
  [U in Unit]: { readonly [N in U]: number } & { readonly [N in Exclude<Unit, U>]?: number }
}[Unit]

/** When an item expires: at a time, after a time, or never. */
export type Expiry = Date | Duration | 'never'

const secondsIn = { seconds: 1, minutes: 60, hours: 3600, days: 86_400, weeks: 604_800 } as const

/** The form in which a schema may want the time of expiry; DynamoDB's own is whole seconds since 1970. */
const forms: readonly TimestampAttribute['from'][] = [
  time => Math.ceil(time.getTime() / 1000),
  time => new Date(Math.ceil(time.getTime() / 1000) * 1000),
]

/**
 * The attribute that DynamoDB's time-to-live reads: the one that is stored under the table's name for it.
 * @throws DefinitionError where what it stores is not the number of seconds since 1970
 */
export function findTimeToLive(
  model: ItemModel,
  storedName: string | undefined,
  check: Check,
): TimestampAttribute | undefined {
  const entry = [...model.attributes.values()].find(({ stored, storedName: name }) => stored && name === storedName)
  if (entry === undefined) return undefined
  const probe = new Date('2040-01-01T00:00:00Z')
  const from = forms.find(
    form =>
      accepts(entry.model, form(probe)) &&
      encodeValue(entry.model, form(probe), [entry.name], 'whole', model.entity).N === String(probe.getTime() / 1000),
  )
  check(from, `'${entry.name}' is the time-to-live, and must be stored as a number of seconds since 1970`)
  return { entry, from }
}

/** A time in seconds since 1970, as DynamoDB counts for time-to-live. */
export const secondsOf = (time: Date): number => Math.floor(time.getTime() / 1000)

/** Whether an item's time is over. DynamoDB deletes it late; until then it is treated as if it were gone. */
export function isExpired({ timeToLive }: CompiledEntity, stored: StoredItem, now: Date): boolean {
  const expires = timeToLive && stored[timeToLive.entry.storedName]?.N
  return expires !== undefined && Number(expires) <= secondsOf(now)
}

/** The time at which an item expires, undefined for never; an invalid one where there is no telling. */
export function expiryTime(expiry: Expiry, now: Date): Date | undefined {
  if (expiry === 'never') return undefined
  if (expiry instanceof Date) return expiry
  const given = Object.entries(Object(expiry) as Readonly<Record<string, unknown>>)
  const seconds = given.map(([unit, count]) =>
    typeof count === 'number' && count >= 0 ? count * (secondsIn[unit as Unit] ?? Number.NaN) : Number.NaN,
  )
  // No length at all is no time to live, and most likely a mistake.
  const length = seconds.length > 0 ? seconds.reduce((sum, each) => sum + each) : Number.NaN
  return new Date(now.getTime() + length * 1000)
}

/** Whether something is a length of time. */
export const isDuration = (given: Expiry): given is Duration =>
  !(given instanceof Date) && Number.isFinite(expiryTime(given, new Date())?.getTime())
