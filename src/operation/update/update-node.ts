import type { Condition } from '../../expression/condition.js'
import type { UpdateAction } from '../../expression/update.js'

/** Changes attributes of one item: of one that is there (`update`), or of one that is made where none is (`upsert`). */
export interface UpdateNode {
  readonly kind: 'update' | 'upsert'
  readonly key: Readonly<Record<string, unknown>>
  readonly actions: readonly UpdateAction[]
  readonly version: number | undefined
  readonly condition: Condition | undefined
  readonly signal: AbortSignal | undefined
}
