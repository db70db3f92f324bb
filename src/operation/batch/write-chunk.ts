import type { Table } from '../../table/table-types.js'
import type { SharedContext } from '../context.js'
import { keyText } from '../key-text.js'
import type { Attempts, SendOptions } from '../transport.js'
import { type Drained, drain } from './drain.js'
import { type BatchedWrite, batchWriteInput } from './plan-writes.js'
import { entitiesOf } from './read-keys.js'

/**
 * Makes the writes of a request, and what it leaves unprocessed in further ones.
 * @param written is given the writes that each request made
 */
export function writeChunk(
  { tableName, transport }: Pick<SharedContext, 'tableName' | 'transport'>,
  table: Table,
  chunk: readonly BatchedWrite[],
  sending: Omit<SendOptions, 'entity'>,
  written: (writes: readonly BatchedWrite[]) => void,
): Promise<Drained<BatchedWrite>> {
  const send = async (left: readonly BatchedWrite[], attempts: Attempts) => {
    const options = { ...sending, entity: entitiesOf(left), attempts }
    const output = await transport.send('BatchWriteItem', batchWriteInput(tableName, left), options)
    const open = new Set(
      Object.values(output.UnprocessedItems ?? {})
        .flat()
        .map(({ PutRequest, DeleteRequest }) => keyText(table, PutRequest?.Item ?? DeleteRequest!.Key!)),
    )
    const isOpen = ({ key }: BatchedWrite) => open.has(keyText(table, key))
    written(left.filter(write => !isOpen(write)))
    return left.filter(isOpen)
  }
  return drain(chunk, send, sending.signal)
}
