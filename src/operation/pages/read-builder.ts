import { MonotableError } from '../../errors/monotable-error.js'
import { allOf } from '../../expression/condition.js'
import { type AnyWhere, Builder, conditionOf } from '../builder.js'
import type { Context, DescribedContext } from '../context.js'
import { explain } from '../explain.js'
import { wholeNumber } from '../whole-number.js'
import { peekCursor } from './cursor.js'
import { Gathering } from './gathering.js'
import { itemsOf, type Page, readPage, readPages } from './page.js'
import { type Batch, inputAt, readBatches } from './read-batches.js'
import type { ReadNode } from './read-node.js'
import type { ReadInput, ReadPlan } from './read-plan.js'

/** What the builders of queries and scans share. */
export abstract class ReadBuilder<N extends ReadNode, C extends DescribedContext = Context> extends Builder<
  N,
  object,
  C
> {
  /** Works the read out; `counting` where only the number of items is wanted. */
  protected abstract plan(counting?: boolean): ReadPlan

  protected read(change: Partial<ReadNode>): this {
    return this.with(change as Partial<N>)
  }

  filter(where: AnyWhere): this {
    return this.read({ filter: allOf(this.node.filter, conditionOf(where)) })
  }

  project(...projection: string[]): this {
    return this.read({ projection: projection.length > 0 ? projection : undefined })
  }

  consistent(): this {
    return this.read({ consistent: true })
  }

  hydrate(): this {
    return this.read({ hydrate: true })
  }

  includeExpired(): this {
    return this.read({ includeExpired: true })
  }

  limit(limit: number): this {
    return this.read({ limit: wholeNumber('query.invalid', 'limit', limit) })
  }

  pageSize(pageSize: number): this {
    return this.read({ pageSize: wholeNumber('query.invalid', 'pageSize', pageSize) })
  }

  maxRequests(maxRequests: number): this {
    return this.read({ maxRequests: wholeNumber('query.invalid', 'maxRequests', maxRequests) })
  }

  after(cursor: string | undefined): this {
    return this.read({ cursor })
  }

  compile(counting?: boolean): ReadInput {
    const plan = this.plan(counting)
    if (plan.impossible)
      throw new MonotableError('query.invalid', { reason: 'No item can be in this range: no request is sent.' })
    return this.firstInput(plan)
  }

  override explain(counting?: boolean): string {
    const plan = this.plan(counting)
    return explain(this.context, this.command, this.firstInput(plan), plan)
  }

  /** What is given for some items that were found. */
  protected arrange(items: object[]): object {
    return items
  }

  private arranged(page: Page<object>): object {
    return { ...page, items: this.arrange(page.items) }
  }

  /** All that is found, round by round. */
  batches(counting?: boolean): AsyncIterable<Batch> {
    return readBatches(this.context, this.plan(counting), this.node, this.sending, true)
  }

  items(): AsyncGenerator<object, void> {
    return itemsOf(this.batches())
  }

  async *pages(): AsyncGenerator<object, void> {
    for await (const page of readPages(this.context, this.plan(), this.node, this.sending)) yield this.arranged(page)
  }

  all(): Gathering<object> {
    // A copy of the read, which counts what it consumes for itself.
    return new Gathering(this.read({}), async batches => {
      const all: object[] = []
      for await (const item of itemsOf(batches)) all.push(item)
      return this.arrange(all)
    })
  }

  first(): Gathering<object | undefined> {
    return new Gathering(this.limit(1), async batches => {
      let first: object | undefined
      for await (const { items } of batches) first ??= items[0]
      return first
    })
  }

  count(): Gathering<unknown> {
    const gather = async (batches: AsyncIterable<Batch>) => {
      let all = 0
      for await (const { count } of batches) all += count
      return all
    }
    // DynamoDB counts what it reads, not what a limit would let through: then keys are read and counted here.
    return new Gathering(this.read({ projection: [], hydrate: false }), gather, this.node.limit === undefined)
  }

  protected async run(): Promise<object> {
    return this.arranged(await readPage(this.context, this.plan(), this.node, this.sending))
  }

  private firstInput(plan: ReadPlan): ReadInput {
    const { cursor, pageSize, limit } = this.node
    const positions = cursor !== undefined ? peekCursor(cursor, plan, this.context.seal) : []
    const segment = Math.max(
      0,
      positions.findIndex(position => position !== 'done'),
    )
    return inputAt(plan, positions[segment] ?? 'start', segment, pageSize, limit)
  }
}
