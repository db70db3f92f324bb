import type { UpdateAction } from '../../expression/update.js'
import type { WriteNode } from '../write/write-node.js'

/** Changes attributes of one item: of one that is there (`update`), or of one that is made where none is (`upsert`). */
export interface UpdateNode extends WriteNode {
  readonly kind: 'update' | 'upsert'
  readonly key: Readonly<Record<string, unknown>>
  readonly actions: readonly UpdateAction[]
  /** Whether the item is read first, so that index keys can be made of what is there. */
  readonly refresh: boolean
  /** Whether it is made of all of the item that was read, none of which may have changed. */
  readonly ofWhole?: boolean
}
