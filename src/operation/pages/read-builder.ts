import { MonotableError } from '../../errors/monotable-error.js'
import type { Context } from '../context.js'
import { explainRead } from '../explain-read.js'
import { allOf } from '../guards.js'
import { Lazy } from '../operation.js'
import { type AnyWhere, conditionOf } from '../where.js'
import { peekCursor } from './cursor.js'
import { Gathering } from './gathering.js'
import { countItems, type Page, readItems, readPage, readPages } from './page.js'
import { inputAt, requestLimit } from './read-batches.js'
import type { ReadNode } from './read-node.js'
import type { ReadInput, ReadPlan } from './read-plan.js'

/** Compiles a read; `counting` where only the number of items is wanted. */
export type CompileRead<N extends ReadNode> = (context: Context, node: N, counting?: boolean) => ReadPlan

/** What the builders of queries and scans share. */
export abstract class ReadBuilder<N extends ReadNode> extends Lazy<Page<object>> {
  constructor(
    protected readonly context: Context,
    readonly node: N,
    private readonly compileRead: CompileRead<N>,
  ) {
    super()
  }

  protected abstract with(change: Partial<N>): this

  private read(change: Partial<ReadNode>): this {
    return this.with(change as Partial<N>)
  }

  filter(where: AnyWhere): this {
    return this.read({ filter: allOf(this.node.filter, conditionOf(where)) })
  }

  project(...projection: string[]): this {
    return this.read({ projection })
  }

  consistent(): this {
    return this.read({ consistent: true })
  }

  limit(items: number): this {
    return this.read({ limit: whole('limit', items) })
  }

  pageSize(items: number): this {
    return this.read({ pageSize: whole('pageSize', items) })
  }

  maxRequests(requests: number): this {
    return this.read({ maxRequests: whole('maxRequests', requests) })
  }

  after(cursor: string | undefined): this {
    return this.read({ cursor })
  }

  signal(signal: AbortSignal): this {
    return this.read({ signal })
  }

  compile(counting = false): ReadInput {
    const plan = this.plan(counting)
    if (plan.impossible)
      throw new MonotableError('query.invalid', { reason: 'No item can be in this range: no request would be sent.' })
    return this.firstInput(plan)
  }

  explain(counting = false): string {
    const plan = this.plan(counting)
    return explainRead(this.context, plan.command, this.firstInput(plan), plan)
  }

  items(): AsyncGenerator<object, void, undefined> {
    return readItems(this.context, this.plan(), this.node)
  }

  pages(): AsyncGenerator<Page<object>, void, undefined> {
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
    const keysAlone = this.project()
    return new Gathering(keysAlone, reader => countItems(reader.context, reader.plan(counting), reader.node), counting)
  }

  protected async run(): Promise<Page<object>> {
    return readPage(this.context, this.plan(), this.node)
  }

  private plan(counting = false): ReadPlan {
    return this.compileRead(this.context, this.node, counting)
  }

  private firstInput(plan: ReadPlan): ReadInput {
    const { node, context } = this
    const positions =
      node.cursor === undefined ? [] : peekCursor(node.cursor, plan.binding, plan.segments, context.seal)
    const segment = Math.max(
      0,
      positions.findIndex(position => position !== 'done'),
    )
    return inputAt(plan, positions[segment] ?? 'start', segment, requestLimit(plan, node))
  }
}

function whole(name: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new MonotableError('query.invalid', { reason: `${name} takes a whole number from 1.` })
  return value
}
