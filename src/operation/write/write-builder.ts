import { encodePrimaryKey } from '../../entity/encode-key.js'
import type { Expiry } from '../../entity/time-to-live.js'
import { allOf } from '../../expression/condition.js'
import type { StoredItem } from '../../schema/item-model.js'
import { type AnyWhere, Builder, conditionOf } from '../builder.js'
import type { Context } from '../context.js'
import { explain } from '../explain.js'
import { checkVersion } from '../version.js'
import type { CompiledWrite, Old, Writable } from './compiled-write.js'
import { runWrite } from './run-write.js'
import type { Returning, WriteNode } from './write-node.js'

/** What the builders of writes share. */
export abstract class WriteBuilder<N extends WriteNode = any>
  extends Builder<N, object | undefined>
  implements Writable
{
  readonly kind = 'write'

  abstract readonly readsFirst: boolean
  abstract readonly keepsItem: boolean
  abstract readonly key: Readonly<Record<string, unknown>>
  abstract compileWrite(old?: Old): CompiledWrite
  #compiled: CompiledWrite | undefined

  compiled(): CompiledWrite {
    this.#compiled ??= this.compileWrite()
    return this.#compiled
  }

  /** The stored primary key of the item. */
  storedKey(): StoredItem {
    return encodePrimaryKey(this.context.entity, this.key)
  }

  override explain(): string {
    const { entity } = this.context
    const notes = [
      ...(this.readsFirst
        ? ['The item is read first (1 read unit for each 4 KB), and the write is made of what it is.']
        : []),
      ...(entity.unique.length > 0 && this.node.kind !== 'check'
        ? ['With each unique value that changes it is a transaction: twice the write units, and 2 for each sentinel.']
        : []),
      ...(this.node.exactlyOnce ? ['It goes as a transaction, which is made once: twice the write units.'] : []),
    ]
    return explain(this.context, this.command, this.compile(), undefined, notes)
  }

  compile(): object {
    return this.compiled().input
  }

  /** The same write with something else in its node, and made at a time that is given. */
  changed(change: Partial<N>, now?: Date): this {
    const Same = this.constructor as new (context: Context, node: N) => this
    const context = now ? Object.freeze({ ...this.context, now: () => now }) : this.context
    return new Same(context, { ...this.node, ...change })
  }

  condition(where: AnyWhere): this {
    return this.with({ condition: allOf(this.node.condition, conditionOf(where)) } as Partial<N>)
  }

  ifVersion(version: number): this {
    return this.with({ version: checkVersion(this.context.entity, version) } as Partial<N>)
  }

  ifExists(): this {
    return this.with({ presence: 'present' } as Partial<N>)
  }

  ifNotExists(): this {
    return this.with({ presence: 'absent' } as Partial<N>)
  }

  returning(returning: Returning): this {
    return this.with({ returning, returningAsked: true } as Partial<N>)
  }

  expires(expiry: Expiry): this {
    return this.with({ expiry } as Partial<N>)
  }

  exactlyOnce(): this {
    return this.with({ exactlyOnce: true } as Partial<N>)
  }

  protected run(): Promise<object | undefined> {
    return runWrite(this.context, this, this.sending)
  }
}
