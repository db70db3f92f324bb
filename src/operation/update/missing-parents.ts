import type { CompiledEntity } from '../../entity/compiled-entity.js'
import type { Issue } from '../../errors/item-errors.js'
import { MonotableError } from '../../errors/monotable-error.js'
import { applyUpdate } from '../../expression/apply-update.js'
import { findStoredPlace } from '../../expression/attribute-path.js'
import { bindUpdate } from '../../expression/compile-update.js'
import { allOf, type Condition } from '../../expression/condition.js'
import { lookUp } from '../../expression/evaluate-condition.js'
import { missing } from '../../expression/stored-values.js'
import type { UpdateAction } from '../../expression/update.js'
import { decodeValue } from '../../schema/decode.js'
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
  const parents = new Map<string, { path: Path; actions: UpdateAction[] }>()
  const rest: UpdateAction[] = []
  for (const action of actions) {
    const path = missingParent(entity, action, current)
    if (path === undefined) {
      rest.push(action)
      continue
    }
    const name = formatPath(path)
    const parent = parents.get(name) ?? { path, actions: [] }
    parents.set(name, parent)
    // What is not there needs not to be taken away.
    if (action.kind === 'set' || action.kind === 'add') parent.actions.push(action)
  }
  const made = [...parents.values()].map(parent => makeParent(entity, parent.path, parent.actions, current))
  const guards = made.map(({ path }): Condition => ({ kind: 'notExists', operands: [path] }))
  return { actions: [...rest, ...made], guard: allOf(...guards) }
}

function makeParent(
  entity: CompiledEntity,
  path: Path,
  actions: readonly UpdateAction[],
  current: StoredItem,
): UpdateAction {
  const place = { kind: 'attribute', segments: path } as const
  if (actions.length === 0) return { kind: 'remove', path: place }
  const { model, stored } = findStoredPlace(entity.model, place)
  const bound = bindUpdate(actions, entity.model)
  const inList = bound.some(action => action.path.slice(path.length).some(segment => typeof segment === 'number'))
  const item = inList ? undefined : applyUpdate(bound, current, true)
  const value = item && lookUp(item, stored)
  const issues: Issue[] = []
  if (value) decodeValue(model!, value, path, issues)
  if (!value || issues.length > 0) throw refuse(entity, path)
  return { kind: 'set', path: place, value: { kind: 'raw', value } }
}

const refuse = (entity: CompiledEntity, path: Path) =>
  new MonotableError('update.missingParent', { entity: entity.name, path: formatPath(path) })

/**
 * The nearest of what holds a path that is not there; undefined where all of it is.
 * @throws MonotableError `update.missingParent` where something else is in its place
 */
function missingParent(entity: CompiledEntity, { path }: UpdateAction, current: StoredItem): Path | undefined {
  if (path.kind === 'stored') return undefined
  for (let length = 1; length < path.segments.length; length++) {
    const segments = path.segments.slice(0, length)
    const found = lookUp(current, findStoredPlace(entity.model, { kind: 'attribute', segments }).stored)
    if (found === missing) return segments
    // Null, say: it is there, and holds nothing; or a list, where a name is looked for.
    if (!(typeof path.segments[length] === 'number' ? found.L : found.M)) throw refuse(entity, path.segments)
  }
  return undefined
}
