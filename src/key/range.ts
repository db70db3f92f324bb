import { escapeKeepsOrder, unescapeText } from './escape.js'
import { type KeyFormat, keyLimits, splitKey } from './key-format.js'
import { compareText, cutText, firstCharacter, lastCharacter, utf8Length } from './order.js'
import { knownCharacters, type Slot } from './slot.js'

/** How a query selects by the sort key. */
export type SortKeyOperator = 'eq' | 'lt' | 'lte' | 'gt' | 'gte' | 'between' | 'beginsWith'

/** What DynamoDB is asked for; `none` needs no request. */
export type KeyRange =
  | { readonly kind: 'all' }
  | { readonly kind: 'none' }
  | { readonly kind: 'equal' | 'beginsWith' | 'lt' | 'lte' | 'gt' | 'gte'; readonly text: string }
  | { readonly kind: 'between'; readonly low: string; readonly high: string }

/** A range that holds every key that is meant. */
export interface SortKeyRange {
  readonly range: KeyRange
  /** Whether a key of the range is meant; undefined where the range is exact: all keys of the format in it are. */
  readonly accepts: ((key: string) => boolean) | undefined
}

/** One end of a range, and whether it parts the keys that are meant from all others of the format. */
interface End {
  readonly text: string
  readonly exact: boolean
}

const limit = keyLimits['sort key']
const fits = (text: string) => utf8Length(text) <= limit

/**
 * The keys that a sort-key operator means: their first attributes are equal to some, the next one is within bounds. All
 * of them begin with the same text unless the bounded placeholder begins the template.
 *
 * @param equal The texts of the leading placeholders, from formatPlaceholder: with `eq`, of all that are given.
 * @param bounds The texts that bound the placeholder after those: none for `eq`, two for `between`, else one. They are
 * from formatPlaceholder; that of `beginsWith` is from formatPrefix and may be empty.
 */
export function sortKeyRange(
  format: KeyFormat,
  operator: SortKeyOperator,
  equal: readonly string[],
  bounds: readonly string[],
): SortKeyRange {
  let before = format.template.literals[0]!
  for (const [index, text] of equal.entries()) before += text + format.slots[index]!.delimiter
  const slot = format.slots[equal.length]
  if (slot === undefined) return { range: simpleRange('equal', before), accepts: undefined }

  const recheck = (test: (text: string) => boolean) => (key: string) => {
    const text = splitKey(format, key)?.[equal.length]
    return text !== undefined && test(text)
  }
  const [bound = '', second = bound] = bounds
  if (operator === 'eq' || operator === 'beginsWith') {
    const range = simpleRange('beginsWith', before + bound)
    const exact = !reachesInto(slot.delimiter, bound)
    return { range, accepts: exact ? undefined : recheck(text => text.startsWith(bound)) }
  }

  const low = operator === 'lt' || operator === 'lte' ? undefined : bound
  const high = operator === 'gt' || operator === 'gte' ? undefined : second
  const open = operator === 'gt' || operator === 'lt'
  const ordered = !slot.escape || escapeKeepsOrder(slot.delimiter)
  const compare = ordered ? compareText : compareEscaped
  if (!fits(before) || (operator === 'between' && compare(bound, second) > 0)) {
    return { range: { kind: 'none' }, accepts: undefined }
  }
  const least = open ? 1 : 0
  const accepts = recheck(
    text => (low === undefined || compare(text, low) >= least) && (high === undefined || compare(high, text) >= least),
  )
  if (!ordered) return { range: simpleRange('beginsWith', before), accepts }

  const lower = low === undefined ? undefined : lowerEnd(slot, before, low, open)
  const upper = high === undefined ? undefined : upperEnd(slot, before, high, open)
  const exact = lower?.exact !== false && upper?.exact !== false
  // Where nothing stands around the placeholder, or only after it for 'lt', DynamoDB's operator means the same.
  const own = before === '' && exact && fits(bound) && (slot.delimiter === '' || operator === 'lt')
  const range: KeyRange =
    own && operator !== 'between' ? { kind: operator, text: bound } : rangeBetween(before, lower?.text, upper?.text)
  return { range, accepts: exact ? undefined : accepts }
}

/** The range of all keys that a format can make, and of others that begin as they do. */
export function ownRange(format: KeyFormat): KeyRange {
  return sortKeyRange(format, 'eq', [], []).range
}

function simpleRange(kind: 'equal' | 'beginsWith', text: string): KeyRange {
  if (text === '') return { kind: 'all' }
  return fits(text) ? { kind, text } : { kind: 'none' }
}

/** Without text before the placeholder, a range has one end only: DynamoDB takes no empty text as the other. */
function rangeBetween(before: string, low: string | undefined, high: string | undefined): KeyRange {
  if (before === '' && high === undefined) return { kind: 'gte', text: low! }
  if (before === '' && low === undefined) return { kind: 'lte', text: high! }
  return { kind: 'between', low: low ?? before, high: high ?? lastFrom(before) }
}

/** The least key whose text in the slot comes after `low`, or where not open is `low`. */
function lowerEnd(slot: Slot, before: string, low: string, open: boolean): End {
  const { delimiter } = slot
  const divergence = keysAfter(slot, low)
  const parted = divergence === undefined && delimiterSortsFirst(slot)
  const above = delimiter === '' ? '\0' : delimiter + lastCharacter
  const text = before + low + (parted ? (open ? above : delimiter) : '')
  return fits(text)
    ? { text, exact: parted || (!open && divergence === undefined) }
    : { text: cutText(text, limit), exact: false }
}

/** The greatest key whose text in the slot comes before `high`, or where not open is `high`. */
function upperEnd(slot: Slot, before: string, high: string, open: boolean): End {
  const { delimiter } = slot
  const overtaking = keysAfter(slot, high)
  if (overtaking !== undefined) return { text: lastFrom(before + overtaking), exact: false }
  const text = before + high
  if (open) return { text: lastBelow(text), exact: true }
  return { text: delimiter === '' && fits(text) ? text : lastFrom(text + delimiter), exact: delimiterSortsFirst(slot) }
}

/**
 * A shorter text can have the later key: before '#', 'a' is less than 'a!', and 'a#' more than 'a!#'. Gives what the
 * last of the keys begin with whose text in the slot is less than `bound` though they sort after it; undefined where
 * there are none.
 */
function keysAfter({ delimiter }: Slot, bound: string): string | undefined {
  const first = firstCharacter(delimiter)
  let end = 0
  for (const character of bound) {
    // The shortest beginning has the last key: longer ones go on as the bound does, which is before the delimiter.
    if (end > 0 && compareText(character, first) <= 0) {
      // A delimiter of several characters may part from the bound later: then all that begin as both do are taken.
      return bound.slice(0, end) + (character === first ? first : delimiter)
    }
    end += character.length
  }
  return undefined
}

/** Whether every character that values can hold sorts after the delimiter's first, so that keys sort as values do. */
function delimiterSortsFirst(slot: Slot): boolean {
  const first = firstCharacter(slot.delimiter)
  if (first === '' || (slot.escape && first < '%')) return true
  const characters = knownCharacters(slot)
  return characters !== undefined && Array.from(characters).every(character => compareText(character, first) > 0)
}

/** Whether a beginning ends as the delimiter begins: what it takes for the value could then be the delimiter. */
function reachesInto(delimiter: string, prefix: string): boolean {
  for (let length = 1; length < delimiter.length; length++) {
    if (prefix.endsWith(delimiter.slice(0, length))) return true
  }
  return false
}

const compareEscaped = (a: string, b: string) => compareText(unescapeText(a) ?? '', unescapeText(b) ?? '')

/** The greatest text of so many bytes, from none to four. No key holds the last one, so no more is needed. */
const fillers = ['', '\u007f', '\u07ff', '\uffff', lastCharacter] as const

/** The greatest sort key that begins with a text, or with as much of it as a key can hold. */
function lastFrom(text: string): string {
  const beginning = cutText(text, limit)
  return beginning + fillers[Math.min(limit - utf8Length(beginning), 4)]
}

/** The greatest sort key before a text. */
function lastBelow(text: string): string {
  if (!fits(text)) return lastFrom(text)
  const last = Array.from(text).at(-1)!
  const beginning = text.slice(0, -last.length)
  if (last === '\0') return beginning
  // Between U+D7FF and U+E000 lie the surrogates, which are no characters.
  return lastFrom(beginning + String.fromCodePoint(last === '\ue000' ? 0xd7ff : last.codePointAt(0)! - 1))
}
