import type { Condition } from '../../expression/condition.js'

/** Writes a whole item: only where none is (`create`), or in the place of another (`put`). */
export interface PutNode {
  readonly kind: 'create' | 'put'
  readonly item: Readonly<Record<string, unknown>>
  readonly condition: Condition | undefined
  readonly signal: AbortSignal | undefined
}
