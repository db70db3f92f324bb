import type { Table } from '../../table/table-types.js'
import type { Draft } from './divide.js'
import { isKeyName, joinPieces, type Piece, VALUE } from './key-shape.js'
import { areOne, attributeOf, gluedWord, type Slot, slotsOf } from './key-slots.js'
import type { Questions } from './questions.js'

type Part = 'partition' | 'sort'
/** The value that a key begins with. */
interface Beginning {
  readonly draft: Draft
  readonly part: Part
  readonly texts: ReadonlySet<string>
  /** The word that all of its texts begin with; missing where some have none, or an attribute has the whole text. */
  readonly word: string | undefined
}

/** So many different ids tell that the word before their digits is literal text. */
const SEVERAL = 3

/**
 * Takes a word that ids are glued to for literal text: `C<customerId>` where all keys of a kind begin with `C` and digits. Where few were
 * seen it is asked, and the id is left whole: that takes what has another word too.
 */
export async function splitGlued(
  drafts: readonly Draft[],
  table: Table,
  excluded: ReadonlySet<string>,
  questions: Questions,
): Promise<readonly Draft[]> {
  const beginnings = drafts.flatMap(draft => beginningsOf(draft, table, excluded))
  const consistent = beginnings.filter(each => each.word !== undefined && isConsistent(each, beginnings))
  const words = new Map<string, Beginning[]>()
  for (const each of consistent) {
    const id = `${each.part}#${each.word}`
    words.set(id, [...(words.get(id) ?? []), each])
  }
  const taken = new Set<Beginning>()
  for (const same of words.values()) {
    const texts = new Set(same.flatMap(each => [...each.texts]))
    if (texts.size >= SEVERAL || (await isLiteral(same[0]!.word!, texts, questions)))
      for (const each of same) taken.add(each)
  }
  return drafts.map(draft => {
    const own = [...taken].filter(each => each.draft === draft)
    return own.length > 0 ? split(draft, own, table) : draft
  })
}

const isLiteral = async (word: string, texts: ReadonlySet<string>, questions: Questions): Promise<boolean> =>
  (await questions.ask({
    text: `Do all keys such as '${[...texts].sort()[0]}' begin with '${word}', before an id?`,
    choices: [
      `not surely: all of it is the id, with or without '${word}'`,
      `yes: '${word}' is literal text of the key, and what comes after it the id`,
    ],
    chosen: 0,
    why: `Only ${texts.size === 1 ? 'one was' : `${texts.size} different ones were`} seen; an id that is whole takes every key.`,
  })) === 1

function beginningsOf(draft: Draft, { partitionKey, sortKey }: Table, excluded: ReadonlySet<string>): Beginning[] {
  const parts = [['partition', partitionKey] as const, ...(sortKey ? [['sort', sortKey] as const] : [])]
  return parts.flatMap(([part, key]) => {
    const [slot] =
      draft[part][0] === VALUE && key.type === 'string' && isKeyName(key.name)
        ? slotsOf(draft[part], key.name, draft.samples)
        : []
    if (slot === undefined) return []
    const texts = new Set(slot.witnesses.map(({ text }) => text))
    const isWhole = attributeOf(slot, draft, excluded) !== undefined
    return [{ draft, part, texts, word: isWhole ? undefined : gluedWord([...texts]) }]
  })
}

/** Whether all that shares partitions with it has the same word there. */
const isConsistent = ({ part, word, texts }: Beginning, others: readonly Beginning[]): boolean =>
  part === 'sort' ||
  others.every(other => other.part === 'sort' || other.word === word || ![...other.texts].some(text => texts.has(text)))

/** The draft with the words as literal texts, also where the same value is in its key once more. */
function split(draft: Draft, beginnings: readonly Beginning[], { partitionKey, sortKey }: Table): Draft {
  const slots = {
    partition: slotsOf(draft.partition, partitionKey.name, draft.samples),
    sort: sortKey ? slotsOf(draft.sort, sortKey.name, draft.samples) : [],
  }
  const wordFor = (slot: Slot): string | undefined =>
    beginnings.find(({ part }) => slots[part][0] === slot || areOne(slots[part][0]!, slot))?.word
  const pattern = (part: Part): readonly Piece[] => {
    let at = 0
    return joinPieces(
      draft[part].flatMap((piece): readonly Piece[] => {
        const word = piece === VALUE ? wordFor(slots[part][at++]!) : undefined
        return word === undefined ? [piece] : [word, piece]
      }),
    )
  }
  const { partition, sort } = draft
  return { ...draft, partition: pattern('partition'), sort: pattern('sort'), whole: { partition, sort } }
}
