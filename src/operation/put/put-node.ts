import type { WriteNode } from '../write/write-node.js'

/** Writes a whole item: only where none is (`create`), or in the place of another (`put`). */
export interface PutNode extends WriteNode {
  readonly kind: 'create' | 'put'
  readonly item: Readonly<Record<string, unknown>>
}
