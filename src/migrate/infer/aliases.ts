import { mergeCluster } from './clusters.js'
import type { Draft } from './divide.js'
import { likeness } from './evidence.js'
import { VALUE } from './key-shape.js'
import { singular } from './names.js'
import type { Questions } from './questions.js'

/** From there on two kinds of item have the attributes of one, and below that it may be so. */
const ALIKE = 0.6
const MAYBE = 0.3

/**
 * Puts drafts together that differ in how they write one name (`User`, `user`, `USER_V1`) and have keys of one pattern: the most
 * frequent name is the one to write, others are aliases. Two entities over the same keys would overwrite each other's items.
 */
export async function findAliases(
  drafts: readonly Draft[],
  typeAttribute: string | undefined,
  questions: Questions,
): Promise<readonly Draft[]> {
  const groups = new Map<string, Draft[]>()
  for (const draft of drafts) {
    const id = draft.type === undefined ? undefined : idOf(draft)
    if (id !== undefined) groups.set(id, [...(groups.get(id) ?? []), draft])
  }
  const replaced = new Map<Draft, Draft | undefined>()
  for (const group of groups.values()) {
    const [main, ...others] = group.sort((a, b) => b.count - a.count || (a.type! < b.type! ? -1 : 1)) as [Draft]
    let merged: Draft = main
    for (const other of others as readonly Draft[]) {
      const alike = likeness(main.attributes.keys(), other.attributes.keys())
      if (alike < MAYBE || !(await isAlias(main, other, typeAttribute!, alike >= ALIKE, questions))) continue
      merged = { ...merged, aliases: [...(merged.aliases ?? []), other.type!], ...copyOf(merged) }
      mergeCluster(merged, other)
      replaced.set(other, undefined)
    }
    if (merged !== main) replaced.set(main, merged)
  }
  return drafts.flatMap(draft => {
    const next = replaced.has(draft) ? replaced.get(draft) : draft
    return next === undefined ? [] : [next]
  })
}

/** What mergeCluster changes, anew. */
const copyOf = ({ count, attributes, samples }: Draft) => {
  const copy: Pick<Draft, 'count' | 'attributes' | 'samples'> = { count: 0, attributes: new Map(), samples: [] }
  mergeCluster(copy, { count, attributes, samples })
  return copy
}

const isAlias = async (
  main: Draft,
  other: Draft,
  attribute: string,
  isAlike: boolean,
  questions: Questions,
): Promise<boolean> =>
  (await questions.ask({
    text: `Is '${other.type}' (${other.count} ${other.count === 1 ? 'item' : 'items'}) in '${attribute}' another name for '${main.type}' (${main.count})?`,
    choices: [
      'no, they are two kinds: each has an entity',
      `yes: one entity reads both, and writes '${main.type}' when it puts an item`,
    ],
    chosen: isAlike ? 1 : 0,
    why: isAlike
      ? 'Their keys are made the same way, and their attributes are much the same: two entities would overwrite each other.'
      : 'Their keys are made the same way, but their attributes differ.',
  })) === 1

/** The same for drafts whose names and keys are: without case, marks and a version at the end. */
function idOf({ partition, sort, type = '' }: Draft): string {
  const name = type
    .replace(/([-_. ][vV]|(?<=[a-z])V)\d+$/, '')
    .toLowerCase()
    .replace(/[-_. ]/g, '')
  const pattern = [partition, sort].map(pieces => pieces.map(piece => (piece === VALUE ? null : piece)))
  return JSON.stringify([singular(name), ...pattern])
}
