import type { ReadNode } from '../pages/read-node.js'

/** Reads the whole table, and gives back the items of one entity. */
export interface ScanNode extends ReadNode {
  readonly kind: 'scan'
  /** How many parts of the table are read side by side. */
  readonly segments: number
}
