import { createEntityClient, type EntityClient } from '../../database/entity-client.js'
import { compiledEntity } from '../../entity/compiled-entity.js'
import type { AnyEntity, AnyModel } from '../../entity/entity-types.js'
import type { Transport } from '../../operation/transport.js'
import { deleted, type TransformTools, untouched } from './migration.js'

/** What transforms look other items up with: clients of entities that read, consistently, and nothing else. */
export function createTools(tableName: string, transport: Transport, now: () => Date): TransformTools {
  const clients = new Map<AnyEntity, EntityClient<AnyModel>>()
  const clientOf = (entity: AnyEntity): EntityClient<AnyModel> => {
    const context = { tableName, transport, seal: undefined, now, sharesKeys: false, entity: compiledEntity(entity) }
    const client = clients.get(entity) ?? createEntityClient(context)
    clients.set(entity, client)
    return client
  }
  return Object.freeze({
    untouched,
    deleted,
    get: (entity: AnyEntity, key: object) => clientOf(entity).get(key).consistent(),
    query: (entity: AnyEntity, partition: object) => clientOf(entity).query(partition).consistent(),
  }) as unknown as TransformTools
}
