import type { CompiledEntity } from '../../entity/compiled-entity.js'
import { MonotableError } from '../../errors/monotable-error.js'
import { findStoredPlace } from '../../expression/attribute-path.js'
import { allOf, type Condition, type Test } from '../../expression/condition.js'
import { evaluateCondition } from '../../expression/evaluate-condition.js'
import type { UpdateAction } from '../../expression/update.js'
import { accepts } from '../../schema/encode.js'
import type { StoredItem } from '../../schema/item-model.js'
import { formatPath, type Path } from '../../schema/path.js'

/** An update whose missing parents are made by it, and the condition that they are missing still. */
export interface WithParents {
  readonly actions: readonly UpdateAction[]
  readonly guard: Condition | undefined
}

/**
 * DynamoDB sets nothing inside what is not there. Of the actions that set something there, makes ones that set the whole
 * of what is missing.
 * @throws MonotableError `update.missingParent` where the schema does not allow it with what is set alone
 */
export function makeParents(
  entity: CompiledEntity,
  actions: readonly UpdateAction[],
  current: StoredItem,
): WithParents {
  const parents = new Map<string, { path: Path; value?: Record<string, unknown> }>()
  const rest: UpdateAction[] = []
  for (const action of actions) {
    const missing = missingParent(entity, action, current)
    if (missing === undefined || action.path.kind !== 'attribute') {
      rest.push(action)
      continue
    }
    const { segments } = action.path
    const name = formatPath(missing)
    const parent = parents.get(name) ?? { path: missing }
    parents.set(name, parent)
    if (action.kind === 'remove') continue
    const inner = segments.slice(missing.length)
    if (action.kind !== 'set' || action.value.kind !== 'value' || inner.some(segment => typeof segment === 'number'))
      throw refuse(entity, segments)
    parent.value ??= Object.create(null) as Record<string, unknown>
    let holder = parent.value
    for (const segment of inner.slice(0, -1)) {
      holder[segment] ??= Object.create(null)
      holder = holder[segment] as Record<string, unknown>
    }
    holder[inner.at(-1)!] = action.value.value
  }
  const made = [...parents.values()].map(({ path, value }): UpdateAction => {
    const place = { kind: 'attribute', segments: path } as const
    // Nothing is to be removed from it: removing what is not there is what DynamoDB takes for that.
    if (value === undefined) return { kind: 'remove', path: place }
    if (!accepts(findStoredPlace(entity.model, place).model!, value)) throw refuse(entity, path)
    return { kind: 'set', path: place, value: { kind: 'value', value } }
  })
  return {
    actions: [...rest, ...made],
    guard: allOf(...made.map(({ path }): Condition => ({ kind: 'notExists', operands: [path] }))),
  }
}

/** Whether another writer has made a parent meanwhile. */
export const isOvertaken = (
  entity: CompiledEntity,
  guard: Condition | undefined,
  current: StoredItem | undefined,
): boolean => guard !== undefined && current !== undefined && !evaluateCondition(guard, entity.model, current)

const refuse = (entity: CompiledEntity, path: Path) =>
  new MonotableError('update.missingParent', { entity: entity.name, path: formatPath(path) })

/**
 * The nearest of what holds a path that is not there; undefined where all of it is.
 * @throws MonotableError `update.missingParent` where something else is in its place
 */
function missingParent(entity: CompiledEntity, { path }: UpdateAction, current: StoredItem): Path | undefined {
  if (path.kind === 'stored') return undefined
  for (let length = 1; length < path.segments.length; length++) {
    const parent = path.segments.slice(0, length)
    const is = (kind: Test, ...values: string[]) => {
      const operands = values.map(value => ({ kind: 'value', value }) as const)
      const place = { kind: 'attribute', segments: parent } as const
      return evaluateCondition({ kind, operands: [place, ...operands] }, entity.model, current)
    }
    if (is('notExists')) return parent
    // Null, say: it is there, and holds nothing.
    if (!is('type', 'M') && !is('type', 'L')) throw refuse(entity, path.segments)
  }
  return undefined
}
