import { MonotableError } from '../../errors/monotable-error.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { Context } from '../context.js'
import type { SendOptions } from '../transport.js'
import type { Old } from './compiled-write.js'
import { readOld } from './read-old.js'

/**
 * The item after a write that gives nothing back.
 * @throws MonotableError `write.unread`; `request.*`, which says that the write was made
 */
export async function readWritten(
  context: Context,
  key: Readonly<Record<string, unknown>>,
  sending: SendOptions,
): Promise<StoredItem> {
  const { item } = await readAfter(context, key, sending)
  if (item) return item
  throw new MonotableError('write.unread', { entity: context.entity.name, written: true }, { key })
}

async function readAfter(context: Context, key: Readonly<Record<string, unknown>>, sending: SendOptions): Promise<Old> {
  try {
    return await readOld(context, key, sending)
  } catch (error) {
    if (!(error instanceof MonotableError) || !('outcome' in error.details)) throw error
    const details = { ...error.details, outcome: 'written', written: true } as const
    throw new MonotableError(error.code, details, { cause: error.cause, key })
  }
}
