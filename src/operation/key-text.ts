import { bytesAsText } from '../key/order.js'
import type { StoredItem } from '../schema/item-model.js'
import { canonicalNumber } from '../schema/numbers.js'
import type { Table } from '../table/table-types.js'

/** The same text for the same primary key, whatever else is stored beside it, and however its numbers are written. */
export const keyText = ({ partitionKey, sortKey }: Table, stored: StoredItem): string =>
  JSON.stringify(
    [partitionKey, ...(sortKey ? [sortKey] : [])].map(({ name }) => {
      const { S, N, B } = stored[name] ?? {}
      return S ?? (N === undefined ? bytesAsText(B!) : canonicalNumber(N))
    }),
  )
