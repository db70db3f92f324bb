import type { UpdateItemCommandInput } from '@aws-sdk/client-dynamodb'
import { readPath } from '../../expression/attribute-path.js'
import type { UpdateAction } from '../../expression/update.js'
import { changeToValue } from '../../expression/update-operators.js'
import { once } from '../../schema/once.js'
import { WriteBuilder } from '../builder.js'
import { compileUpdate } from './compile-update.js'
import { runUpdate } from './run-update.js'
import type { UpdateNode } from './update-node.js'

type Attributes = Readonly<Record<string, unknown>>

export class UpdateBuilder extends WriteBuilder<UpdateNode, object> {
  protected readonly command = 'UpdateItem'
  /** Once, so that generated values and times are the same in what is shown and in what is sent. */
  private readonly compiled = once(() => compileUpdate(this.context, this.node))

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

  compile(): UpdateItemCommandInput {
    return this.compiled()
  }

  protected run(): Promise<object> {
    return runUpdate(this.context, this.node, this.compiled())
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
): readonly UpdateAction[] =>
  Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => action({ kind: 'attribute', segments: [name] }, value))
