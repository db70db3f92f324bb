import { type Cluster, structureOf } from './clusters.js'
import { isSureTypeName } from './type-names.js'

/** The most kinds of item that are believed. */
const KINDS = 100

/**
 * The attribute that tells what kind an item is: it has a few values, each with keys of its own. The one that most items have.
 */
export function findTypeAttribute(clusters: readonly Cluster[]): string | undefined {
  const names = new Set(clusters.flatMap(cluster => [...cluster.types.keys()]))
  const ranked = [...names]
    .map(name => ({ name, ...seen(clusters, name) }))
    .filter(({ name, values, covered, mixed }) => {
      const isSure = isSureTypeName(name)
      return values <= KINDS && (values > 1 || (isSure && covered === 1)) && (isSure || mixed <= 0.5)
    })
    .sort((a, b) => b.covered * (isSureTypeName(b.name) ? 2 : 1) - a.covered * (isSureTypeName(a.name) ? 2 : 1))
  return ranked[0]?.name
}

function seen(clusters: readonly Cluster[], name: string) {
  const total = sum(clusters)
  const having = clusters.filter(cluster => cluster.types.has(name))
  const shapes = new Map<string, Cluster[]>()
  for (const cluster of having) {
    const literal = [...cluster.partition, ...cluster.sort].map(({ text, isWord }) => (isWord ? text : '*'))
    const shape = `${structureOf(cluster)}${literal.join()}`
    shapes.set(shape, [...(shapes.get(shape) ?? []), cluster])
  }
  const mixed = [...shapes.values()].filter(group => new Set(group.map(({ types }) => types.get(name))).size > 1)
  return {
    values: new Set(having.map(({ types }) => types.get(name))).size,
    covered: sum(having) / total,
    /** How many items, of those that have it, have keys like those of another value. */
    mixed: sum(mixed.flat()) / Math.max(1, sum(having)),
  }
}

const sum = (clusters: readonly Cluster[]) => clusters.reduce((total, { count }) => total + count, 0)
