import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { StoredItem } from '../../schema/item-model.js'
import type { GlobalIndexDefinition, KeyAttribute } from '../../table/table-types.js'

/** What is known, or guessed, of the key of a table whose file does not tell. */
export interface GuessedKeys {
  readonly partitionKey: KeyAttribute
  readonly sortKey?: KeyAttribute
  readonly indexes: Readonly<Record<string, GlobalIndexDefinition>>
}

/** Names that people give to keys, the likeliest first. */
const partitionNames = /^(pk|_pk|hk|hash_?key|partition_?key|id|_id|uuid|key)$/i
const sortNames = /^(sk|_sk|rk|range_?key|sort_?key)$/i
const indexKey = /^((?:gsi|lsi)[-_]?\d+)[-_#]?(pk|sk)$/i

/** Finds names of keys in the items of a file: attributes that every item has, as a text, a number or a binary. */
export function createKeyGuess() {
  let count = 0
  const found = new Map<string, { count: number; types: Set<string> }>()
  return {
    add(item: StoredItem): void {
      count++
      for (const [name, value] of Object.entries(item)) {
        if (found.size > 1000 && !found.has(name)) continue
        const entry = found.get(name) ?? { count: 0, types: new Set() }
        found.set(name, entry)
        entry.count++
        entry.types.add(typeOfKey(value))
      }
    },
    get count() {
      return count
    },
    /** The guess; undefined where no attribute could be a partition key. */
    keys(
      given: { readonly partitionKey?: string | undefined; readonly sortKey?: string | undefined } = {},
    ): GuessedKeys | undefined {
      const fits = (name: string) => {
        const { types, count: present } = found.get(name) ?? { types: new Set(), count: 0 }
        return present === count && types.size === 1 && !types.has('')
      }
      const pick = (pattern: RegExp) => [...found.keys()].filter(name => pattern.test(name)).find(fits)
      const partition = given.partitionKey ?? pick(partitionNames)
      if (partition === undefined || !fits(partition)) return undefined
      const sort = given.sortKey ?? (given.partitionKey === undefined ? pick(sortNames) : undefined)
      if (sort !== undefined && !fits(sort)) return undefined
      const attribute = (name: string): KeyAttribute => {
        const [type] = found.get(name)!.types
        return type === 'string' ? name : { name, type: type as 'number' | 'binary' }
      }
      return {
        partitionKey: attribute(partition),
        ...(sort !== undefined && { sortKey: attribute(sort) }),
        indexes: indexesOf([...found.keys()].filter(name => [...found.get(name)!.types].join() === 'string')),
      }
    },
  }
}

const typeOfKey = ({ S, N, B }: AttributeValue) =>
  S !== undefined ? 'string' : N !== undefined ? 'number' : B ? 'binary' : ''

/** Indexes that names such as `gsi1pk` and `GSI1-SK` tell of. */
function indexesOf(names: readonly string[]): Readonly<Record<string, GlobalIndexDefinition>> {
  const parts = new Map<string, { pk?: string; sk?: string }>()
  for (const name of names) {
    const [, index, part] = indexKey.exec(name) ?? []
    if (index !== undefined) parts.set(index, { ...parts.get(index), [part!.toLowerCase()]: name })
  }
  return Object.fromEntries(
    [...parts]
      .sort(([a], [b]) => a.localeCompare(b))
      .flatMap(([index, { pk, sk }]) =>
        pk === undefined ? [] : [[index, { partitionKey: pk, ...(sk !== undefined && { sortKey: sk }) }]],
      ),
  )
}
