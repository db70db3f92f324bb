import type { Transport } from '../../operation/transport.js'
import type { CompiledMigration } from './compile-migration.js'
import type { Lease } from './control/lease.js'
import type { Scope } from './control/scope.js'
import type { TransformTools } from './migration.js'

/** What the steps of a run work with. */
export interface Runner {
  readonly migration: CompiledMigration
  readonly tableName: string
  readonly transport: Transport
  readonly tools: TransformTools
  readonly scope: Scope
  readonly lease: Lease
  readonly now: () => Date
  /** Whether it is to end before the next item. */
  readonly stopped: () => boolean
}
