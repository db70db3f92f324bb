import type { PutItemCommandInput } from '@aws-sdk/client-dynamodb'
import { keyOf } from '../../entity/decode-item.js'
import type { AnyModel } from '../../entity/entity-types.js'
import { fillDefaults } from '../../schema/item-model.js'
import type { WriteOperation } from '../operation.js'
import type { CompiledWrite, Old } from '../write/compiled-write.js'
import { WriteBuilder } from '../write/write-builder.js'
import type { Expiring, Returned, WholeWrite, Writing } from '../write/write-types.js'
import { compilePut, putReadsFirst } from './compile-put.js'
import type { PutNode } from './put-node.js'

/** Writes a new item (PutItem on condition that none is there). */
export interface CreateOperation<D extends AnyModel>
  extends WriteOperation<D['item']>,
    WholeWrite<D['item']>,
    Expiring<D> {
  compile(): PutItemCommandInput
}

/** Writes a whole item, in the place of what is there (PutItem). */
export interface PutOperation<D extends AnyModel, What = 'new'>
  extends Writing<D, Returned<D['item'], What, undefined>>,
    WholeWrite<D['item']>,
    Expiring<D> {
  /** Only where no item is there; else ItemExistsError, with that item. */
  ifNotExists(): this
  /**
   * Gives the item as it is written (the default), the one that it replaces, or nothing.
   * @example const before = await db.agents.put(agent).returning('old') // Agent | undefined
   */
  returning<const W extends 'old' | 'new' | 'none'>(what: W): PutOperation<D, W>
  compile(): PutItemCommandInput
}

export class PutBuilder extends WriteBuilder<PutNode> {
  protected readonly command = 'PutItem'
  /** It replaces the whole item, whatever schema that was of. */
  readonly keepsItem = false

  /** The node with the defaults of its key filled in, once: the item is read, and shown, by the key with which it is written. */
  private get filled(): PutNode {
    this.#filled ??= { ...this.node, item: fillDefaults(this.context.entity.keyEntries, this.node.item) }
    return this.#filled
  }

  #filled: PutNode | undefined

  get key() {
    return keyOf(this.context.entity, this.filled.item)
  }

  get readsFirst(): boolean {
    return putReadsFirst(this.context.entity, this.node)
  }

  compileWrite(old?: Old): CompiledWrite {
    return compilePut(this.context, this.filled, old)
  }
}
