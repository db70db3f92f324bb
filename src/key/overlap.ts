import type { KeyFormat } from './key-format.js'
import { firstCharacter } from './order.js'
import { encodeText, fitsSlot, knownCharacters, knownTexts, type Slot } from './slot.js'

/*
 * A format is read as an automaton: from each state, text leads to any of several next ones. Two formats overlap when
 * some text leads both to their end, which a search over pairs of states finds.
 */

/** Literal text is still to come, then the slot `next`; at the end, none and none. */
interface InLiteral {
  readonly rest: string
  readonly next: number
}

/** A value is being read: how long it is, as far as that matters, and how much of the delimiter its end could be. */
interface InValue {
  readonly slot: number
  readonly length: number
  readonly tail: string
}

type State = InLiteral | InValue

/**
 * Whether two formats could make one key. Lengths are left out and so are attributes that a template has twice, so it
 * may be true where they can't; where it is false, they can't.
 */
export function formatsOverlap(a: KeyFormat, b: KeyFormat): boolean {
  const [left, right] = [createReader(a), createReader(b)]
  const characters = distinctCharacters(left, right)
  const pending = left.start.flatMap(x => right.start.map(y => [x, y] as const))
  const seen = new Set<string>()
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    const [x, y] = pair
    if (left.isEnd(x) && right.isEnd(y)) return true
    const name = JSON.stringify(pair)
    if (seen.has(name)) continue
    seen.add(name)
    for (const text of nextTexts(x, y) ?? characters) {
      const following = right.read(y, text)
      if (following.length > 0) pending.push(...left.read(x, text).flatMap(s => following.map(t => [s, t] as const)))
    }
  }
  return false
}

/** What literal text lets follow: at most one text, as long as both can read at once. Undefined where both read values. */
function nextTexts(x: State, y: State): readonly string[] | undefined {
  const [a, b] = ['rest' in x ? x.rest : undefined, 'rest' in y ? y.rest : undefined]
  if (a === undefined && b === undefined) return undefined
  const text = a !== undefined && b !== undefined ? (a.length < b.length ? a : b) : firstCharacter(a ?? b ?? '')
  return text === '' ? [] : [text]
}

interface Reader {
  readonly start: readonly State[]
  /** The characters that it tells apart. */
  readonly characters: string
  /** Takes one character, or where literal text is to come, more of that. */
  read(state: State, text: string): readonly State[]
  isEnd(state: State): boolean
}

function createReader({ template, slots }: KeyFormat): Reader {
  const texts = slots.map(knownTexts)
  const alphabets = slots.map(alphabetOf)

  const enter = (rest: string, next: number): readonly State[] => {
    const slot = slots[next]
    if (rest !== '' || slot === undefined) return [{ rest, next }]
    return (
      texts[next]?.map(text => ({ rest: text + slot.delimiter, next: next + 1 })) ?? [
        { slot: next, length: 0, tail: '' },
      ]
    )
  }
  const readValue = (state: InValue, character: string): readonly State[] => {
    const slot = slots[state.slot]!
    const { delimiter, modifier } = slot
    const width = modifier?.kind === 'pad' ? modifier.width : undefined
    if (state.length === width || !alphabets[state.slot]!(character)) return []
    const tail = longestTail(state.tail + character, delimiter)
    if (tail !== '' && tail === delimiter) return []
    const length = width === undefined ? 1 : state.length + 1
    const goOn = { slot: state.slot, length, tail }
    // Only its tail decides whether a value may stand before the delimiter; the character stands for the rest of it.
    const complete = (width === undefined || length === width) && fitsSlot(slot, tail || character)
    return complete ? [goOn, ...enter(delimiter, state.slot + 1)] : [goOn]
  }
  return {
    start: enter(template.literals[0]!, 0),
    characters: [...template.literals, ...texts.flat(), ...slots.map(slot => knownCharacters(slot) ?? '')].join(''),
    read(state, text) {
      if ('slot' in state) return readValue(state, text)
      return state.rest.startsWith(text) ? enter(state.rest.slice(text.length), state.next) : []
    },
    isEnd: state => 'rest' in state && state.rest === '' && state.next === slots.length,
  }
}

/** Which characters can stand in the slot. Where they are not known, its modifier and escaping tell some that can't. */
function alphabetOf(slot: Slot): (character: string) => boolean {
  const characters = knownCharacters(slot)
  const known = characters === undefined ? undefined : new Set(characters)
  const escapes = slot.escape ? '%0123456789ABCDEF' : ''
  return known
    ? character => known.has(character)
    : character => encodeText(slot, character) === character || escapes.includes(character)
}

/** The longest end of a text that the delimiter begins with. */
function longestTail(text: string, delimiter: string): string {
  let tail = text
  while (!delimiter.startsWith(tail)) tail = tail.slice(1)
  return tail
}

/** Every character that a format tells apart, and one that stands for all the others. */
function distinctCharacters(...readers: readonly Reader[]): ReadonlySet<string> {
  const characters = new Set(readers.flatMap(reader => Array.from(reader.characters)))
  let other = 0xe000
  while (characters.has(String.fromCodePoint(other))) other++
  return characters.add(String.fromCodePoint(other))
}
