import { createDriver } from '../driver/driver.js'
import { isDuration } from '../entity/time-to-live.js'
import { DefinitionError } from '../errors/monotable-error.js'
import { utf8Length } from '../key/order.js'
import { createCapacityCounter } from '../operation/capacity.js'
import { defineTable } from '../table/define-table.js'
import { EntryKeys } from './entry-key.js'
import { flatLayout } from './flat-layout.js'
import type { KVContext } from './kv-context.js'
import type { ConnectedOptions, FlatLayoutOptions, ValueLayoutOptions } from './kv-options.js'
import { UNREAD } from './layout.js'
import { ownAttributes, valueLayout } from './value-layout.js'

const MAX_PREFIX = 1024
const MAX_SHARDS = 256
/** Bytes of JSON from which on compression pays, where it is not said. */
const WORTH_COMPRESSING = 1024

/**
 * Checks the options of a store, and makes what it works with.
 * @throws DefinitionError `definition.table`
 */
export function settleOptions(options: ConnectedOptions): KVContext {
  const { client, tableName, prefix = '', consistent = true, now = () => new Date() } = options
  const { partitionKey = 'pk', sortKey = 'sk' } = options
  const check = (right: unknown, reason: string) => {
    if (!right) throw new DefinitionError('definition.table', { table: tableName, reason })
  }
  check(typeof tableName === 'string' && tableName !== '', 'a store needs the name of its table')
  check(partitionKey && sortKey && partitionKey !== sortKey, 'its partition key and its sort key are two attributes')
  const names: readonly unknown[] = [partitionKey, sortKey, options.valueAttribute, options.timeToLive]
  check(!names.includes(UNREAD), `the SDK does not read an attribute that is called '${UNREAD}'`)
  check(
    typeof prefix === 'string' && prefix.isWellFormed() && !prefix.includes('\0') && utf8Length(prefix) <= MAX_PREFIX,
    `a prefix is well-formed text of ${MAX_PREFIX} bytes at most, without U+0000`,
  )
  const primaryKey = { partitionKey, sortKey, prefix }
  const { timeToLive, ...own } =
    options.layout === 'flat' ? settleFlat(options, primaryKey, check) : settleValue(options, primaryKey, now, check)
  const { hooks, transport } = options
  const capacity = options.consumedCapacity ? createCapacityCounter() : undefined
  return Object.freeze({
    tableName,
    // The name is given with each request: it may be an ARN.
    table: defineTable({ name: 'entries', partitionKey, sortKey, ...(timeToLive && { timeToLive }) }),
    transport: createDriver({ client, hooks, capacity, transport }),
    capacity,
    consistent,
    now,
    signal: undefined,
    ...own,
  })
}

interface PrimaryKey {
  readonly partitionKey: string
  readonly sortKey: string
  readonly prefix: string
}

/** Refuses options for a reason unless they are right. */
type Check = (right: unknown, reason: string) => void

/** What a layout adds to what a store works with. */
interface Settled extends Pick<KVContext, 'keys' | 'layout' | 'expires'> {
  readonly timeToLive: string | undefined
}

/** What of the options is the other layout's. */
const valueOnly = ['valueAttribute', 'timeToLive', 'expires', 'shards', 'compress', 'chunk'] as const

function settleFlat(options: FlatLayoutOptions, { partitionKey, sortKey, prefix }: PrimaryKey, check: Check): Settled {
  for (const name of valueOnly) check(options[name] === undefined, `the flat layout has no '${name}'`)
  return {
    keys: new EntryKeys(partitionKey, sortKey, prefix, undefined),
    layout: flatLayout([partitionKey, sortKey]),
    expires: 'never',
    timeToLive: undefined,
  }
}

function settleValue(
  { layout = 'value', shards, expires = 'never', ...options }: ValueLayoutOptions,
  { partitionKey, sortKey, prefix }: PrimaryKey,
  now: () => Date,
  check: Check,
): Settled {
  const { valueAttribute = 'value', timeToLive = 'ttl', compress = false, chunk = false } = options
  check(layout === 'value', "its layout is 'value' or 'flat'")
  check(valueAttribute && timeToLive, 'an attribute has a name')
  const names = [partitionKey, sortKey, valueAttribute, timeToLive, ...ownAttributes]
  const twice = names.find((name, index) => names.indexOf(name) < index)
  check(twice === undefined, `'${twice}' can't be two attributes: say valueAttribute or timeToLive`)
  check(
    shards === undefined || (Number.isInteger(shards) && shards >= 2 && shards <= MAX_SHARDS),
    `shards is a whole number from 2 to ${MAX_SHARDS}`,
  )
  const over = typeof compress === 'object' ? compress.over : WORTH_COMPRESSING
  check(Number.isFinite(over) && over >= 0, 'compress.over is a number of bytes')
  check(expires === 'never' || isDuration(expires), 'expires is a length such as { days: 7 }')
  const keys = new EntryKeys(partitionKey, sortKey, prefix, shards)
  const compressOver = compress ? over : undefined
  return {
    keys,
    layout: valueLayout({ keys, valueAttribute, timeToLive, compressOver, chunk, now }),
    expires,
    timeToLive,
  }
}
