import type { BatchGetItemCommandInput } from '@aws-sdk/client-dynamodb'
import { Placeholders } from '../../expression/placeholders.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { Table } from '../../table/table-types.js'
import type { SharedContext } from '../context.js'
import { expressionAttributes } from '../expression-attributes.js'
import { keyText } from '../key-text.js'
import type { SendOptions } from '../transport.js'
import { type Drained, drain } from './drain.js'

/** DynamoDB's limit on the keys of a BatchGetItem. */
const MAX_KEYS = 100

/** An item that is asked for, by one or more operations of a batch. */
export interface AskedKey {
  /** Where it is asked for. */
  readonly positions: readonly number[]
  readonly entity: string
  readonly key: StoredItem
  readonly consistent: boolean
  /** The stored attributes that are wanted of it; undefined for all. */
  readonly names: ReadonlySet<string> | undefined
}

/** What goes into one request. */
export type KeyChunk = readonly AskedKey[]

/** Each item once, in requests of one consistency and 100 keys at most. */
export function chunkKeys(table: Table, asked: readonly AskedKey[]): readonly KeyChunk[] {
  return [false, true].flatMap(consistent => {
    const keys = new Map<string, AskedKey>()
    for (const one of asked) {
      if (one.consistent !== consistent) continue
      const text = keyText(table, one.key)
      const known = keys.get(text)
      keys.set(text, known ? together(known, one) : one)
    }
    const all = [...keys.values()]
    return Array.from({ length: Math.ceil(all.length / MAX_KEYS) }, (_, index) =>
      all.slice(index * MAX_KEYS, (index + 1) * MAX_KEYS),
    )
  })
}

const together = (one: AskedKey, other: AskedKey): AskedKey => ({
  ...one,
  positions: [...one.positions, ...other.positions],
  names: union([one, other]),
})

/** DynamoDB takes one projection a request: of whatever is wanted of any item; none where all of one is wanted. */
function union(asked: readonly AskedKey[]): ReadonlySet<string> | undefined {
  const all = new Set<string>()
  for (const { names } of asked) {
    if (!names) return undefined
    for (const name of names) all.add(name)
  }
  return all
}

/** The request for these keys. */
export function batchGetInput(tableName: string, chunk: KeyChunk): BatchGetItemCommandInput {
  const names = union(chunk)
  const placeholders = new Placeholders()
  const projection = names && Array.from(names, name => placeholders.path([name])).join(', ')
  return {
    RequestItems: {
      [tableName]: {
        Keys: chunk.map(({ key }) => key),
        ...expressionAttributes(placeholders, { ProjectionExpression: projection }),
        ...(chunk[0]?.consistent && { ConsistentRead: true }),
      },
    },
  }
}

/** Whose items a request is about, for hooks. */
export const entitiesOf = (asked: readonly { readonly entity: string }[]): string =>
  [...new Set(asked.map(({ entity }) => entity))].join('+')

/**
 * Reads the items of a request, and what it leaves unprocessed in further ones.
 * @param found is given each item as soon as it is known, or that there is none
 */
export function readChunk(
  { tableName, transport }: Pick<SharedContext, 'tableName' | 'transport'>,
  table: Table,
  chunk: KeyChunk,
  sending: Omit<SendOptions, 'entity'>,
  found: (asked: AskedKey, stored: StoredItem | undefined) => Promise<void> | void,
): Promise<Drained<AskedKey>> {
  const send = async (left: KeyChunk) => {
    const input = batchGetInput(tableName, left)
    const output = await transport.send('BatchGetItem', input, { ...sending, entity: entitiesOf(left) })
    // There is one table, by its name or as it was asked for, by its ARN.
    const items = Object.values(output.Responses ?? {}).flat()
    const unprocessed = Object.values(output.UnprocessedKeys ?? {}).flatMap(({ Keys = [] }) => Keys)
    const stored = new Map(items.map(item => [keyText(table, item), item]))
    const open = new Set(unprocessed.map(key => keyText(table, key)))
    const rest: AskedKey[] = []
    for (const asked of left) {
      const text = keyText(table, asked.key)
      if (open.has(text)) rest.push(asked)
      else await found(asked, stored.get(text))
    }
    return rest
  }
  return drain(chunk, send, sending.signal)
}
