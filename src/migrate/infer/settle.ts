import type { Table } from '../../table/table-types.js'
import { buildEntity } from './build-entity.js'
import type { Candidate } from './candidate.js'
import { mergeCluster } from './clusters.js'
import type { Draft } from './divide.js'
import { excludedAttributes } from './entity-keys.js'
import { likeness } from './evidence.js'
import { inOrder } from './in-order.js'
import type { InferredEntity, LeftOver } from './inferred-model.js'
import { VALUE } from './key-shape.js'
import { knownNames } from './known-names.js'
import { nameDrafts } from './name-drafts.js'
import { isOfPattern } from './of-pattern.js'
import { overlaps } from './overlap.js'

/** Entities that can be in one database, and what could not be. */
export interface Settled {
  readonly candidates: readonly Candidate[]
  readonly entities: readonly InferredEntity[]
  readonly leftOver: readonly LeftOver[]
}

/** Makes entities of drafts, and sees to it that no two of them could make one key. */
export function settle(drafts: readonly Candidate[], table: Table, typeAttribute: string | undefined): Settled {
  const excluded = excludedAttributes(table, typeAttribute)
  let left = mergeKinds(inOrder(drafts), table)
  const leftOver: LeftOver[] = []
  for (;;) {
    const known = knownNames(
      left.map(({ draft }) => draft),
      table,
      excluded,
    )
    const names = nameDrafts(
      left.map(({ draft }) => draft),
      table,
      excluded,
      typeAttribute,
    )
    const entities = left.map((each, index) => buildEntity(names[index]!, each, table, typeAttribute, known))
    const pair = findOverlap(entities)
    if (pair === undefined) return { candidates: left, entities, leftOver }
    const [a, b] = pair.map(index => left[index]!) as [Candidate, Candidate]
    const merged = absorb(a, b, table)
    const [smaller, larger] = a.draft.count < b.draft.count ? [a, b] : [b, a]
    if (merged) left = left.flatMap(each => (each === a ? [merged] : each === b ? [] : [each]))
    else {
      leftOver.push({
        reason: `Their keys can't be told from those of ${names[left.indexOf(larger)]}, and nothing else tells them apart.`,
        count: smaller.draft.count,
        examples: smaller.draft.samples.slice(0, 3).map(item => keyOf(item, table)),
      })
      left = left.filter(each => each !== smaller)
    }
  }
}

/** Has what calls itself the same, and has keys of one pattern where one is read generously, be one. */
function mergeKinds(drafts: readonly Candidate[], table: Table): readonly Candidate[] {
  for (const [index, a] of drafts.entries())
    for (const b of drafts.slice(index + 1)) {
      const isOne = a.draft.type !== undefined && a.draft.type === b.draft.type && a.draft.sort[0] === b.draft.sort[0]
      const merged = isOne ? absorb(a, b, table) : undefined
      if (merged)
        return mergeKinds(
          drafts.flatMap(each => (each === a ? [merged] : each === b ? [] : [each])),
          table,
        )
    }
  return drafts
}

function findOverlap(entities: readonly InferredEntity[]): readonly [number, number] | undefined {
  for (const [index, one] of entities.entries())
    for (let other = index + 1; other < entities.length; other++)
      if (overlaps(one, entities[other]!)) return [index, other]
  return undefined
}

/** One draft of two: the one whose pattern the keys of both are of. Its items are as different as theirs were. */
function absorb(a: Candidate, b: Candidate, table: Table): Candidate | undefined {
  const [wide, narrow] = covers(a.draft, b.draft, table) ? [a, b] : covers(b.draft, a.draft, table) ? [b, a] : []
  if (!wide || !narrow) return undefined
  const isSame = wide.draft.type === narrow.draft.type
  const draft: Draft = {
    ...wide.draft,
    type: isSame ? wide.draft.type : undefined,
    ...(narrow.draft.kept && !wide.draft.kept && { entity: narrow.draft.entity, kept: narrow.draft.kept }),
    ...(isSame && { aliases: [...new Set([...(wide.draft.aliases ?? []), ...(narrow.draft.aliases ?? [])])] }),
    count: 0,
    attributes: new Map(),
    samples: [],
  }
  for (const each of [wide.draft, narrow.draft]) mergeCluster(draft, each)
  const isAlike =
    (isSame && draft.type !== undefined) ||
    likeness(wide.draft.attributes.keys(), narrow.draft.attributes.keys()) >= ALIKE
  const { taken = [] } = wide.concessions
  return {
    draft,
    concessions: {
      ...narrow.concessions,
      ...wide.concessions,
      ...(!isAlike && { taken: [...taken, { keys: keysOf(narrow.draft), count: narrow.draft.count }] }),
    },
  }
}

/** From there on attributes of two kinds of item are much the same. */
const ALIKE = 0.4

/** How the keys of a draft look. */
const keysOf = ({ partition, sort }: Draft) =>
  [partition, sort]
    .filter(pattern => pattern.length > 0)
    .map(pattern => `'${pattern.map(piece => (piece === VALUE ? '…' : piece)).join('')}'`)
    .join(' + ')

const covers = (wide: Draft, { samples }: Draft, table: Table) => samples.every(item => isOfPattern(wide, item, table))

/** The primary key of an item, plain. */
export const keyOf = (
  item: Readonly<Record<string, object>>,
  { partitionKey, sortKey }: Table,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    [partitionKey, ...(sortKey ? [sortKey] : [])].map(({ name }) => [name, Object.values(item[name] ?? {})[0]]),
  )
