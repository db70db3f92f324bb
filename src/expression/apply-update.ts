import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { typeOf } from '../schema/attribute-model.js'
import { bareObject } from '../schema/bare-object.js'
import type { StoredItem } from '../schema/item-model.js'
import { addNumbers } from '../schema/numbers.js'
import type { Path } from '../schema/path.js'
import type { BoundOperand } from './bind-operand.js'
import type { BoundAction } from './compile-update.js'
import { lookUp } from './evaluate-condition.js'
import { equalItems, equalStored, missing, ownPart } from './stored-values.js'

/**
 * The item that DynamoDB would make of a stored one by an update; undefined where it would refuse, because what is computed
 * with is missing or of another type, or a path leads through nothing. `makesParents` makes the maps that a path leads through.
 */
export function applyUpdate(
  actions: readonly BoundAction[],
  item: StoredItem,
  makesParents = false,
): StoredItem | undefined {
  const result = copyOf({ M: item }) as AttributeValue.MMember
  // Every value is computed of the item as it was.
  const values = actions.map(({ kind, path, value }) => {
    if (value === undefined) return undefined
    const operand = computeValue(value, item)
    return kind === 'set' ? operand : combine(kind, lookUp(item, path), operand)
  })
  for (const [index, { kind, path }] of actions.entries()) {
    const value = values[index]
    if (value === refused || (value === missing && kind === 'set')) return undefined
    if (!put(result, path, value === missing ? undefined : value, makesParents)) return undefined
  }
  for (const { kind, path } of removalsOfElements(actions)) {
    const list = lookUp(result.M, path.slice(0, -1)).L
    if (kind === 'remove') list?.splice(path.at(-1) as number, 1)
  }
  return result.M
}

/** A copy whose maps and lists can be changed. */
function copyOf(value: AttributeValue): AttributeValue {
  if (value.L) return { L: value.L.map(copyOf) }
  if (!value.M) return value
  const copy = bareObject<AttributeValue>()
  for (const name of Object.keys(value.M)) copy[name] = copyOf(value.M[name]!)
  return { M: copy }
}

/** What DynamoDB would compute of an operand; `missing` where it would refuse. */
function computeValue(operand: BoundOperand, item: StoredItem): AttributeValue {
  if (operand.kind === 'raw') return operand.value
  if (operand.kind === 'stored') return lookUp(item, operand.segments)
  const [left = missing, right = missing] = operand.operands.map(inner => computeValue(inner, item))
  switch (operand.kind) {
    case 'ifNotExists':
      return left === missing ? right : left
    case 'plus':
    case 'minus':
      if (left.N === undefined || right.N === undefined) return missing
      return { N: addNumbers(left.N, operand.kind === 'plus' ? right.N : negated(right.N)) }
    case 'append':
      return left.L && right.L ? { L: [...left.L, ...right.L] } : missing
    default:
      return missing
  }
}

const negated = (number: string) => (number.startsWith('-') ? number.slice(1) : `-${number}`)

/** Stands for what DynamoDB would refuse to compute. */
const refused = Object.freeze({}) as AttributeValue

/** What ADD and DELETE make of what is there; `missing` where nothing is left, `refused` of what is of another type. */
function combine(kind: 'add' | 'delete', current: AttributeValue, operand: AttributeValue): AttributeValue {
  const type = typeOf(operand) as 'SS'
  if (current !== missing && typeOf(current) !== type) return refused
  if (kind === 'add' && operand.N !== undefined) return { N: addNumbers(current.N ?? '0', operand.N) }
  const there: readonly string[] = current[type] ?? []
  const given: readonly string[] = operand[type] ?? []
  const same = (a: string, b: string) =>
    equalStored({ [type[0]!]: a } as unknown as AttributeValue, { [type[0]!]: b } as unknown as AttributeValue)
  const others = there.filter(element => !given.some(each => same(each, element)))
  const elements = kind === 'add' ? [...others, ...given] : others
  return elements.length > 0 ? ({ [type]: elements } as unknown as AttributeValue) : missing
}

/** Puts a value at a path, or takes it away; elements of lists are taken away last, for the others move. */
function put(
  whole: AttributeValue,
  [segment, ...rest]: Path,
  value: AttributeValue | undefined,
  makesParents: boolean,
): boolean {
  if (segment === undefined) return false
  const { M: map, L: list } = whole
  if (rest.length > 0) {
    if (makesParents && map && typeof segment === 'string' && !Object.hasOwn(map, segment))
      map[segment] = { M: bareObject() }
    const part = ownPart(typeof segment === 'number' ? list : map, segment)
    return part ? put(part, rest, value, makesParents) : false
  }
  if (typeof segment === 'number') {
    if (!list) return false
    // Beyond the end it is put at the end.
    if (value) list[Math.min(segment, list.length)] = value
    return true
  }
  if (!map) return false
  if (value) map[segment] = value
  else delete map[segment]
  return true
}

/** From the last element to the first, so that none moves before it is its turn. */
const removalsOfElements = (actions: readonly BoundAction[]): readonly BoundAction[] =>
  actions
    .filter(({ kind, path }) => kind === 'remove' && typeof path.at(-1) === 'number')
    .sort((a, b) => Number(b.path.at(-1)) - Number(a.path.at(-1)))

/**
 * Whether an item is as an update would have left it: making it again changes nothing. Undefined where there is no telling, for
 * all that it does is computed of what was there.
 */
export function isApplied(actions: readonly BoundAction[], item: StoredItem): boolean | undefined {
  const told = actions.filter(
    action => isRepeatable([action]) && (action.kind === 'remove' || action.value?.kind === 'raw'),
  )
  if (told.length === 0) return undefined
  const again = applyUpdate(told, item)
  return equalItems(again, item)
}

/** Whether an update that is made twice leaves what it leaves when it is made once. */
export function isRepeatable(actions: readonly BoundAction[]): boolean {
  const changed = new Set(actions.map(({ path }) => path[0]))
  return actions.every(({ kind, path, value }) => {
    // An element beyond a list's end is put at its end, and one that is removed leaves its place to the next.
    if (typeof path.at(-1) === 'number') return false
    if (kind === 'add') return value?.kind === 'raw' && value.value.N === undefined
    if (!value || value.kind === 'raw') return true
    if (value.kind === 'plus' || value.kind === 'minus' || value.kind === 'append') return false
    // Once it is there, it stays. Any other place may be another one's when it is read again: two can be swapped.
    return keepsItself(path, value) || !placesIn(value).some(name => changed.has(name))
  })
}

const keepsItself = (path: Path, value: BoundOperand): boolean =>
  value.kind === 'ifNotExists' &&
  value.operands[0]?.kind === 'stored' &&
  JSON.stringify(value.operands[0].segments) === JSON.stringify(path)

/** The attributes that an operand reads. */
const placesIn = (operand: BoundOperand): readonly (string | number | undefined)[] => {
  if (operand.kind === 'stored') return [operand.segments[0]]
  return operand.kind === 'raw' ? [] : operand.operands.flatMap(placesIn)
}
