import type { Table } from '../../table/table-types.js'
import type { Cluster } from './clusters.js'
import type { Questions } from './questions.js'

const names = /^_*(ttl|time_?to_?live|exp|(expires?|expiry|expiration)(_?(at|on|in|date|time|timestamp|epoch))?)_*$/i
/** Times in seconds, from 1985 to 5138. */
const seconds = { from: 5e8, to: 1e11 }

/**
 * Asks whether an attribute is the table's time-to-live, where that is not known: a file does not tell. That it is none is the safer
 * answer, for reads leave out what is over.
 */
export async function findTimeToLive(clusters: readonly Cluster[], table: Table, questions: Questions): Promise<Table> {
  const keys = new Set(
    [table, ...table.indexes.values()]
      .flatMap(({ partitionKey, sortKey = [] }) => [partitionKey, sortKey].flat())
      .map(({ name }) => name),
  )
  const found = new Map<string, number>()
  const other = new Set<string>()
  for (const { attributes } of clusters)
    for (const [name, { types, integer, least, greatest, count }] of attributes) {
      if (!names.test(name) || keys.has(name)) continue
      const isTime = types.get('N') === count && integer && least >= seconds.from && greatest < seconds.to
      if (isTime) found.set(name, (found.get(name) ?? 0) + count)
      else other.add(name)
    }
  const likely = [...found].filter(([name]) => !other.has(name)).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  if (likely.length === 0) return table
  const named = likely.map(([name, count]) => `'${name}' (of ${count} ${count === 1 ? 'item' : 'items'})`)
  const answer = await questions.ask({
    text: `Does DynamoDB delete the table's items by ${named.join(' or ')}, a time in seconds?`,
    choices: [
      'not that it is known: it is a number like others',
      ...likely.map(([name]) => `yes: '${name}' is the time-to-live, and what is over is not read any more`),
    ],
    chosen: 0,
    why: 'A file does not tell: the settings of the table do.',
  })
  const timeToLive = likely[answer - 1]?.[0]
  return timeToLive === undefined ? table : Object.freeze({ ...table, timeToLive })
}
