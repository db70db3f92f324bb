import type { AnyModel } from '../../entity/entity-types.js'
import type { Expiry } from '../../entity/time-to-live.js'
import type { Refused } from '../../errors/refused.js'
import type { Where } from '../../expression/condition-types.js'
import type { WriteOperation } from '../operation.js'
import type { IfVersion } from '../version.js'

/** What a write answers with by what was asked of it; `Missing` is what the old item can be where there was none. */
export type Returned<Item, What, Missing = never> = What extends 'none'
  ? undefined
  : What extends 'old'
    ? Item | Missing
    : Item

/** The conditions that writes share. They add up. */
export interface Writing<D extends AnyModel, R> extends WriteOperation<R> {
  /**
   * Only if this holds for the item that is there; else ConditionFailedError, with that item. Several add up.
   * @example db.agents.put(agent).condition((old, { eq }) => eq(old.active, false))
   */
  condition(where: Where<D['item']>): this
  /** Only where the item is there; else ItemNotFoundError. */
  ifExists(): this
}

/** Writes that can be bound to a version. */
export interface Versioned<D extends AnyModel> {
  /** Only if the item is at this version (0: has none yet); else VersionConflictError, with the item. */
  readonly ifVersion: IfVersion<D, this>
}

/** Writes that can say when the item expires. */
export interface Expiring<D extends AnyModel> {
  /**
   * Sets the time-to-live: a time, a length of time from now, or `'never'`, which removes it.
   * @example db.sessions.create(session).expires({ minutes: 30 })
   */
  readonly expires: [D['timeToLive']] extends [never]
    ? Refused<`${D['name']} has no time-to-live attribute`>
    : (expiry: Expiry) => this
}

/** A write that is made of a whole item, which is known before it is sent. */
export interface WholeWrite<out Item> {
  /** For the compiler alone: nothing is there at run time. */
  readonly '~whole': Item
}
