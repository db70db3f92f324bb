import type { GetItemCommandInput } from '@aws-sdk/client-dynamodb'
import { decodeStored, isOwn } from '../../entity/decode-item.js'
import { isExpired } from '../../entity/time-to-live.js'
import { isOutdated } from '../../entity/upgrade-stored.js'
import { ItemNotFoundError } from '../../errors/monotable-error.js'
import type { PathOf, Projected } from '../../expression/projection-types.js'
import type { StoredItem } from '../../schema/item-model.js'
import { Builder } from '../builder.js'
import { itemOf } from '../failure.js'
import type { ReadOperation } from '../operation.js'
import { writeBack } from '../write/upgrade.js'
import { type CompiledGet, compileGet } from './compile-get.js'
import type { GetNode } from './get-node.js'

/** What `getOrThrow` adds: missing is an error. */
type Found<Item, Required> = Required extends true ? Item : Item | undefined

/** Reads one item by its key (GetItem). */
export interface GetOperation<Item, Required extends boolean = false, P = never>
  extends ReadOperation<Found<Projected<Item, P>, Required>> {
  /** Reads what every earlier write left, at twice the cost: 1 read unit for each 4 KB. */
  consistent(): this
  /**
   * Gives only these paths; DynamoDB reads, and charges, the whole item.
   * @example db.agents.get(key).project('name', 'capability.skills')
   */
  project<const Q extends PathOf<Item> = never>(...paths: Q[]): GetOperation<Item, Required, Q>
  /** The item too if its time to live is over, and DynamoDB has not deleted it yet; it is missing otherwise. */
  includeExpired(): this
  compile(): GetItemCommandInput
}

/** Tells whether an item is there, reading its key alone (GetItem); another entity's item is none. */
export interface ExistsOperation extends ReadOperation<boolean> {
  /** Reads what every earlier write left, at twice the cost. */
  consistent(): this
  /** An item too whose time to live is over, and that DynamoDB has not deleted yet. */
  includeExpired(): this
  compile(): GetItemCommandInput
}

export class GetBuilder extends Builder<GetNode, unknown> {
  readonly kind = 'read'
  protected readonly command = 'GetItem'

  consistent(): this {
    return this.with({ consistent: true })
  }

  includeExpired(): this {
    return this.with({ includeExpired: true })
  }

  project(...projection: string[]): this {
    return this.with({ projection: projection.length > 0 ? projection : undefined })
  }

  #compiled: CompiledGet | undefined

  /** The command, and how to decode what it reads. */
  compiled(): CompiledGet {
    this.#compiled ??= compileGet(this.context, this.node)
    return this.#compiled
  }

  compile(): GetItemCommandInput {
    return this.compiled().input
  }

  protected async run(): Promise<unknown> {
    const { input } = this.compiled()
    const { Item: stored } = await this.context.transport.send('GetItem', input, this.sending)
    return this.decode(this.context.entity.evolution ? await this.settle(stored) : stored)
  }

  /** The stored item that was found, an older one written back as its upgrades leave it, where the entity says so. */
  async settle(found: StoredItem | undefined, sending = this.sending): Promise<StoredItem | undefined> {
    const { entity } = this.context
    const stored = this.visible(found)
    const outdated = stored && entity.evolution?.writeBack && isOwn(entity, stored) && isOutdated(entity, stored)
    return outdated && this.node.kind !== 'exists' ? writeBack(this.context, stored, sending) : found
  }

  /** What the read gives for the stored item that was found, if one was. */
  decode(found: StoredItem | undefined): unknown {
    const { entity } = this.context
    const { kind, key } = this.node
    const stored = this.visible(found)
    if (kind === 'exists') return stored !== undefined && isOwn(entity, stored)
    if (stored) return itemOf(entity, stored, decodeStored(entity, stored, this.compiled().plan))
    if (kind === 'get') return undefined
    throw new ItemNotFoundError('item.notFound', { entity: entity.name }, { key })
  }

  /** None where its time is over, and that is not to be read. */
  private visible(found: StoredItem | undefined): StoredItem | undefined {
    const { entity, now } = this.context
    if (!found || !entity.timeToLive || this.node.includeExpired) return found
    return isOwn(entity, found) && isExpired(entity, found, now()) ? undefined : found
  }
}
