import type { UpdateItemCommandInput } from '@aws-sdk/client-dynamodb'
import { readPath } from '../../expression/attribute-path.js'
import type { UpdateAction } from '../../expression/update.js'
import { changeToValue } from '../../expression/update-operators.js'
import type { Context } from '../context.js'
import { explainWrite } from '../explain-write.js'
import { allOf } from '../guards.js'
import { Lazy } from '../operation.js'
import { checkVersion } from '../version.js'
import { type AnyWhere, conditionOf } from '../where.js'
import { compileUpdate } from './compile-update.js'
import { runUpdate } from './run-update.js'
import type { UpdateNode } from './update-node.js'

type Attributes = Readonly<Record<string, unknown>>

export class UpdateBuilder extends Lazy<object> {
  readonly kind = 'write'

  constructor(
    private readonly context: Context,
    readonly node: UpdateNode,
  ) {
    super()
  }

  set(changes: Attributes): UpdateBuilder {
    return this.act(each(changes, (path, value) => ({ kind: 'set', path, value: changeToValue(value) })))
  }

  setPath(path: string, value: unknown): UpdateBuilder {
    return this.act([{ kind: 'set', path: this.path(path), value: changeToValue(value) }])
  }

  add(amounts: Attributes): UpdateBuilder {
    return this.act(each(amounts, (path, value) => ({ kind: 'add', path, value: { kind: 'value', value } })))
  }

  delete(elements: Attributes): UpdateBuilder {
    return this.act(each(elements, (path, value) => ({ kind: 'delete', path, value: { kind: 'value', value } })))
  }

  remove(...paths: string[]): UpdateBuilder {
    return this.act(paths.map(path => ({ kind: 'remove', path: this.path(path) })))
  }

  condition(where: AnyWhere): UpdateBuilder {
    return this.with({ condition: allOf(this.node.condition, conditionOf(where)) })
  }

  ifVersion(version: number): UpdateBuilder {
    return this.with({ version: checkVersion(this.context.entity, version) })
  }

  signal(signal: AbortSignal): UpdateBuilder {
    return this.with({ signal })
  }

  compile(): UpdateItemCommandInput {
    return compileUpdate(this.context, this.node)
  }

  explain(): string {
    return explainWrite(this.context, 'UpdateItem', this.compile())
  }

  protected run(): Promise<object> {
    return runUpdate(this.context, this.node)
  }

  private act(actions: readonly UpdateAction[]): UpdateBuilder {
    return this.with({ actions: [...this.node.actions, ...actions] })
  }

  private path(text: string): UpdateAction['path'] {
    return { kind: 'attribute', segments: readPath(this.context.entity.model, text) }
  }

  private with(change: Partial<UpdateNode>): UpdateBuilder {
    return new UpdateBuilder(this.context, { ...this.node, ...change })
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
