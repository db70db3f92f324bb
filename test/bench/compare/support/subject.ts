import type { DynamoDB } from '@aws-sdk/client-dynamodb'
import type { Agent, OwnAttributes } from './agent.js'

/** What is done with every library, each in the way that its own documentation recommends. */
export interface Operations {
  /** The agent, or what holds it. */
  get(id: string): PromiseLike<unknown>
  /** A new item, on condition that there is none. */
  put(agent: Agent): PromiseLike<unknown>
  /** Two attributes and the version, on condition of the version; gives the whole item as it is then. */
  update(id: string): PromiseLike<unknown>
  /** The first page of a team's agents. */
  query(): PromiseLike<readonly unknown[]>
  /** The same with a filter of two comparisons, one of them on a nested attribute. */
  filtered(): PromiseLike<readonly unknown[]>
  batchGet(ids: readonly string[]): PromiseLike<readonly unknown[]>
  /** New items, all or none. */
  transact(agents: readonly Agent[]): PromiseLike<unknown>
}

/** A command's input in DynamoDB's own terms, made and not sent. */
export type Built = object | PromiseLike<object>

export interface Builders {
  get(id: string): Built
  put(agent: Agent): Built
  update(id: string): Built
  filtered(): Built
}

export interface Connected {
  readonly operations: Operations
  /** Where a library can make a command without sending it. */
  readonly builders?: Builders
}

/** A library, or a way to use it. */
export interface Subject {
  readonly name: string
  /** The attributes of its own in each item. */
  readonly own: OwnAttributes
  connect(client: DynamoDB, table: string): Connected
}
