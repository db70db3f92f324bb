import { MonotableError } from '../../errors/monotable-error.js'
import { allOf } from '../../expression/condition.js'
import { type AnyWhere, Builder, conditionOf } from '../builder.js'
import { explain } from '../explain.js'

import { peekCursor } from './cursor.js'
import { Gathering } from './gathering.js'
import { type Page, readItems, readPage, readPages } from './page.js'
import { inputAt } from './read-batches.js'
import type { ReadNode } from './read-node.js'
import type { ReadInput, ReadPlan } from './read-plan.js'

/** What the builders of queries and scans share. */
export abstract class ReadBuilder<N extends ReadNode> extends Builder<N, Page<object>> {
  /** Works the read out; `counting` where only the number of items is wanted. */
  protected abstract plan(counting?: boolean): ReadPlan

  private read(change: Partial<ReadNode>): this {
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

  limit(limit: number): this {
    return this.read({ limit: whole('limit', limit) })
  }

  pageSize(pageSize: number): this {
    return this.read({ pageSize: whole('pageSize', pageSize) })
  }

  maxRequests(maxRequests: number): this {
    return this.read({ maxRequests: whole('maxRequests', maxRequests) })
  }

  after(cursor: string | undefined): this {
    return this.read({ cursor })
  }

  compile(counting?: boolean): ReadInput {
    const plan = this.plan(counting)
    if (plan.impossible)
      throw new MonotableError('query.invalid', { reason: 'No item can be in this range: no request would be sent.' })
    return this.firstInput(plan)
  }

  override explain(counting?: boolean): string {
    const plan = this.plan(counting)
    return explain(this.context, this.command, this.firstInput(plan), plan)
  }

  items(): AsyncGenerator<object, number> {
    return readItems(this.context, this.plan(), this.node)
  }

  pages(): AsyncGenerator<Page<object>, void> {
    return readPages(this.context, this.plan(), this.node)
  }

  all(): Gathering<this, object[]> {
    return new Gathering(this, async reader => {
      const all: object[] = []
      for await (const item of reader.items()) all.push(item)
      return all
    })
  }

  first(): Gathering<this, object | undefined> {
    return new Gathering(this.limit(1), async reader => {
      for await (const item of reader.items()) return item
      return undefined
    })
  }

  count(): Gathering<this, number> {
    // DynamoDB counts what it reads, not what a limit would let through: then keys are read and counted here.
    const counting = this.node.limit === undefined
    const count = async (reader: this) => {
      const items = readItems(reader.context, reader.plan(counting), reader.node)
      for (;;) {
        const { done, value } = await items.next()
        if (done) return value
      }
    }
    return new Gathering(this.read({ projection: [] }), count, counting)
  }

  protected async run(): Promise<Page<object>> {
    return readPage(this.context, this.plan(), this.node)
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

function whole(name: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new MonotableError('query.invalid', { reason: `${name} takes a whole number from 1.` })
  return value
}
