import type { Candidate } from './candidate.js'
import type { Draft } from './divide.js'
import { type Piece, VALUE } from './key-shape.js'

/**
 * Drafts in the order in which people read them: what shares a form of partition key together, the largest such group first; in it what a
 * partition is about before what belongs to it, and of that the most frequent first.
 */
export function inOrder(candidates: readonly Candidate[]): readonly Candidate[] {
  const groups = new Map<string, number>()
  for (const { draft } of candidates) {
    const group = textOf(draft.partition)
    groups.set(group, (groups.get(group) ?? 0) + draft.count)
  }
  const sizeOf = ({ partition }: Draft) => groups.get(textOf(partition))!
  return [...candidates].sort(
    ({ draft: a }, { draft: b }) =>
      sizeOf(b) - sizeOf(a) ||
      compare(textOf(a.partition), textOf(b.partition)) ||
      Number(isAbout(b)) - Number(isAbout(a)) ||
      b.count - a.count ||
      compare(textOf(a.sort), textOf(b.sort)) ||
      compare(a.type ?? '', b.type ?? ''),
  )
}

const textOf = (pattern: readonly Piece[]) => pattern.map(piece => (piece === VALUE ? '*' : piece)).join('')
const compare = (one: string, other: string) => (one < other ? -1 : Number(one > other))

/** Whether an item is about what its partition key names, and does not belong to it. */
const isAbout = ({ partition, sort }: Draft) =>
  textOf(sort) === textOf(partition) || /^[^A-Za-z]*(meta|info|profile)/i.test(textOf(sort))
