import { checkTable } from '../driver/check-table.js'
import { createTable } from '../driver/create-table.js'
import { createDriver } from '../driver/driver.js'
import { compiledCollection } from '../entity/compiled-collection.js'
import { type CompiledEntity, compiledEntity } from '../entity/compiled-entity.js'
import type { AnyEntity } from '../entity/entity-types.js'
import { DefinitionError } from '../errors/monotable-error.js'
import { emptyBatchNode } from '../operation/batch/batch-builder.js'
import { BatchGetBuilder } from '../operation/batch/batch-get.js'
import { BatchWriteBuilder } from '../operation/batch/batch-write.js'
import { createCapacityCounter } from '../operation/capacity.js'
import type { Context, SharedContext } from '../operation/context.js'
import { createSeal } from '../operation/pages/seal.js'
import { TransactGetBuilder } from '../operation/transaction/transact-get.js'
import { TransactWriteBuilder } from '../operation/transaction/transact-write.js'
import { createCollectionClient } from './collection-client.js'
import { attachParts } from './database-parts.js'
import type { Database, DatabaseMethods, DatabaseOptions, ItemMethods, ReservedEntities } from './database-types.js'
import { decodeStreamRecord } from './decode-stream-record.js'
import { createEntityClient } from './entity-client.js'
import { entityOf } from './entity-of.js'
import { checkOverlaps, sharesKeys } from './overlap.js'

/**
 * Puts entities together with a client: the object that an application works with. Sends nothing.
 *
 * @param options The client, the entities by the names that the application has for them, and how requests are made: see DatabaseOptions.
 * @throws DefinitionError `definition.database` when there are no entities, entities of several tables or two of one name;
 *   `definition.overlap` when two of them could make the same primary key.
 * @example
 * const db = createDatabase({ client: new DynamoDBClient({}), entities: { agents: Agent, users: User } })
 * await db.agents.get({ teamCode: 'AT-001', id: 'AG-001' })
 */
export function createDatabase<const E extends Readonly<Record<string, AnyEntity>>>(
  options: DatabaseOptions<E & ReservedEntities>,
): Database<E> {
  const { client, hooks, now = () => new Date() } = options
  const entities = Object.entries<AnyEntity>(options.entities).map(
    ([name, entity]) => [name, compiledEntity(entity)] as const,
  )
  const [first] = entities
  if (first === undefined) throw new DefinitionError('definition.database', { reason: 'it has no entities' })
  const { table } = first[1]
  for (const [, entity] of entities) {
    if (entity.table !== table)
      throw new DefinitionError('definition.database', {
        reason: `'${entity.name}' is of another table than '${first[1].name}': make a database for each table`,
      })
  }
  checkOverlaps(entities.map(([, entity]) => entity))

  const tableName = options.tableName ?? table.name
  const capacity = options.consumedCapacity ? createCapacityCounter() : undefined
  const transport = createDriver({ client, hooks, capacity, transport: options.transport })
  const seal = options.cursorSecret === undefined ? undefined : createSeal(options.cursorSecret)
  const shared: SharedContext = { tableName, transport, seal, now }
  const contexts = new Map<CompiledEntity, Context>()
  for (const [, entity] of entities) {
    const others = entities.filter(([, other]) => other !== entity)
    contexts.set(entity, { ...shared, entity, sharesKeys: others.some(([, other]) => sharesKeys(entity, other)) })
  }
  const names = new Map(entities.map(([name, entity]) => [entity, name]))
  // The builders are untyped inside: what they may be called with is what the interfaces say.
  const methods: { readonly [M in keyof (DatabaseMethods & ItemMethods<any>)]: (...parameters: any[]) => unknown } = {
    transactWrite: (operations, options = {}) => new TransactWriteBuilder(shared, operations, options),
    transactGet: operations => new TransactGetBuilder(shared, operations),
    batchGet: operations => new BatchGetBuilder(shared, { ...emptyBatchNode, operations: [...operations] }),
    batchWrite: operations =>
      new BatchWriteBuilder(shared, { ...emptyBatchNode, operations: [...operations], gives: 'results' }),
    createTable: ({ signal, ...tableOptions } = {}) =>
      createTable(client, table.createTableInput({ tableName, ...tableOptions }), table.timeToLive, signal),
    checkTable: ({ signal } = {}) => checkTable(client, table, tableName, signal),
    collection: collection => createCollectionClient(shared, contexts, compiledCollection(collection)),
    consumedCapacity: () => capacity?.total(),
    decodeStreamRecord: record => decodeStreamRecord(names, record),
    entityOf: item => names.get(entityOf(table, [...names.keys()], item as Readonly<Record<string, unknown>>)!),
  }
  for (const [name] of entities) {
    if (name in methods)
      throw new DefinitionError('definition.database', {
        reason: `it has a method '${name}': choose another name for the entity`,
      })
  }
  const clients = entities.map(([name, entity]) => [name, createEntityClient(contexts.get(entity)!)])
  const database = { ...Object.fromEntries(clients), ...methods }
  return Object.freeze(
    attachParts(database, { entities: Object.values<AnyEntity>(options.entities), table, tableName }),
  ) as unknown as Database<E>
}
