import { readPath } from '../../expression/attribute-path.js'
import type { UpdateAction } from '../../expression/update.js'
import { changeToValue } from '../../expression/update-operators.js'
import type { CompiledWrite, Old } from '../write/compiled-write.js'
import { readOldInput } from '../write/read-old.js'
import { WriteBuilder } from '../write/write-builder.js'
import { compileUpdate } from './compile-update.js'
import { extensionsNeedOld } from './extension-reads.js'
import { changedBy, leadsIntoUnion, touchesUnique } from './tracked.js'
import type { UpdateNode } from './update-node.js'

type Attributes = Readonly<Record<string, unknown>>

export class UpdateBuilder extends WriteBuilder<UpdateNode> {
  protected readonly command = 'UpdateItem'
  readonly keepsItem = true

  get key(): Attributes {
    return this.node.key
  }

  get readsFirst(): boolean {
    const { entity } = this.context
    const { kind, actions, refresh, expiry, exactlyOnce, returning } = this.node
    return (
      refresh ||
      // A transaction gives nothing back.
      (exactlyOnce && returning === 'old') ||
      (entity.unique.length > 0 &&
        (kind === 'upsert' || expiry !== undefined || touchesUnique(entity, changedBy(actions)))) ||
      actions.some(action => leadsIntoUnion(entity, action)) ||
      this.extensionsNeedOld
    )
  }

  #extensionsNeedOld: boolean | undefined

  /** Asked once, for the extensions of the definition are asked with it. */
  private get extensionsNeedOld(): boolean {
    this.#extensionsNeedOld ??= extensionsNeedOld(this.context, this.node)
    return this.#extensionsNeedOld
  }

  set(changes: Attributes): this {
    return this.act(each(changes, (path, value) => ({ kind: 'set', path, value: changeToValue(value) })))
  }

  setPath(path: string, value: unknown): this {
    return this.act([{ kind: 'set', path: this.path(path), value: changeToValue(value) }])
  }

  add(amounts: Attributes): this {
    return this.act(each(amounts, (path, value) => ({ kind: 'add', path, value: { kind: 'value', value } })))
  }

  delete(elements: Attributes): this {
    return this.act(each(elements, (path, value) => ({ kind: 'delete', path, value: { kind: 'value', value } })))
  }

  remove(...paths: string[]): this {
    return this.act(paths.map(path => ({ kind: 'remove', path: this.path(path) })))
  }

  refresh(): this {
    return this.with({ refresh: true })
  }

  compileWrite(old?: Old): CompiledWrite {
    return compileUpdate(this.context, this.node, old)
  }

  override compile(): object {
    return this.readsFirst ? readOldInput(this.context, this.key) : super.compile()
  }

  private act(actions: readonly UpdateAction[]): this {
    return this.with({ actions: [...this.node.actions, ...actions] })
  }

  private path(text: string): UpdateAction['path'] {
    return { kind: 'attribute', segments: readPath(this.context.entity.model, text) }
  }
}

/** One action for each attribute given; undefined is left out. */
const each = (
  attributes: Attributes,
  action: (path: UpdateAction['path'], value: unknown) => UpdateAction,
): readonly UpdateAction[] => {
  const actions: UpdateAction[] = []
  for (const name of Object.keys(attributes)) {
    const value = attributes[name]
    if (value !== undefined) actions.push(action({ kind: 'attribute', segments: [name] }, value))
  }
  return actions
}
