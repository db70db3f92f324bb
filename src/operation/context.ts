import type { CompiledEntity } from '../entity/compiled-entity.js'
import type { CursorSeal } from './pages/seal.js'
import type { Transport } from './transport.js'

/** What an operation works with: its entity, and what all operations of a database share. */
export interface Context extends SharedContext {
  readonly entity: CompiledEntity
  /** Whether another entity of the database can make the same primary key, so that no write goes without a condition. */
  readonly sharesKeys: boolean
}

/** What an operation that is not about one entity alone works with: of an entity what is told of it. */
export interface DescribedContext extends SharedContext {
  readonly entity: Pick<CompiledEntity, 'name' | 'table' | 'patterns'>
}

/** What all operations of a database share: the table's name, and the way to DynamoDB. */
export interface SharedContext {
  readonly tableName: string
  readonly transport: Transport
  /** How cursors are signed; undefined where they are not. */
  readonly seal: CursorSeal | undefined
  /** The time, for timestamps. */
  readonly now: () => Date
}
