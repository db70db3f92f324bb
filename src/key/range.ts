import { escapeKeepsOrder, unescapeText } from './escape.js'
import { type KeyFormat, keyLimits, splitKey } from './key-format.js'
import { compareText, firstCharacter, lastCharacter, utf8Length } from './order.js'

/** How a query selects by the sort key. */
export type SortKeyOperator = 'eq' | 'lt' | 'lte' | 'gt' | 'gte' | 'between' | 'beginsWith'

/** A test of a sort key by its text; `between` has two. */
interface KeyTest {
  readonly operator: SortKeyOperator
  readonly texts: readonly string[]
}

/** What DynamoDB is asked of the sort key: one test, or none where any key will do. Undefined where no key can be meant. */
export type KeyRange = readonly KeyTest[] | undefined

/** A range that holds every key that is meant. */
export interface SortKeyRange {
  readonly range: KeyRange
  /** Whether a key of the range is meant; undefined where the range is exact: all keys of the format in it are. */
  readonly accepts?: (key: string) => boolean
}

const fits = (text: string) => utf8Length(text) <= keyLimits['sort key']

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
  const { prefix, slots } = format
  const before = equal.reduce((text, own, index) => text + own + slots[index]!.delimiter, prefix)
  const slot = slots[equal.length]
  if (slot === undefined) return { range: wherePossible('eq', before) }

  const { delimiter, escapes, characters } = slot
  const recheck = (test: (text: string) => boolean) => (key: string) => {
    const text = splitKey(format, key)?.[equal.length]
    return text !== undefined && test(text)
  }
  const [bound = '', second = bound] = bounds
  if (operator === 'eq' || operator === 'beginsWith') {
    // A beginning that ends as the delimiter begins could be a whole value, and some of the delimiter.
    const exact = bound === '' || !delimiter.slice(0, -1).includes(bound.slice(-1))
    const range = wherePossible('beginsWith', before + bound)
    return exact ? { range } : { range, accepts: recheck(text => text.startsWith(bound)) }
  }

  const low = operator === 'lt' || operator === 'lte' ? undefined : bound
  const high = operator === 'gt' || operator === 'gte' ? undefined : second
  const open = operator === 'gt' || operator === 'lt'
  const ordered = !escapes || escapeKeepsOrder(delimiter)
  const compare = ordered ? compareText : compareEscaped
  if (operator === 'between' && compare(bound, second) > 0) return { range: undefined }
  const least = open ? 1 : 0
  const accepts = recheck(
    text => (low === undefined || compare(text, low) >= least) && (high === undefined || compare(high, text) >= least),
  )
  // A range needs room for what ends it: where a bound leaves none, all that begins so is read.
  if (!ordered || [bound, second].some(text => !fits(before + text + delimiter + lastCharacter)))
    return { range: wherePossible('beginsWith', before), accepts }

  const first = firstCharacter(delimiter)
  const sortsFirst = (text: string) => Array.from(text).every(character => compareText(character, first) > 0)
  // Whether keys sort as values do, whatever is between two of them: the delimiter sorts before all that values can hold.
  const parted = first === '' || (escapes && first < '%') || (characters !== undefined && sortsFirst(characters))
  const plain = [bound, second].every(text => orderedPart(text, first) === text)
  const exact = plain && (parted || operator === 'gte' || operator === 'lt')
  // Where nothing stands around the placeholder, or only after it for 'lt', DynamoDB's operator means the same.
  if (exact && before === '' && operator !== 'between' && (delimiter === '' || operator === 'lt'))
    return { range: test(operator, bound) }
  const afterLow = parted && plain ? (open ? (delimiter && delimiter + lastCharacter) || '\0' : delimiter) : ''
  const range = rangeBetween(
    before,
    low === undefined ? low : before + low + afterLow,
    high === undefined ? high : upperEnd(before, high, delimiter, open),
  )
  return exact ? { range } : { range, accepts }
}

/** The range of all keys that a format can make, and of others that begin as they do. */
export const ownRange = (format: KeyFormat): KeyRange => sortKeyRange(format, 'eq', [], []).range

const test = (operator: SortKeyOperator, ...texts: string[]): KeyRange => [{ operator, texts }]

/** Every key begins with no text at all, and none with what is longer than a key can be. */
function wherePossible(operator: 'eq' | 'beginsWith', text: string): KeyRange {
  if (text === '') return []
  return fits(text) ? test(operator, text) : undefined
}

/** Without text before the placeholder, a range has one end only: DynamoDB takes no empty text as the other. */
function rangeBetween(before: string, low: string | undefined, high: string | undefined): KeyRange {
  if (before === '' && high === undefined) return test('gte', low!)
  if (before === '' && low === undefined) return test('lte', high!)
  return test('between', low ?? before, high ?? before + lastCharacter)
}

/** What no key is after whose text in the slot comes before `high`, or where not open is `high`. */
function upperEnd(before: string, high: string, delimiter: string, open: boolean): string {
  const ordered = orderedPart(high, firstCharacter(delimiter))
  if (ordered !== high) return before + ordered + lastCharacter
  // A text that is `high` has its delimiter after that: without one, it is left out by ending right before it.
  if (open) return delimiter ? before + high : lastBelow(before + high)
  return before + high + (delimiter && delimiter + lastCharacter)
}

/**
 * A shorter text can have the later key: before '#', 'a' is less than 'a!', and 'a#' more than 'a!#'. Gives the shortest
 * beginning of a bound of which that is true, or else all of it.
 */
function orderedPart(bound: string, first: string): string {
  let end = 0
  for (const character of bound) {
    if (end > 0 && compareText(character, first) <= 0) break
    end += character.length
  }
  return bound.slice(0, end)
}

const compareEscaped = (a: string, b: string) => compareText(unescapeText(a) ?? '', unescapeText(b) ?? '')

/** The greatest text before a text, of those that keys can be. */
function lastBelow(text: string): string {
  const last = Array.from(text).at(-1)!
  const beginning = text.slice(0, -last.length)
  if (last === '\0') return beginning
  // Between U+D7FF and U+E000 lie the surrogates, which are no characters.
  return beginning + String.fromCodePoint(last === '\ue000' ? 0xd7ff : last.codePointAt(0)! - 1) + lastCharacter
}
