import type { StoredItem } from '../../schema/item-model.js'
import type { Table } from '../../table/table-types.js'
import type { Summary } from './attribute-summary.js'
import { type Cluster, mergeCluster, structureOf } from './clusters.js'
import { areValues, equalAttributes, likeness, type Witness } from './evidence.js'
import type { KeptConstraint } from './kept-constraint.js'
import { isKeyName, joinPieces, keySegments, type Piece, type Segment, VALUE } from './key-shape.js'

/** Items that are taken for one kind: their keys have one pattern. */
export interface Draft {
  readonly partition: readonly Piece[]
  readonly sort: readonly Piece[]
  /** The value of the attribute that tells kinds apart, where all of its items have the same. */
  readonly type: string | undefined
  /** Other values of that attribute that are old names of the same kind. */
  readonly aliases?: readonly string[]
  /** Its pattern where a word that ids begin with is no literal text. */
  readonly whole?: { readonly partition: readonly Piece[]; readonly sort: readonly Piece[] } | undefined
  /** The name that it has in a table of the library's own, and its constraints, where some keep unique values. */
  readonly entity?: string | undefined
  readonly kept?: readonly KeptConstraint[] | undefined
  count: number
  readonly attributes: Map<string, Summary>
  readonly samples: StoredItem[]
}

type Part = 'partition' | 'sort'
interface Place {
  readonly part: Part
  readonly index: number
}
/** What was decided of the places before: the literal text there, or that it is a value. */
type Decided = ReadonlyMap<string, string | typeof VALUE>

/** After a value, so many words may be literal texts; more are values. */
const LITERALS = 8
/** So many words as the whole of a key are values. */
const WHOLE_KEYS = 12

/**
 * Tells literal text of keys from values, and so what kinds of item there are.
 * @param typeAttribute the attribute that tells kinds apart, if there is one
 */
export function divide(
  clusters: readonly Cluster[],
  table: Table,
  typeAttribute: string | undefined,
): readonly Draft[] {
  const names = { partition: table.partitionKey.name, sort: table.sortKey?.name ?? '' }
  const excluded = new Set([names.partition, names.sort, ...(typeAttribute === undefined ? [] : [typeAttribute])])

  const attributesOf = (cluster: Cluster) => [...cluster.attributes.keys()].filter(name => !excluded.has(name))
  const witnesses = (set: readonly Cluster[], { part, index }: Place): Witness[] =>
    set.flatMap(({ samples }) =>
      samples.map(item => ({ item, text: keySegments(item[names[part]])[index]?.text ?? '' })),
    )

  function branches(set: readonly Cluster[], places: readonly Place[], decided: Decided): readonly Draft[] {
    const [place, ...others] = places
    if (place === undefined) return draftsOf(set, decided)
    const id = `${place.part}${place.index}`
    const segment = (cluster: Cluster): Segment => cluster[place.part][place.index]!
    const words = new Set(set.flatMap(cluster => (segment(cluster).isWord ? [segment(cluster).text] : [])))
    if (isValue(set, place, words, decided)) return branches(set, others, new Map([...decided, [id, VALUE]]))
    const values = set.filter(cluster => !segment(cluster).isWord)
    return [
      ...[...words].flatMap(word =>
        branches(
          set.filter(cluster => segment(cluster).isWord && segment(cluster).text === word),
          others,
          new Map([...decided, [id, word]]),
        ),
      ),
      ...(values.length > 0 ? branches(values, others, new Map([...decided, [id, VALUE]])) : []),
    ]
  }

  /** Whether all words at a place are values, and what stands there is not to be told apart by them. */
  function isValue(set: readonly Cluster[], place: Place, words: ReadonlySet<string>, decided: Decided): boolean {
    const { part, index } = place
    if (words.size === 0) return true
    const isSplit = words.size > 1 || set.some(cluster => !cluster[part][index]!.isWord)
    const count = set.reduce((sum, cluster) => sum + cluster.count, 0)
    const all = witnesses(set, place)
    if ((isSplit || count === 1) && !words.has('') && equalAttributes(all, excluded).length > 0) return true
    const before = index === 0 ? '' : decided.get(`${part}${index - 1}`)
    const segments = set[0]![part]
    if (before === VALUE) return words.size > LITERALS
    // After a literal text comes a value; alone it may be literal itself, as in '#METADATA#'.
    if (before !== '') return isSplit || (count === 1 && index === segments.length - 1)
    if (!isSplit || words.has('')) return false
    const lists = set.map(attributesOf)
    const alike = lists.every(list => likeness(list, lists[0]!) >= 0.5) && lists[0]!.length > 0
    if (segments.length === 1) {
      if (!isKeyName(names[part])) return true
      // Names of users, say, with and without digits.
      const mixed = set.some(cluster => !cluster[part][index]!.isWord)
      return alike && (words.size > WHOLE_KEYS || (mixed && words.size > 2))
    }
    if (/[-_]/.test(segments[0]!.delimiter) && alike && part === 'sort') return true
    return (
      alike &&
      areValues(
        words,
        all.map(({ item }) => item),
        excluded,
      )
    )
  }

  function draftsOf(set: readonly Cluster[], decided: Decided): readonly Draft[] {
    const pattern = (part: Part): readonly Piece[] => {
      const [first] = set[0]![part]
      // What '-' divides is one value where its beginning is no literal text.
      if (first && /[-_]/.test(first.delimiter) && decided.get(`${part}0`) === VALUE) return [VALUE]
      const pieces = set[0]![part].flatMap(({ delimiter }, index): readonly Piece[] => [
        decided.get(`${part}${index}`)!,
        delimiter,
      ])
      return joinPieces(pieces)
    }
    const typed = new Map<string | undefined, Cluster[]>()
    for (const cluster of set) {
      const type = typeAttribute === undefined ? undefined : cluster.types.get(typeAttribute)
      typed.set(type, [...(typed.get(type) ?? []), cluster])
    }
    // Where some items don't say what they are, nothing tells them from those that do.
    const groups = typed.has(undefined) ? [[undefined, set] as const] : [...typed]
    return groups.map(([type, group]) => {
      const draft: Draft = {
        partition: pattern('partition'),
        sort: pattern('sort'),
        type,
        count: 0,
        attributes: new Map(),
        samples: [],
      }
      for (const cluster of group) mergeCluster(draft, cluster)
      return draft
    })
  }

  const structures = new Map<string, Cluster[]>()
  for (const cluster of clusters) {
    const structure = structureOf(cluster)
    structures.set(structure, [...(structures.get(structure) ?? []), cluster])
  }
  return [...structures.values()].flatMap(set => {
    const { partition, sort } = set[0]!
    const places = [
      ...partition.map((_, index): Place => ({ part: 'partition', index })),
      ...sort.map((_, index): Place => ({ part: 'sort', index })),
    ]
    return branches(set, places, new Map())
  })
}
