import type { GetItemCommandInput } from '@aws-sdk/client-dynamodb'
import { decodeStored } from '../../entity/decode-item.js'
import { MonotableError } from '../../errors/monotable-error.js'
import { equalStored, ownPart } from '../../expression/stored-values.js'
import type { UpdateAction } from '../../expression/update.js'
import { encodeValue } from '../../schema/encode.js'
import type { StoredItem } from '../../schema/item-model.js'
import { Builder } from '../builder.js'
import { explain } from '../explain.js'
import { itemOf } from '../failure.js'
import type { Operation } from '../operation.js'
import { compileUpdate } from '../update/compile-update.js'
import type { UpdateNode } from '../update/update-node.js'
import type { CompiledWrite, Old, Unchanged, Writable } from '../write/compiled-write.js'
import { mergeUnknown } from '../write/keep-unknown.js'
import { readOldInput } from '../write/read-old.js'
import { runWrite } from '../write/run-write.js'
import { emptyWriteNode } from '../write/write-node.js'

type Attributes = Readonly<Record<string, unknown>>

/**
 * Makes of an item another, or `undefined` to leave it as it is; the item that it gets is its own, and may be changed and given
 * back. It may be called several times, and must change nothing else.
 */
export type Change<Item> = (item: Item) => Item | undefined | Promise<Item | undefined>

/** Reads an item, changes it in code, and writes what has changed (GetItem, UpdateItem); gives the item as it is then. */
export interface ModifyOperation<Item> extends Operation<Item> {
  compile(): GetItemCommandInput
}

/** Changes one item in code. */
export interface ModifyNode extends UpdateNode {
  readonly change: Change<any>
}

export class ModifyBuilder extends Builder<ModifyNode, object> implements Writable {
  protected readonly command = 'GetItem'
  readonly readsFirst = true
  readonly keepsItem = true

  get key() {
    return this.node.key
  }

  override explain(): string {
    const note = 'Then what differs is written (UpdateItem), on condition that the item is as it was read.'
    return explain(this.context, this.command, this.compile(), undefined, [note])
  }

  compile(): GetItemCommandInput {
    return readOldInput(this.context, this.key)
  }

  compiled(): CompiledWrite {
    return compileUpdate(this.context, this.node, { item: undefined })
  }

  async compileWrite(old: Old): Promise<CompiledWrite | Unchanged> {
    const { entity } = this.context
    // Where nothing is there, the write has failed before it comes here.
    const stored = old.item!
    const item = itemOf(entity, stored, decodeStored(entity, stored))
    // An item of its own, for it may be changed in place.
    const next = await this.node.change(itemOf(entity, stored, decodeStored(entity, stored)))
    const actions = next === undefined ? [] : this.changes(item as Attributes, next as Attributes, stored)
    return actions.length > 0 ? compileUpdate(this.context, { ...this.node, actions }, old) : { unchanged: item }
  }

  protected run(): Promise<object> {
    return runWrite(this.context, this, this.sending) as Promise<object>
  }

  /** What sets the attributes that differ, and removes those that are gone. */
  private changes(before: Attributes, after: Attributes, stored: StoredItem): readonly UpdateAction[] {
    const { model, managed, name: entity, keyEntries: fixed } = this.context.entity
    const refuse = (reason: string) => new MonotableError('update.invalid', { entity, reason })
    const managedOnes = [managed.version, managed.updatedAt?.entry]
    if (typeof after !== 'object' || after === null) throw refuse('what is given back is no item')
    for (const name of Object.keys(after))
      if (after[name] !== undefined && !model.attributes.has(name)) throw refuse(`'${name}' is not an attribute of it`)
    return [...model.attributes.values()].flatMap((entry): readonly UpdateAction[] => {
      const { name, storedName, model } = entry
      const [was, value] = [before, after].map(item => ownPart(item, name))
      if (value === was || managedOnes.includes(entry)) return []
      const path = { kind: 'attribute', segments: [name] } as const
      const encode = (given: unknown) => encodeValue(model, given, [name], 'whole', entity)
      if (value !== undefined && was !== undefined && equalStored(encode(value), encode(was))) return []
      if (fixed.includes(entry)) throw refuse(`'${name}' is part of its key: use move`)
      if (value === undefined) return [{ kind: 'remove', path }]
      const there = Object.hasOwn(stored, storedName) ? stored[storedName] : undefined
      const kept = there && mergeUnknown(model, there, encode(value), false)
      return [{ kind: 'set', path, value: kept ? { kind: 'raw', value: kept } : { kind: 'value', value } }]
    })
  }
}

/** A change of which nothing is said but the key and the function. */
export const modifyNode = (key: Attributes, change: Change<any>): ModifyNode => ({
  ...emptyWriteNode,
  kind: 'update',
  key,
  change,
  actions: [],
  refresh: true,
  ofWhole: true,
})
