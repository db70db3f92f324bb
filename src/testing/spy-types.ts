import type { StoredItem } from '../schema/item-model.js'

/** What a spy needs of the client of an entity (`db.agents`), by shape: its item is told by what `encode` takes. */
export interface SpiedEntity<Item> {
  /** The item as it is stored. */
  encode(item: Item): StoredItem
  /** The read of an item, not sent. */
  get(key: any): { compile(): { TableName?: string | undefined; Key?: StoredItem | undefined } }
}

/** One command that the application sent. */
export interface SpyCommand {
  /** The DynamoDB operation, such as `UpdateItem`. */
  readonly operation: string
  /** The exact input of the command, as `compile()` gives it too. */
  readonly input: Readonly<Record<string, any>>
}

/** The operations that a spy can answer with items. */
export type SpiedOperation = 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'Query' | 'Scan'

/** What a spy answers with: a list where DynamoDB answers with one, else one item. */
export type AnswerOf<Item, O extends SpiedOperation> = O extends 'Query' | 'Scan' ? readonly Item[] : Item

/** The writes whose conditions can fail. */
export type SpiedWrite = 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'TransactWriteItems'

/** A client for tests that sends nothing: it records the commands, and answers as it was told. */
export interface Spy {
  /** For `createDatabase`. `db.createTable()` succeeds with it. */
  readonly client: SpyClient
  /** What was sent so far, the first command first; a frozen list. */
  readonly commands: readonly SpyCommand[]
  /**
   * Says what an operation on an item is answered with. Until `reset` it is the answer each time; several for one item are given
   * one after another, and the last of them from then on.
   *
   * An item for `GetItem` is found by transactions and batches that read its key too. The items for `Query` and `Scan` are those
   * that DynamoDB would find: a query is given them if it asks for the partition that they are in, an empty list answers any.
   * What `PutItem` and `DeleteItem` answer with is the old item, `UpdateItem` the new one.
   * @param entity The client of the entity: `db.agents`.
   * @param answer The item, or the items in their order, as the application has them.
   * @throws InvalidItemError, InvalidKeyError
   * @example spy.answer(db.agents, 'Query', [first, second])
   */
  answer<Item, O extends SpiedOperation>(
    entity: SpiedEntity<Item>,
    operation: O,
    answer: AnswerOf<NoInfer<Item>, O>,
  ): void
  /**
   * Lets the condition of the next such write fail; in a transaction, that of the operation on the item.
   * @param current The item that the condition fails on, as the application has it: the write of this item fails, and the error
   *   carries it. Without it the next write of any item fails, for none is there.
   * @example spy.fail(db.agents, 'PutItem', 'conditionFailed', agent) // ItemExistsError, with the agent
   */
  fail<Item>(
    entity: SpiedEntity<Item>,
    operation: SpiedWrite,
    failure: 'conditionFailed',
    current?: NoInfer<Item>,
  ): void
  /**
   * Lets the next transaction that takes a unique value fail, for another item has it: UniqueConstraintError.
   * @param owner The item that has the value; the error tells its key.
   */
  fail<Item>(
    entity: SpiedEntity<Item>,
    operation: 'TransactWriteItems',
    failure: 'uniqueTaken',
    owner: NoInfer<Item>,
  ): void
  /** Lets the next transaction be cancelled for another one: it is tried again. */
  fail(operation: 'TransactWriteItems' | 'TransactGetItems', failure: 'cancelled'): void
  /** Lets the condition of the next such write fail, on no item: nothing is there. */
  fail(operation: SpiedWrite, failure: 'conditionFailed'): void
  /**
   * Lets the next command of an operation fail, by throttling after all the SDK's attempts, or with an error of the caller's own.
   * @example spy.fail('Query', 'throttled')
   */
  fail(operation: string, failure: 'throttled' | Error): void
  /** Forgets the commands, the answers and the failures. */
  reset(): void
}

/** A client by shape. */
export interface SpyClient {
  /** Takes a command of the SDK, and answers as it was told. */
  send(command: any, options?: any): Promise<any>
  /** Empty: a spy is configured with nothing. */
  readonly config: any
}
