import type { KeyFormat } from './key-format.js'
import { encodeText, type Slot } from './slot.js'

/** One character of a key. */
interface Place {
  readonly allows: (character: string) => boolean
  /** All that it can be, where that is known. */
  readonly characters: string | undefined
  readonly next: Places
  /** The other format's places that it was compared with. */
  readonly seen: Set<Place>
}

/** What can come next; `undefined` is the key's end. */
type Places = (Place | undefined)[]

/**
 * Whether two formats could make one key. Attributes that a template has twice are not compared, and values are taken to
 * hold delimiters of several characters, so it may be true where they can't; where it is false, they can't.
 */
export const formatsOverlap = (a: KeyFormat, b: KeyFormat): boolean => meet(placesOf(a), placesOf(b))

const meet = (a: Places, b: Places): boolean => a.some(x => b.some(y => (x && y ? meetAt(x, y) : x === y)))

function meetAt(x: Place, y: Place): boolean {
  if (x.seen.has(y)) return false
  x.seen.add(y)
  const known = x.characters ?? y.characters
  const common = known === undefined || Array.from(known).some(each => x.allows(each) && y.allows(each))
  return common && meet(x.next, y.next)
}

const placesOf = ({ prefix, slots }: KeyFormat): Places =>
  literal(
    prefix,
    slots.reduceRight<Places>((next, slot) => placesIn(slot, literal(slot.delimiter, next)), [undefined]),
  )

const literal = (text: string, next: Places): Places =>
  Array.from(text).reduceRight((after, own) => [createPlace(each => each === own, own, after)], next)

function placesIn(slot: Slot, next: Places): Places {
  const { texts, width = 1, characters } = slot
  if (texts) return texts.flatMap(text => literal(text, next))
  // A padded number has as many characters as its width says, any other value one or more.
  for (let left = width; left > 0; left--) next = [createPlace(each => allows(slot, each), characters, [...next])]
  if (!slot.width) next[0]!.next.push(next[0])
  return next
}

const createPlace = (allows: Place['allows'], characters: string | undefined, next: Places): Place => ({
  allows,
  characters,
  next,
  seen: new Set(),
})

/** Whether a character can stand in a slot: a known one, or one that its modifier and escaping leave as it is. */
function allows(slot: Slot, character: string): boolean {
  const { characters, delimiter, escapes } = slot
  if (character === delimiter) return false
  if (characters !== undefined) return characters.includes(character)
  return encodeText(slot, character) === character || (escapes && '%0123456789ABCDEF'.includes(character))
}
