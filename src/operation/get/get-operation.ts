import type { GetItemCommandInput } from '@aws-sdk/client-dynamodb'
import { decodeStored, invalidStored, isOwn } from '../../entity/decode-item.js'
import type { AnyModel, AnyPath, UnknownPath, Unless } from '../../entity/entity-types.js'
import { ItemNotFoundError, MonotableError } from '../../errors/monotable-error.js'
import type { Projected } from '../../expression/projection-types.js'
import type { Context } from '../context.js'
import { explainRead } from '../explain-read.js'
import { Lazy, type Operation, type ReadOperation } from '../operation.js'
import { compileGet } from './compile-get.js'
import type { GetNode } from './get-node.js'

/** What `getOrThrow` adds: missing is an error. */
type Found<Item, Required> = Required extends true ? Item : Item | undefined

/** Reads one item by its key (GetItem). */
export interface GetOperation<D extends AnyModel, Required extends boolean = false, P = never>
  extends ReadOperation<Found<Projected<D['item'], P>, Required>> {
  /** Reads what every earlier write left, at twice the cost. */
  consistent(): this
  /**
   * Reads only these paths; the result has no others.
   * @example db.agents.get(key).project('name', 'capability.skills')
   */
  project<const Q extends AnyPath<D>, Wrong = UnknownPath<D, Q>>(
    ...paths: (Q & Unless<NoInfer<Wrong>>)[]
  ): GetOperation<D, Required, Q>
  compile(): GetItemCommandInput
}

/** Tells whether an item is there, reading its key alone (GetItem); another entity's item is none. */
export interface ExistsOperation extends Operation<boolean> {
  /** Reads what every earlier write left, at twice the cost. */
  consistent(): this
  compile(): GetItemCommandInput
}

export class GetBuilder extends Lazy<unknown> {
  readonly kind = 'read'

  constructor(
    private readonly context: Context,
    readonly node: GetNode,
  ) {
    super()
  }

  consistent(): GetBuilder {
    return this.with({ consistent: true })
  }

  project(...projection: string[]): GetBuilder {
    return this.with({ projection })
  }

  signal(signal: AbortSignal): GetBuilder {
    return this.with({ signal })
  }

  compile(): GetItemCommandInput {
    return compileGet(this.context, this.node).input
  }

  explain(): string {
    return explainRead(this.context, 'GetItem', this.compile())
  }

  protected async run(): Promise<unknown> {
    const { entity, transport } = this.context
    const { kind, key, signal } = this.node
    const { input, plan } = compileGet(this.context, this.node)
    const { Item: stored } = await transport.send('GetItem', input, { entity: entity.name, signal })
    if (kind === 'exists') return stored !== undefined && isOwn(entity, stored)
    if (stored === undefined) {
      if (kind === 'get') return undefined
      throw new ItemNotFoundError('item.notFound', { entity: entity.name }, { key })
    }
    const decoded = decodeStored(entity, stored, plan)
    if (decoded.kind === 'item') return decoded.item
    if (decoded.kind === 'invalid') throw invalidStored(entity, stored, decoded.issues)
    throw new MonotableError('item.foreign', { entity: entity.name, reason: decoded.reason }, { key, item: stored })
  }

  private with(change: Partial<GetNode>): GetBuilder {
    return new GetBuilder(this.context, { ...this.node, ...change })
  }
}
