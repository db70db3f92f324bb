import type { GetItemCommandInput } from '@aws-sdk/client-dynamodb'
import { decodeStored, isOwn } from '../../entity/decode-item.js'
import type { AnyModel } from '../../entity/entity-types.js'
import { ItemNotFoundError } from '../../errors/monotable-error.js'
import type { Projected } from '../../expression/projection-types.js'
import { Builder } from '../builder.js'
import { itemOf } from '../failure.js'
import type { Operation, ReadOperation } from '../operation.js'
import { compileGet } from './compile-get.js'
import type { GetNode } from './get-node.js'

/** What `getOrThrow` adds: missing is an error. */
type Found<Item, Required> = Required extends true ? Item : Item | undefined

/** Reads one item by its key (GetItem). */
export interface GetOperation<D extends AnyModel, Required extends boolean = false, P = never>
  extends ReadOperation<Found<Projected<D['item'], P>, Required>> {
  /** Reads what every earlier write left, at twice the cost: 1 read unit for each 4 KB. */
  consistent(): this
  /**
   * Gives only these paths; DynamoDB reads, and charges, the whole item.
   * @example db.agents.get(key).project('name', 'capability.skills')
   */
  project<const Q extends D['path'] = never>(...paths: Q[]): GetOperation<D, Required, Q>
  compile(): GetItemCommandInput
}

/** Tells whether an item is there, reading its key alone (GetItem); another entity's item is none. */
export interface ExistsOperation extends Operation<boolean> {
  /** Reads what every earlier write left, at twice the cost. */
  consistent(): this
  compile(): GetItemCommandInput
}

export class GetBuilder extends Builder<GetNode, unknown> {
  readonly kind = 'read'
  protected readonly command = 'GetItem'

  consistent(): this {
    return this.with({ consistent: true })
  }

  project(...projection: string[]): this {
    return this.with({ projection: projection.length > 0 ? projection : undefined })
  }

  compile(): GetItemCommandInput {
    return compileGet(this.context, this.node).input
  }

  protected async run(): Promise<unknown> {
    const { entity, transport } = this.context
    const { kind, key, signal } = this.node
    const { input, plan } = compileGet(this.context, this.node)
    const { Item: stored } = await transport.send('GetItem', input, { entity: entity.name, signal })
    if (kind === 'exists') return stored !== undefined && isOwn(entity, stored)
    if (stored) return itemOf(entity, stored, decodeStored(entity, stored, plan))
    if (kind === 'get') return undefined
    throw new ItemNotFoundError('item.notFound', { entity: entity.name }, { key })
  }
}
