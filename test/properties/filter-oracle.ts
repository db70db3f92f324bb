import { compareBytes, compareNumbers, compareTexts } from './values.js'

/** A condition as plain data: made into a filter by the test, and evaluated here on decoded items. */
export type Test =
  | { readonly op: 'and' | 'or'; readonly tests: readonly Test[] }
  | { readonly op: 'not'; readonly test: Test }
  | { readonly op: Comparison; readonly left: Left; readonly right: Operand }
  | { readonly op: 'between'; readonly left: Left; readonly low: Operand; readonly high: Operand }
  | { readonly op: 'in'; readonly left: Left; readonly values: readonly Operand[] }
  | { readonly op: 'beginsWith' | 'contains'; readonly place: Place; readonly part: Operand }
  | { readonly op: 'exists' | 'notExists'; readonly place: Place }
  | { readonly op: 'type'; readonly place: Place; readonly type: string }

export type Comparison = 'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte'
export interface Place {
  readonly path: readonly (string | number)[]
  /** The text there is stored as a number. */
  readonly numeric?: boolean
}
export type Left = Place | { readonly size: Place }
/** A value is given with the place that says how it is stored. */
export type Operand = Left | { readonly value: unknown; readonly like?: Place }

/** A number as DynamoDB has it, of which JavaScript's would lose digits. */
export class Digits {
  constructor(readonly text: string) {}
}

/** A value with DynamoDB's type of it. */
interface Typed {
  readonly type: string
  readonly value: any
}

/** Whether a condition holds of an item, by what DynamoDB's documentation says of its operators. */
export function holds(test: Test, item: unknown): boolean {
  const read = (operand: Operand) => readFrom(operand, item)
  switch (test.op) {
    case 'and':
      return test.tests.every(inner => holds(inner, item))
    case 'or':
      return test.tests.some(inner => holds(inner, item))
    case 'not':
      return !holds(test.test, item)
    case 'exists':
      return read(test.place) !== undefined
    case 'notExists':
      return read(test.place) === undefined
    case 'type':
      return read(test.place)?.type === test.type
    case 'beginsWith':
      return begins(read(test.place), read(test.part))
    case 'contains':
      return contains(read(test.place), read(test.part))
    case 'in':
      return test.values.some(value => compares('eq', read(test.left), read(value)))
    case 'between':
      return compares('gte', read(test.left), read(test.low)) && compares('lte', read(test.left), read(test.high))
    default:
      return compares(test.op, read(test.left), read(test.right))
  }
}

function readFrom(operand: Operand, item: unknown): Typed | undefined {
  if ('value' in operand) return typed(operand.value, operand.like?.numeric)
  if ('size' in operand) {
    const size = sizeOf(readFrom(operand.size, item))
    return size === undefined ? undefined : { type: 'N', value: size }
  }
  let found: any = item
  for (const segment of operand.path) {
    // Dates, sets and binaries have no members that are stored.
    const holder = Array.isArray(found) ? typeof segment === 'number' : typed(found)?.type === 'M'
    found = holder && Object.hasOwn(found, segment) ? found[segment] : undefined
  }
  return typed(found, operand.numeric)
}

function typed(value: any, numeric = false): Typed | undefined {
  if (value === undefined) return undefined
  if (value === null) return { type: 'NULL', value: true }
  if (typeof value === 'string') return { type: numeric ? 'N' : 'S', value }
  if (typeof value === 'boolean') return { type: 'BOOL', value }
  if (typeof value === 'number' || typeof value === 'bigint') return { type: 'N', value }
  if (value instanceof Digits) return { type: 'N', value: value.text }
  if (value instanceof Date) return { type: 'S', value: value.toISOString() }
  if (value instanceof Uint8Array) return { type: 'B', value }
  if (Array.isArray(value)) return { type: 'L', value: value.map(each => typed(each)) }
  if (value instanceof Set) {
    const elements = [...value].map(each => typed(each)!)
    return { type: `${elements[0]!.type}S`, value: elements }
  }
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return { type: 'M', value: Object.fromEntries(members.map(([name, member]) => [name, typed(member)])) }
}

const orders: Record<string, (a: any, b: any) => number> = { S: compareTexts, N: compareNumbers, B: compareBytes }

function compares(op: Comparison, a: Typed | undefined, b: Typed | undefined): boolean {
  if (op === 'ne') return !compares('eq', a, b)
  if (a === undefined || b === undefined || a.type !== b.type) return false
  if (op === 'eq') return same(a, b)
  const order = orders[a.type]?.(a.value, b.value)
  if (order === undefined) return false
  return { lt: order < 0, lte: order <= 0, gt: order > 0, gte: order >= 0 }[op]
}

function same(a: Typed, b: Typed): boolean {
  if (a.type !== b.type) return false
  if (orders[a.type]) return orders[a.type]!(a.value, b.value) === 0
  if (a.type === 'BOOL' || a.type === 'NULL') return a.value === b.value
  if (a.type === 'M') {
    const names = Object.keys(a.value)
    return (
      names.length === Object.keys(b.value).length &&
      names.every(name => Object.hasOwn(b.value, name) && same(a.value[name], b.value[name]))
    )
  }
  if (a.value.length !== b.value.length) return false
  if (a.type === 'L') return a.value.every((each: Typed, at: number) => same(each, b.value[at]))
  return a.value.every((each: Typed) => b.value.some((other: Typed) => same(each, other)))
}

function sizeOf(found: Typed | undefined): number | undefined {
  if (found === undefined || ['N', 'BOOL', 'NULL'].includes(found.type)) return undefined
  return found.type === 'M' ? Object.keys(found.value).length : found.value.length
}

function begins(whole: Typed | undefined, part: Typed | undefined): boolean {
  if (whole === undefined || part === undefined || whole.type !== part.type) return false
  if (whole.type === 'S') return whole.value.startsWith(part.value)
  return whole.type === 'B' && Buffer.from(whole.value).indexOf(part.value) === 0
}

function contains(whole: Typed | undefined, part: Typed | undefined): boolean {
  if (whole === undefined || part === undefined) return false
  if (whole.type === 'S' || whole.type === 'B')
    return whole.type === part.type && Buffer.from(whole.value).includes(part.value)
  return Array.isArray(whole.value) && whole.value.some((element: Typed) => same(element, part))
}
