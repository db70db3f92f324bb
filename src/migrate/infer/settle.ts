import type { Table } from '../../table/table-types.js'
import { buildEntity, type NamedDraft } from './build-entity.js'
import { mergeCluster } from './clusters.js'
import type { Draft } from './divide.js'
import { likeness } from './evidence.js'
import type { InferredEntity, LeftOver } from './inferred-model.js'
import { matchPattern, type Piece, VALUE } from './key-shape.js'
import { knownNames } from './name-drafts.js'
import { overlaps } from './overlap.js'

/** Entities that can be in one database, and what could not be. */
export interface Settled {
  readonly drafts: readonly NamedDraft[]
  readonly entities: readonly InferredEntity[]
  readonly leftOver: readonly LeftOver[]
}

/** Makes entities of drafts, and sees to it that no two of them could make one key. */
export function settle(drafts: readonly NamedDraft[], table: Table, typeAttribute: string | undefined): Settled {
  const excluded = new Set([
    table.partitionKey.name,
    ...(table.sortKey ? [table.sortKey.name] : []),
    ...(typeAttribute === undefined ? [] : [typeAttribute]),
  ])
  let left = drafts
  const leftOver: LeftOver[] = []
  for (;;) {
    const known = knownNames(left.map(({ draft }) => draft), table, excluded)
    const entities = left.map(draft => buildEntity(draft, table, typeAttribute, known))
    const pair = findOverlap(entities)
    if (pair === undefined) return { drafts: left, entities, leftOver }
    const [a, b] = pair.map(index => left[index]!) as [NamedDraft, NamedDraft]
    const merged = absorb(a, b, table)
    const [smaller, larger] = a.draft.count < b.draft.count ? [a, b] : [b, a]
    if (merged) left = left.flatMap(each => (each === a ? [merged] : each === b ? [] : [each]))
    else {
      left = left.filter(each => each !== smaller)
      leftOver.push({
        reason: `Their keys can't be told from those of ${larger.name}, and nothing else tells them apart.`,
        count: smaller.draft.count,
        examples: smaller.draft.samples.slice(0, 3).map(item => keyOf(item, table)),
      })
    }
  }
}

function findOverlap(entities: readonly InferredEntity[]): readonly [number, number] | undefined {
  for (const [index, one] of entities.entries())
    for (let other = index + 1; other < entities.length; other++)
      if (overlaps(one, entities[other]!)) return [index, other]
  return undefined
}

/** One draft of two: the one whose pattern the keys of both are of, where their items have the like attributes. */
function absorb(a: NamedDraft, b: NamedDraft, table: Table): NamedDraft | undefined {
  for (const [wide, narrow] of [[a, b], [b, a]] as const) {
    const names = [...narrow.draft.attributes.keys()]
    const alike =
      (wide.draft.type !== undefined && wide.draft.type === narrow.draft.type) ||
      likeness(wide.draft.attributes.keys(), names) >= 0.4
    if (!alike || !covers(wide.draft, narrow.draft, table)) continue
    const draft: Draft = {
      ...wide.draft,
      type: wide.draft.type === narrow.draft.type ? wide.draft.type : undefined,
      count: 0,
      attributes: new Map(),
      samples: [],
    }
    for (const each of [wide.draft, narrow.draft]) mergeCluster(draft, each)
    return { name: wide.name, draft, concessions: { ...narrow.concessions, ...wide.concessions } }
  }
  return undefined
}

const covers = (wide: Draft, { samples }: Draft, { partitionKey, sortKey }: Table) => {
  const matches = (pattern: readonly Piece[], text: string | undefined) =>
    text === undefined ? pattern.every(piece => piece === VALUE) : matchPattern(pattern, text) !== undefined
  return samples.every(
    item =>
      matches(wide.partition, item[partitionKey.name]?.S) && (!sortKey || matches(wide.sort, item[sortKey.name]?.S)),
  )
}

/** The primary key of an item, plain. */
export const keyOf = (
  item: Readonly<Record<string, object>>,
  { partitionKey, sortKey }: Table,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    [partitionKey, ...(sortKey ? [sortKey] : [])].map(({ name }) => [name, Object.values(item[name] ?? {})[0]]),
  )
