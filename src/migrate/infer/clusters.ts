import type { StoredItem } from '../../schema/item-model.js'
import type { Table } from '../../table/table-types.js'
import { addValue, createSummary, mergeSummary, type Summary } from './attribute-summary.js'
import { keySegments, type Segment } from './key-shape.js'
import { isTypeName } from './type-names.js'

/** Items whose keys look alike, and that call themselves the same. */
export interface Cluster {
  readonly partition: readonly Segment[]
  readonly sort: readonly Segment[]
  /** The values of attributes that may tell what kind of item it is. */
  readonly types: ReadonlyMap<string, string>
  count: number
  readonly attributes: Map<string, Summary>
  /** Some of its items, each as likely as any other. */
  readonly samples: StoredItem[]
}

const SAMPLES = 100
/** Different words with which keys begin, and different ones at another place; when there are more, they are values. */
const HEADS = 150
const WORDS = 24
const CLUSTERS = 800
const ATTRIBUTES = 500

/** Sorts items by how their keys look: memory is bounded, however many there are. */
export function createClustering({ partitionKey, sortKey }: Table) {
  const clusters = new Map<string, Cluster>()
  /** By the text before it, the words at a place. */
  const words = new Map<string, Set<string>>()
  let random = 1
  let count = 0

  /** Segments in which words of places that have too many are values. */
  const abstracted = (key: string, segments: readonly Segment[], note: boolean): readonly Segment[] => {
    let context = key + (segments[0]?.delimiter ?? '')
    return segments.map((segment, index) => {
      const place = context
      const most = index === 0 ? HEADS : WORDS
      context += (segment.isWord ? segment.text : '*') + segment.delimiter
      if (!segment.isWord) return segment
      const known = words.get(place) ?? new Set()
      if (note && known.size <= most && words.size < CLUSTERS * 4) words.set(place, known.add(segment.text))
      const isOpen = known.size > most || (clusters.size >= CLUSTERS && !known.has(segment.text))
      return isOpen ? { ...segment, isWord: false } : segment
    })
  }
  const place = (cluster: Cluster): Cluster => {
    const id = identity(cluster)
    const known = clusters.get(id)
    if (known === undefined) clusters.set(id, cluster)
    return known ?? cluster
  }

  return {
    get count() {
      return count
    },
    add(item: StoredItem): void {
      count++
      const types = new Map<string, string>()
      for (const [name, { S }] of Object.entries(item))
        if (S !== undefined && S.length <= 64 && isTypeName(name)) types.set(name, S)
      const full = clusters.size >= CLUSTERS
      const cluster = place({
        partition: abstracted('p:', keySegments(item[partitionKey.name]), !full),
        sort: abstracted('s:', sortKey ? keySegments(item[sortKey.name]) : [], !full),
        types: full ? new Map() : types,
        count: 0,
        attributes: new Map(),
        samples: [],
      })
      cluster.count++
      for (const [name, value] of Object.entries(item)) {
        const summary =
          cluster.attributes.get(name) ?? (cluster.attributes.size < ATTRIBUTES ? createSummary() : undefined)
        if (!summary) continue
        cluster.attributes.set(name, summary)
        addValue(summary, value)
      }
      // The same numbers each time: the same table gives the same model.
      random = (random * 48_271) % 2_147_483_647
      const at = cluster.samples.length < SAMPLES ? cluster.samples.length : random % cluster.count
      if (at < SAMPLES) cluster.samples[at] = item
    },
    /** The clusters, those put together that only differ in words that turned out to be values. */
    finish(): readonly Cluster[] {
      const all = [...clusters.values()]
      clusters.clear()
      for (const cluster of all) {
        const settled = {
          ...cluster,
          partition: abstracted('p:', cluster.partition, false),
          sort: abstracted('s:', cluster.sort, false),
        }
        const target = place(settled)
        if (target !== settled) mergeCluster(target, settled)
      }
      return [...clusters.values()]
    },
  }
}

/** Adds the items of one cluster to another. */
export function mergeCluster(
  into: Pick<Cluster, 'attributes' | 'count' | 'samples'>,
  other: Pick<Cluster, 'attributes' | 'count' | 'samples'>,
): void {
  into.count += other.count
  for (const [name, summary] of other.attributes) {
    const known = into.attributes.get(name) ?? createSummary()
    into.attributes.set(name, known)
    mergeSummary(known, summary)
  }
  // Of each a share, so that both stay to be seen.
  const room = Math.max(SAMPLES - into.samples.length, 5)
  into.samples.push(...other.samples.slice(0, room))
}

const shape = (segments: readonly Segment[]) =>
  segments.map(({ text, isWord, delimiter }) => [isWord ? text : null, delimiter])
const identity = ({ partition, sort, types }: Cluster) => JSON.stringify([shape(partition), shape(sort), [...types]])

/** How a key is divided, whatever it holds. */
export const structureOf = ({ partition, sort }: Cluster): string =>
  JSON.stringify([partition, sort].map(segments => segments.map(({ delimiter }) => delimiter)))
