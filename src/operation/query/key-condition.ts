import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { encodeKeyPart, type KeyPart } from '../../entity/key-part.js'
import { MonotableError } from '../../errors/monotable-error.js'
import type { Condition } from '../../expression/condition.js'
import { compareStored } from '../../expression/stored-values.js'
import { formatPlaceholder, formatPrefix } from '../../key/key-format.js'
import { ownRange, type SortKeyOperator, sortKeyRange } from '../../key/range.js'
import { encodeKeyValue } from '../../schema/encode.js'
import type { StoredItem } from '../../schema/item-model.js'
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

/** All items of the entity: its constant parts, and the beginning of the first one that is not constant. */
export function ownKeys(parts: readonly KeyPart[]): readonly Condition[] {
  const keys: Condition[] = []
  for (const { name, format } of parts) {
    const range = format && ownRange(format)
    if (range?.kind !== 'equal' && range?.kind !== 'beginsWith') break
    keys.push(test(name, range.kind, [{ S: range.text }]))
    if (range.kind !== 'equal') break
  }
  return keys
}

/**
 * The keys that a sort-key operator means, which takes the first attributes of the sort key without a gap.
 * @throws MonotableError `query.invalid`, InvalidKeyError
 */
export function sortKeys(parts: readonly KeyPart[], { operator, operands }: SortCondition): SortKeys {
  const refuse = (reason: string) => new MonotableError('query.invalid', { reason: `${operator} ${reason}.` })
  const [low = {}, high = low] = operands
  const entries = parts.flatMap(part => part.entries.map((entry, index) => ({ part, entry, index })))
  const given = [low, high].flatMap(operand => Object.keys(operand).filter(name => operand[name] !== undefined))
  const length = entries.findLastIndex(({ entry }) => given.includes(entry.name)) + 1
  const used = entries.slice(0, length)
  const unknown = given.find(name => !used.some(({ entry }) => entry.name === name))
  if (unknown !== undefined) throw refuse(`can't take '${unknown}', which is not part of the sort key`)
  const last = used[length - 1]
  if (last === undefined) throw refuse('needs the first attribute of the sort key')
  const ranged = operator !== 'eq'
  const equal = new Map<string, unknown>()
  for (const one of used) {
    const { name } = one.entry
    if ((low[name] === undefined) !== (high[name] === undefined))
      throw refuse('needs the same attributes on both sides')
    if (low[name] === undefined) throw refuse(`takes the attributes of the sort key in order, and '${name}' is missing`)
    if (ranged && one === last) continue
    equal.set(name, encodeKeyValue(one.entry, low[name]))
    if (String(equal.get(name)) !== String(encodeKeyValue(one.entry, high[name])))
      throw refuse(`needs the same '${name}' on both sides: only the last attribute can range`)
  }
  const { part, entry, index } = last
  const before = parts.slice(0, parts.indexOf(part))
  const keys = before.map(each => test(each.name, 'equal', [encodeKeyPart(each, name => equal.get(name))]))
  // A prefix is the text itself, which need not be a value.
  const bounds = ranged
    ? operands.map(operand =>
        operator === 'beginsWith' ? operand[entry.name] : encodeKeyValue(entry, operand[entry.name]),
      )
    : []
  if (part.format === undefined) {
    if (operator === 'beginsWith' && part.type !== 'binary') throw refuse(`takes text, and '${entry.name}' is a number`)
    // Every binary begins with nothing, which DynamoDB does not take as a key.
    if (operator === 'beginsWith' && (bounds[0] as Uint8Array).length === 0) return { keys }
    const values = (ranged ? bounds : [equal.get(entry.name)]).map(value => encodeKeyPart(part, () => value))
    const [from, to] = values
    return to && compareStored(from!, to) > 0
      ? { keys: undefined }
      : { keys: [...keys, test(part.name, operator, values)] }
  }
  const { format } = part
  // The compiler refuses numbers too, and can't see into codecs.
  if (ranged && operator !== 'beginsWith' && entry.model.types.includes('N') && !format.slots[index]!.width)
    throw refuse(`can't take '${entry.name}': a number in a text key is kept in order only where it is padded`)
  const texts = part.entries
    .slice(0, ranged ? index : index + 1)
    .map((each, at) => formatPlaceholder(format, at, equal.get(each.name)))
  const make = operator === 'beginsWith' ? formatPrefix : formatPlaceholder
  const limits = bounds.map(value => make(format, index, value))
  const { range, accepts } = sortKeyRange(format, operator, texts, limits)
  if (range.kind === 'none') return { keys: undefined }
  const values = range.kind === 'all' ? [] : range.kind === 'between' ? [range.low, range.high] : [range.text]
  return {
    keys:
      range.kind === 'all'
        ? keys
        : [
            ...keys,
            test(
              part.name,
              range.kind,
              values.map(S => ({ S })),
            ),
          ],
    accepts: accepts && (stored => accepts(stored[part.name]?.S ?? '')),
    asked: accepts ? [operator, ...limits] : [],
  }
}

/** A test of one key attribute. */
function test(name: string, kind: SortKeyOperator | 'equal', values: readonly AttributeValue[]): Condition {
  return storedTest(name, kind === 'equal' ? 'eq' : kind, ...values)
}
