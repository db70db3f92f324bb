import { identifying } from '../../entity/compiled-entity.js'
import type { AnyModel } from '../../entity/entity-types.js'
import { ItemNotFoundError } from '../../errors/monotable-error.js'
import type { Projected } from '../../expression/projection-types.js'
import type { Table } from '../../table/table-types.js'
import type { Context, SharedContext } from '../context.js'
import type { GetNode } from '../get/get-node.js'
import { GetBuilder } from '../get/get-operation.js'
import { inParallel } from '../in-parallel.js'
import { BatchBuilder, type BatchNode, buildersOf } from './batch-builder.js'
import type { BatchCommand, BatchOperation } from './batch-operation.js'
import { type AskedKey, batchGetInput, chunkKeys, type KeyChunk, readChunk } from './read-keys.js'
import { Tally } from './tally.js'

/** What the operations of a batch of reads give, by position. */
export type BatchRead<T extends readonly unknown[]> = { -readonly [I in keyof T]: Awaited<T[I]> }

/** Reads many items of one entity by their keys (BatchGetItem), in the order of the keys. */
export interface GetManyOperation<D extends AnyModel, P = never>
  extends BatchOperation<(Projected<D['item'], P> | undefined)[]> {
  /** Reads what every earlier write left, at twice the cost. */
  consistent(): this
  /**
   * Gives only these paths of each item; DynamoDB reads, and charges, the whole of it.
   * @example db.agents.getMany(keys).project('name', 'capability.skills')
   */
  project<const Q extends D['path'] = never>(...paths: Q[]): GetManyOperation<D, Q>
  /** Items too whose time to live is over, and that DynamoDB has not deleted yet; they are missing otherwise. */
  includeExpired(): this
}

/** What reads by keys share: from the operations to their results. */
abstract class KeyedBuilder<N extends BatchNode, C extends SharedContext> extends BatchBuilder<N, unknown[], C> {
  protected abstract reads(): readonly GetBuilder[]

  compile(): readonly BatchCommand[] {
    return this.chunks(this.reads()).map(chunk => ({
      command: 'BatchGetItem',
      input: batchGetInput(this.context.tableName, chunk),
    }))
  }

  explain(): string {
    const reads = this.reads()
    const chunks = this.chunks(reads)
    const keys = chunks.flat()
    const units = keys.reduce((sum, { consistent }) => sum + (consistent ? 1 : 0.5), 0)
    return [
      `${keys.length} items of table '${this.context.tableName}' in ${chunks.length} BatchGetItem, up to ${this.node.concurrency} at a time`,
      `  cost  ${units} read units, if no item has more than 4 KB; 0.5 for each 4 KB of an item, 1 where it is read consistently`,
    ].join('\n')
  }

  protected async run(): Promise<unknown[]> {
    const { node, context, sending } = this
    const reads = this.reads()
    const tally = new Tally(
      position => {
        const { context, node } = reads[position]!
        return { entity: context.entity.name, operation: node.kind, key: node.key }
      },
      reads.length,
      node.onProgress,
    )
    await inParallel(this.chunks(reads), node.concurrency, async chunk => {
      const { left, cause } = await readChunk(context, tableOf(reads), chunk, sending, async ({ positions }, found) => {
        let stored = found
        for (const position of positions) {
          const read = reads[position]!
          try {
            stored = await read.settle(stored, { ...sending, entity: read.context.entity.name })
            tally.succeed(position, read.decode(stored))
          } catch (error) {
            tally.fail(position, error)
          }
        }
        tally.report()
      })
      for (const { positions } of left) for (const position of positions) tally.fail(position, cause)
      tally.report()
    })
    // All was read: that an item is missing is what `getOrThrow` says, and not that the batch is incomplete.
    const failed = tally.failed.toSorted((one, other) => one.position - other.position)
    const [first] = failed
    if (first && failed.every(({ cause }) => cause instanceof ItemNotFoundError)) throw first.cause
    return tally.finish(reads.length)
  }

  private chunks(reads: readonly GetBuilder[]): readonly KeyChunk[] {
    return reads.length > 0 ? chunkKeys(tableOf(reads), reads.map(askedKey)) : []
  }
}

/** A database is of one table. */
const tableOf = (reads: readonly GetBuilder[]): Table => reads[0]!.context.entity.table

function askedKey(read: GetBuilder, position: number): AskedKey {
  const { node } = read
  const { entity } = read.context
  const { input, plan } = read.compiled()
  const roots = plan?.fetch.map(([head]) => String(head)) ?? []
  return {
    positions: [position],
    entity: entity.name,
    key: input.Key!,
    consistent: node.consistent,
    names: input.ProjectionExpression
      ? new Set([...(node.kind === 'exists' ? [] : roots), ...identifying(entity)])
      : undefined,
  }
}

export interface BatchGetNode extends BatchNode {
  readonly operations: readonly unknown[]
}

export class BatchGetBuilder extends KeyedBuilder<BatchGetNode, SharedContext> {
  protected reads(): readonly GetBuilder[] {
    return buildersOf(this.context, this.node.operations, GetBuilder, 'read of one item')
  }
}

export interface GetManyNode extends BatchNode {
  readonly keys: readonly Readonly<Record<string, unknown>>[]
  readonly read: Omit<GetNode, 'key'>
}

export class GetManyBuilder extends KeyedBuilder<GetManyNode, Context> {
  consistent(): this {
    return this.reading({ consistent: true })
  }

  includeExpired(): this {
    return this.reading({ includeExpired: true })
  }

  project(...projection: string[]): this {
    return this.reading({ projection: projection.length > 0 ? projection : undefined })
  }

  protected reads(): readonly GetBuilder[] {
    return this.node.keys.map(key => new GetBuilder(this.context, { ...this.node.read, key }))
  }

  private reading(change: Partial<GetNode>): this {
    return this.with({ read: { ...this.node.read, ...change } })
  }
}
