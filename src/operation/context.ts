import type { CompiledEntity } from '../entity/compiled-entity.js'
import type { CursorSeal } from './pages/seal.js'
import type { Transport } from './transport.js'

/** What an operation works with: its entity, the table's name, and the way to DynamoDB. */
export interface Context {
  readonly entity: CompiledEntity
  readonly tableName: string
  readonly transport: Transport
  /** How cursors are signed; undefined where they are not. */
  readonly seal: CursorSeal | undefined
  /** The time, for timestamps. */
  readonly now: () => Date
}
