import { createDriver } from '../driver/driver.js'
import { DefinitionError } from '../errors/monotable-error.js'
import { utf8Length } from '../key/order.js'
import { defineTable } from '../table/define-table.js'
import { EntryKeys } from './entry-key.js'
import { expiryOf } from './expiry.js'
import { flatLayout } from './flat-layout.js'
import type { KVContext } from './kv-context.js'
import type { ConnectedOptions } from './kv-options.js'
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
  const { client, tableName, hooks, transport, prefix = '', consistent = true, now = () => new Date() } = options
  const { partitionKey = 'pk', sortKey = 'sk' } = options
  const check = (right: unknown, reason: string) => {
    if (!right) throw new DefinitionError('definition.table', { table: tableName, reason })
  }
  check(typeof tableName === 'string' && tableName !== '', 'a store needs the name of its table')
  check(partitionKey && sortKey && partitionKey !== sortKey, 'its partition key and its sort key are two attributes')
  check(
    typeof prefix === 'string' && prefix.isWellFormed() && !prefix.includes('\0') && utf8Length(prefix) <= MAX_PREFIX,
    `a prefix is well-formed text of ${MAX_PREFIX} bytes at most, without U+0000`,
  )
  const settings = { client, hooks, transport, prefix, consistent, now, partitionKey, sortKey, check }
  return Object.freeze(options.layout === 'flat' ? flatContext(options, settings) : valueContext(options, settings))
}

interface Settings {
  readonly client: ConnectedOptions['client']
  readonly hooks: ConnectedOptions['hooks']
  readonly transport: ConnectedOptions['transport']
  readonly prefix: string
  readonly consistent: boolean
  readonly now: () => Date
  readonly partitionKey: string
  readonly sortKey: string
  readonly check: (right: unknown, reason: string) => void
}

/** What of the options is another layout's. */
const valueOnly = ['valueAttribute', 'timeToLive', 'expires', 'shards', 'compress', 'chunk'] as const

function flatContext(options: ConnectedOptions, settings: Settings): KVContext {
  const { partitionKey, sortKey, check } = settings
  for (const name of valueOnly) check(options[name] === undefined, `the flat layout has no '${name}'`)
  const keys = new EntryKeys(partitionKey, sortKey, settings.prefix, undefined)
  return {
    ...common(options, settings),
    table: defineTable({ name: 'entries', partitionKey, sortKey }),
    keys,
    layout: flatLayout([partitionKey, sortKey]),
    expires: 'never',
  }
}

function valueContext(
  options: Extract<ConnectedOptions, { readonly layout?: 'value' }>,
  settings: Settings,
): KVContext {
  const { partitionKey, sortKey, now, check } = settings
  const { valueAttribute = 'value', timeToLive = 'ttl', expires = 'never', shards, compress = false } = options
  const { chunk = false, layout = 'value' } = options
  check(layout === 'value', `there is no layout '${layout}': 'value' or 'flat'`)
  const names = [partitionKey, sortKey, valueAttribute, timeToLive, ...ownAttributes]
  const twice = names.find((name, index) => names.indexOf(name) < index)
  check(
    twice === undefined,
    `the attribute '${twice}' would be used twice: name the value or the time-to-live otherwise`,
  )
  check(valueAttribute && timeToLive, 'an attribute has a name')
  check(
    shards === undefined || (Number.isInteger(shards) && shards >= 2 && shards <= MAX_SHARDS),
    `shards is a whole number from 2 to ${MAX_SHARDS}`,
  )
  const over = typeof compress === 'object' ? compress.over : WORTH_COMPRESSING
  check(Number.isFinite(over) && over >= 0, 'compress.over is a number of bytes')
  check(isLength(expires, now), 'expires is a length such as { days: 7 }')
  const keys = new EntryKeys(partitionKey, sortKey, settings.prefix, shards)
  const compressOver = compress ? over : undefined
  return {
    ...common(options, settings),
    table: defineTable({ name: 'entries', partitionKey, sortKey, timeToLive }),
    keys,
    layout: valueLayout({ keys, valueAttribute, timeToLive, compressOver, chunk, now }),
    expires,
  }
}

const common = ({ tableName }: ConnectedOptions, { client, hooks, transport, consistent, now }: Settings) => ({
  tableName,
  transport: createDriver({ client, hooks, transport }),
  consistent,
  now,
})

function isLength(expires: KVContext['expires'], now: () => Date): boolean {
  try {
    expiryOf(expires, now())
    return true
  } catch {
    return false
  }
}
