import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { isSentinel, OWNER } from '../../entity/unique.js'
import { unescapeText } from '../../key/escape.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { Table } from '../../table/table-types.js'
import type { Draft } from './divide.js'
import type { KeptValue } from './kept-constraint.js'
import { isIdentifier } from './names.js'
import { isOfPattern } from './of-pattern.js'

/** So many of a constraint are looked at. */
const SAMPLES = 50

/** A sentinel's key, taken apart. */
interface Found {
  readonly entity: string
  readonly name: string
  readonly texts: readonly string[]
  readonly partition: string | undefined
  /** The primary key of the owner, as text. */
  readonly owner: string
}

/** Collects items that keep unique values. */
export function createSentinels(table: Table) {
  const found = new Map<string, Found[]>()
  return {
    /** Whether it is such an item; then it is of no entity. */
    take(item: StoredItem): boolean {
      if (!isSentinel(item)) return false
      const read = readSentinel(item, table)
      if (read) {
        const id = JSON.stringify([read.entity, read.name])
        const known = found.get(id) ?? []
        found.set(id, known)
        if (known.length < SAMPLES) known.push(read)
      }
      return true
    },
    get isEmpty() {
      return found.size === 0
    },
    /** Gives drafts the constraints that their items have, and the name that these are made with. Reads all items for it. */
    async assign(drafts: readonly Draft[], items: AsyncIterable<StoredItem>): Promise<readonly Draft[]> {
      const owners = new Map(
        [...found.values()].flat().map(({ owner }) => [owner, undefined as StoredItem | undefined]),
      )
      for await (const item of items) {
        const key = identityOf(item, table)
        if (owners.has(key) && !isSentinel(item)) owners.set(key, item)
      }
      return drafts.map(draft => {
        const kept = [...found]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .flatMap(([, group]) => {
            const values = group.flatMap(({ texts, partition, owner: key }): KeptValue[] => {
              const owner = owners.get(key)
              return owner && isOf(draft, owner, table) ? [{ texts, partition, owner }] : []
            })
            return values.length > 0 ? [{ entity: group[0]!.entity, name: group[0]!.name, values }] : []
          })
        const [first] = kept
        const isOne = first && kept.every(({ entity }) => entity === first.entity) && isIdentifier(first.entity)
        return isOne ? { ...draft, entity: first.entity, kept } : draft
      })
    },
  }
}

const identityOf = (item: StoredItem, { partitionKey, sortKey }: Table) =>
  JSON.stringify([item[partitionKey.name], sortKey && item[sortKey.name]])

const isOf = (draft: Draft, item: StoredItem, table: Table) =>
  isOfPattern(draft, item, table) &&
  (draft.type === undefined ||
    Object.values(item).some(({ S }) => S !== undefined && [draft.type, ...(draft.aliases ?? [])].includes(S)))

/** `unique#Entity#constraint#value`, in the partition key with `unique` in the sort key, or in the sort key. */
function readSentinel(item: StoredItem, { partitionKey, sortKey }: Table): Found | undefined {
  const partition = item[partitionKey.name]?.S
  const sort = sortKey && item[sortKey.name]?.S
  const isApart = sort?.startsWith('unique#')
  const [mark, entity, name, ...texts] = ((isApart ? sort : partition) ?? '').split('#')
  if (mark !== 'unique' || !entity || !name || texts.length === 0) return undefined
  const owner: Readonly<Record<string, AttributeValue>> = item[OWNER]!.M!
  return {
    entity,
    name,
    texts: texts.map(text => unescapeText(text) ?? text),
    partition: isApart ? partition : undefined,
    owner: identityOf(owner, { partitionKey, sortKey } as Table),
  }
}
