import type { TableDescription } from '@aws-sdk/client-dynamodb'
import type { DynamoDBClientLike } from '../../driver/client-like.js'
import { describeTable, isMissingTable } from '../../driver/describe-table.js'
import { createDriver } from '../../driver/driver.js'
import type { Hooks, ResponseEvent } from '../../driver/hooks.js'
import { MonotableError } from '../../errors/monotable-error.js'
import { createCapacityCounter } from '../../operation/capacity.js'
import type { CompiledMigration } from './compile-migration.js'
import { type ControlDatabase, openControl } from './control/control-entities.js'
import type { Lease } from './control/lease.js'
import { createTools } from './lookup.js'
import { createMeter, type Meter } from './meter.js'
import type { TransformTools } from './migration.js'
import { RateLimit } from './rate-limit.js'

/** What all that a migrator does works with. */
export interface Setting {
  readonly client: DynamoDBClientLike
  readonly migration: CompiledMigration
  readonly tableName: string
  readonly controlName: string
  readonly control: ControlDatabase
  readonly hooks: Hooks
  readonly now: () => Date
  readonly owner: string
  /** How long a lease is held without being renewed, in milliseconds. */
  readonly leaseDuration: number
}

/** The most that is to be consumed, in capacity units a second. */
export interface CapacityLimits {
  /** Read units a second; as many as DynamoDB gives, where it is not given. */
  readonly readUnitsPerSecond?: number | undefined
  /** Write units a second, of the table and of the control table together. */
  readonly writeUnitsPerSecond?: number | undefined
}

/** The way to the table, within limits, and what transforms look up with. */
export interface Way extends Meter {
  readonly tools: TransformTools
}

/**
 * @param lease what is to be kept while requests wait
 * @throws MonotableError `query.invalid` where a limit is no number above 0
 */
export function openWay(
  { client, hooks, tableName, control, now }: Setting,
  limits: CapacityLimits,
  lease?: Lease,
): Way {
  const read = limitOf('readUnitsPerSecond', limits.readUnitsPerSecond)
  const write = limitOf('writeUnitsPerSecond', limits.writeUnitsPerSecond)
  const onResponse = (event: ResponseEvent) => {
    // An attempt more than one is one that was throttled, or lost: both are reasons to go slower.
    if ((event.attempts ?? 1) > 1) (/^(Get|Scan|Query)/.test(event.operation) ? read : write).throttled()
    return hooks.onResponse?.(event)
  }
  const driver = createDriver({ client, hooks: { ...hooks, onResponse }, capacity: createCapacityCounter() })
  const meter = createMeter(driver, { read, write }, lease && (() => lease.keep()))
  const before = control.consumedCapacity()!
  const consumed = () => {
    const [own, all] = [meter.consumed(), control.consumedCapacity()!]
    return {
      read: own.read + all.read - before.read,
      write: own.write + all.write - before.write,
      requests: own.requests + all.requests - before.requests,
    }
  }
  return { ...meter, consumed, tools: createTools(tableName, meter.transport, now) }
}

function limitOf(name: string, units = Infinity): RateLimit {
  if (!(units > 0)) throw new MonotableError('query.invalid', { reason: `${name} takes a number above 0.` })
  return new RateLimit(units)
}

/** Opens the control table of a setting. Sends nothing. */
export const controlOf = (
  client: DynamoDBClientLike,
  controlName: string,
  hooks: Hooks,
  now: () => Date,
): ControlDatabase => openControl({ client, hooks, now, consumedCapacity: true }, controlName)

/**
 * What DynamoDB says of the table that is migrated.
 * @throws MonotableError `request.failed`, which says so where there is no such table
 */
export async function describeMigrated(
  { client, tableName }: Setting,
  signal?: AbortSignal,
): Promise<TableDescription> {
  try {
    return await describeTable(client, tableName, signal)
  } catch (error) {
    if (!isMissingTable(error)) throw error
    const details = (error as MonotableError<'request.failed'>).details
    throw new MonotableError('request.failed', { ...details, reason: 'the table does not exist' }, { cause: error })
  }
}
