import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { encodeKeyPart, type KeyPart } from '../../entity/key-part.js'
import { MonotableError } from '../../errors/monotable-error.js'
import { compareStored } from '../../expression/stored-values.js'
import { formatPlaceholder, formatPrefix } from '../../key/key-format.js'
import { type KeyRange, ownRange, sortKeyRange } from '../../key/range.js'
import { encodeKeyValue } from '../../schema/encode.js'
import type { AttributeEntry, StoredItem } from '../../schema/item-model.js'
import type { SortCondition } from './query-node.js'

/** What is asked of one key attribute. `all` asks nothing, `none` can't be. */
export type KeyTest =
  | { readonly name: string; readonly kind: 'all' | 'none' }
  | {
      readonly name: string
      readonly kind: 'equal' | 'beginsWith' | 'lt' | 'lte' | 'gt' | 'gte'
      readonly value: AttributeValue
    }
  | { readonly name: string; readonly kind: 'between'; readonly low: AttributeValue; readonly high: AttributeValue }

/** The tests of the sort key, and what only the client can tell of the items found. */
export interface SortTests {
  readonly tests: readonly KeyTest[]
  readonly accepts: ((stored: StoredItem) => boolean) | undefined
  /** What tells apart queries that have the same tests, and differ in what the client accepts. */
  readonly asked: readonly string[]
}

/** All items of the entity: its constant parts, and the beginning of the first one that is not constant. */
export function ownTests(parts: readonly KeyPart[]): SortTests {
  const tests: KeyTest[] = []
  for (const part of parts) {
    if (part.format === undefined) break
    const range = ownRange(part.format)
    if (range.kind !== 'all') tests.push(textTest(part, range))
    if (range.kind !== 'equal') break
  }
  return { tests, accepts: undefined, asked: [] }
}

/**
 * The tests of a sort-key operator, which takes the first attributes of the sort key without a gap.
 * @throws MonotableError `query.invalid`, InvalidKeyError
 */
export function sortTests(parts: readonly KeyPart[], { operator, operands }: SortCondition): SortTests {
  const [first = {}, second = first] = operands
  const entries = parts.flatMap(part => part.entries.map((entry, index) => ({ part, entry, index })))
  const given = [first, second].flatMap(operand => Object.keys(operand).filter(name => operand[name] !== undefined))
  const length = entries.findLastIndex(({ entry }) => given.includes(entry.name)) + 1
  checkOperands(operator, entries.slice(0, length), given, first, second)

  const ranged = operator !== 'eq'
  const last = entries[length - 1]!
  const encoded = new Map(
    entries
      .slice(0, ranged ? length - 1 : length)
      .map(({ entry }) => [entry.name, encodeKeyValue(entry, first[entry.name])]),
  )
  const tests: KeyTest[] = []
  for (const part of parts) {
    if (part === last.part) break
    tests.push({ name: part.name, kind: 'equal', value: encodeKeyPart(part, name => encoded.get(name)) })
  }
  const { part, entry, index } = last
  const bounds = ranged ? operands.map(operand => bound(entry, operand[entry.name], operator === 'beginsWith')) : []
  if (part.format === undefined)
    return {
      tests: [...tests, scalarTest(part, entry, operator, ranged ? bounds : [encoded.get(entry.name)])],
      accepts: undefined,
      asked: [],
    }

  const format = part.format
  const equal = part.entries
    .slice(0, ranged ? index : index + 1)
    .map((own, at) => formatPlaceholder(format, at, encoded.get(own.name)))
  const make = operator === 'beginsWith' ? formatPrefix : formatPlaceholder
  const texts = bounds.map(value => make(format, index, value))
  const { range, accepts } = sortKeyRange(format, operator, equal, texts)
  return {
    tests: [...tests, textTest(part, range)],
    accepts: accepts && (stored => accepts(stored[part.name]?.S ?? '')),
    asked: [operator, ...texts],
  }
}

function checkOperands(
  operator: string,
  used: readonly { readonly entry: AttributeEntry }[],
  given: readonly string[],
  low: Readonly<Record<string, unknown>>,
  high: Readonly<Record<string, unknown>>,
): void {
  const refuse = (reason: string) => new MonotableError('query.invalid', { reason: `${operator} ${reason}.` })
  const names = used.map(({ entry }) => entry.name)
  const unknown = given.find(name => !names.includes(name))
  if (unknown !== undefined) throw refuse(`can't take '${unknown}', which is not part of the sort key`)
  if (names.length === 0) throw refuse('needs the first attribute of the sort key')
  if (names.some(name => (low[name] === undefined) !== (high[name] === undefined)))
    throw refuse('needs the same attributes on both sides')
  const gap = names.find(name => low[name] === undefined)
  if (gap !== undefined) throw refuse(`takes the attributes of the sort key in order, and '${gap}' is missing`)
  const text = (entry: AttributeEntry, value: unknown) => String(encodeKeyValue(entry, value))
  const differing = used
    .slice(0, -1)
    .find(({ entry }) => text(entry, low[entry.name]) !== text(entry, high[entry.name]))
  if (differing !== undefined)
    throw refuse(`needs the same '${differing.entry.name}' on both sides: only the last attribute can range`)
}

/** The stored form of a bound; of a prefix it is the text itself, which need not be a value. */
const bound = (entry: AttributeEntry, value: unknown, prefix: boolean): unknown =>
  prefix ? value : encodeKeyValue(entry, value)

function scalarTest(
  part: KeyPart,
  entry: AttributeEntry,
  operator: SortCondition['operator'],
  values: readonly unknown[],
): KeyTest {
  const { name } = part
  // Every binary begins with nothing, which DynamoDB does not take as a key.
  if (operator === 'beginsWith' && values[0] instanceof Uint8Array && values[0].length === 0)
    return { name, kind: 'all' }
  const [value, high] = values.map(each => encodeKeyPart(part, () => each)) as [AttributeValue, AttributeValue?]
  if (high)
    return compareStored(value, high)! > 0 ? { name, kind: 'none' } : { name, kind: 'between', low: value, high }
  if (operator === 'beginsWith' && part.type !== 'binary')
    throw new MonotableError('query.invalid', { reason: `'${entry.name}' is a number: beginsWith takes text.` })
  return { name, kind: operator === 'eq' ? 'equal' : (operator as 'lt'), value }
}

function textTest({ name }: KeyPart, range: KeyRange): KeyTest {
  if (range.kind === 'all' || range.kind === 'none') return { name, kind: range.kind }
  if (range.kind === 'between') return { name, kind: 'between', low: { S: range.low }, high: { S: range.high } }
  return { name, kind: range.kind, value: { S: range.text } }
}
