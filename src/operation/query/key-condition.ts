import { encodeKeyPart, type KeyPart } from '../../entity/key-part.js'
import { MonotableError } from '../../errors/monotable-error.js'
import type { Condition } from '../../expression/condition.js'
import { compareStored } from '../../expression/stored-values.js'
import { formatPlaceholder, formatPrefix } from '../../key/key-format.js'
import { type KeyRange, ownRange, sortKeyRange } from '../../key/range.js'
import { encodeKeyValue } from '../../schema/encode.js'
import type { StoredItem } from '../../schema/item-model.js'
import { onceFor } from '../../schema/once.js'
import { storedTest } from '../guards.js'
import type { SortCondition } from './query-node.js'

/** What is asked of the sort key. */
export interface SortKeys {
  /** Undefined where no key can be meant. */
  readonly keys: readonly Condition[] | undefined
  /** What only the client can tell of the items found. */
  readonly accepts?: ((stored: StoredItem) => boolean) | undefined
  /** What tells apart queries that ask the same of DynamoDB, and differ in what the client accepts. */
  readonly asked?: readonly string[]
}

/** What DynamoDB is asked of one key attribute for its text to be in a range. */
const testsOf = (name: string, range: KeyRange) =>
  range?.map(({ operator, texts }) => storedTest(name, operator, ...texts.map(S => ({ S }))))

/** The key attributes that attributes make, in stored form. */
export const equalKeys = (parts: readonly KeyPart[], values: ReadonlyMap<string, unknown>): readonly Condition[] =>
  parts.map(part => {
    const key = encodeKeyPart(part, name => values.get(name))
    return storedTest(part.name, 'eq', key)
  })

/** All items of the entity: its constant parts, and the beginning of the first one that is not constant. */
export function ownKeys(parts: readonly KeyPart[]): readonly Condition[] {
  const keys: Condition[] = []
  for (const { name, format } of parts) {
    const range = format && ownRange(format)
    keys.push(...(testsOf(name, range) ?? []))
    if (range?.[0]?.operator !== 'eq') break
  }
  return keys
}

/** The attributes of a sort key in their order, each with its place. */
const entriesOf = onceFor((parts: readonly KeyPart[]) =>
  parts.flatMap(part => part.entries.map((entry, index) => ({ part, entry, index }))),
)

/**
 * The keys that a sort-key operator means, which takes the first attributes of the sort key without a gap.
 * @throws MonotableError `query.invalid`, InvalidKeyError
 */
export function sortKeys(parts: readonly KeyPart[], { operator, operands: given }: SortCondition): SortKeys {
  // Unchecked code may leave an operand out.
  const operands = given.map(operand => operand ?? {})
  const refuse = (reason: string) => new MonotableError('query.invalid', { reason: `${operator} ${reason}.` })
  const entries = entriesOf(parts)
  const names = operands.flatMap(operand => Object.keys(operand).filter(name => operand[name] !== undefined))
  const unknown = names.find(name => !entries.some(({ entry }) => entry.name === name))
  if (unknown !== undefined) throw refuse(`can't take '${unknown}', which is not part of the sort key`)
  const last = entries.findLast(({ entry }) => names.includes(entry.name))
  if (last === undefined) throw refuse('needs the first attribute of the sort key')
  const ranged = operator !== 'eq'
  const equal = new Map<string, unknown>()
  let values: readonly unknown[] = []
  for (const one of entries.slice(0, entries.indexOf(last) + 1)) {
    const { name } = one.entry
    if (!names.includes(name)) throw refuse(`takes the attributes of the sort key in order, and '${name}' is missing`)
    const bounded = ranged && one === last
    // A prefix is the text itself, which need not be a value.
    const isPrefix = bounded && operator === 'beginsWith'
    values = operands.map(operand => (isPrefix ? operand[name] : encodeKeyValue(one.entry, operand[name])))
    if (values.includes(undefined) || (!bounded && new Set(values.map(String)).size > 1))
      throw refuse(`needs '${name}' on both sides, and the same unless it is the last`)
    if (!bounded) equal.set(name, values[0])
  }
  const { part, entry, index } = last
  const before = parts.slice(0, parts.indexOf(part))
  const keys = equalKeys(before, equal)
  if (part.format === undefined) {
    if (operator === 'beginsWith' && part.type !== 'binary') throw refuse(`takes text, and '${entry.name}' is a number`)
    // Every binary begins with nothing, which DynamoDB does not take as a key.
    if (operator === 'beginsWith' && (values[0] as Uint8Array).length === 0) return { keys }
    const stored = values.map(value => encodeKeyPart(part, () => value))
    const [from, to] = stored
    const reversed = to && compareStored(from!, to) > 0
    return { keys: reversed ? undefined : [...keys, storedTest(part.name, operator, ...stored)] }
  }
  const { format } = part
  // The compiler refuses numbers too, and can't see into codecs.
  if (ranged && operator !== 'beginsWith' && entry.model.types.includes('N') && !format.slots[index]!.width)
    throw refuse(`can't take '${entry.name}': numbers in a text key have an order only where they are padded`)
  const texts = part.entries
    .slice(0, ranged ? index : index + 1)
    .map((each, at) => formatPlaceholder(format, at, equal.get(each.name)))
  const make = operator === 'beginsWith' ? formatPrefix : formatPlaceholder
  const limits = ranged ? values.map(value => make(format, index, value)) : []
  const { range, accepts } = sortKeyRange(format, operator, texts, limits)
  const tests = testsOf(part.name, range)
  return {
    keys: tests && [...keys, ...tests],
    ...(accepts && { accepts: stored => accepts(stored[part.name]?.S ?? ''), asked: [operator, ...limits] }),
  }
}
