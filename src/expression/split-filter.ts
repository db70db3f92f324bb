import type { ItemModel } from '../schema/item-model.js'
import { type AttributePath, storedRoot } from './attribute-path.js'
import type { Condition, Operand } from './condition.js'

/** A filter in two: what DynamoDB evaluates, and what the client must. */
export interface SplitFilter {
  readonly server?: Condition
  readonly client?: Condition
}

/**
 * Parts a filter by whether DynamoDB takes it: it refuses the key attributes of what is read.
 * What `and` joins can be parted; anything else goes to the client as a whole when a path in it must.
 * @param onClient whether a stored top-level attribute is one that DynamoDB takes in no filter here
 */
export function splitFilter(
  condition: Condition,
  model: ItemModel,
  onClient: (storedName: string) => boolean,
): SplitFilter {
  const server: Condition[] = []
  const client: Condition[] = []
  for (const part of partsOf(condition)) {
    const must = rootsOf(part, model).some(onClient)
    ;(must ? client : server).push(part)
  }
  return { ...all('server', server), ...all('client', client) }
}

/** The stored top-level attributes that a condition is about. */
export const rootsOf = (condition: Condition, model: ItemModel): readonly string[] =>
  pathsIn(condition).map(path => storedRoot(model, path))

function partsOf(condition: Condition): readonly Condition[] {
  return condition.kind === 'and' ? condition.conditions.flatMap(partsOf) : [condition]
}

function all(side: 'server' | 'client', parts: readonly Condition[]): SplitFilter {
  const [first] = parts
  if (first === undefined) return {}
  return { [side]: parts.length === 1 ? first : Object.freeze({ kind: 'and', conditions: Object.freeze(parts) }) }
}

function pathsIn(condition: Condition): readonly AttributePath[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.conditions.flatMap(pathsIn)
    case 'not':
      return pathsIn(condition.condition)
    case 'compare':
      return [condition.left, condition.right].flatMap(pathsOf)
    case 'between':
      return [condition.operand, condition.low, condition.high].flatMap(pathsOf)
    case 'in':
      return [condition.operand, ...condition.values].flatMap(pathsOf)
    case 'beginsWith':
    case 'contains':
      return [condition.path, ...pathsOf(condition.value)]
    default:
      return [condition.path]
  }
}

function pathsOf(operand: Operand): readonly AttributePath[] {
  switch (operand.kind) {
    case 'value':
    case 'raw':
      return []
    case 'size':
      return [operand.path]
    default:
      return [operand]
  }
}
