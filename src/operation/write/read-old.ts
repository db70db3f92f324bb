import type { GetItemCommandInput } from '@aws-sdk/client-dynamodb'
import { isOwn } from '../../entity/decode-item.js'
import { encodePrimaryKey } from '../../entity/encode-key.js'
import { isExpired } from '../../entity/time-to-live.js'
import { isOutdated } from '../../entity/upgrade-stored.js'
import type { Context } from '../context.js'
import type { SendOptions } from '../transport.js'
import type { Old, Writable } from './compiled-write.js'
import { writeUpgrade } from './upgrade.js'

type Attributes = Readonly<Record<string, unknown>>

/** The read that comes before a write which is made of what is there: consistent, and of the whole item. */
export const readOldInput = ({ entity, tableName }: Context, key: Attributes): GetItemCommandInput => ({
  TableName: tableName,
  Key: encodePrimaryKey(entity, key),
  ConsistentRead: true,
})

export async function readOld(context: Context, key: Attributes, sending: SendOptions): Promise<Old> {
  const { Item: item } = await context.transport.send('GetItem', readOldInput(context, key), sending)
  return { item }
}

/**
 * The item that a write is made of. Where it stays, and is of an older schema, it is upgraded in the table first; the write
 * steps its version for both.
 * @throws InvalidItemError, UniqueConstraintError where the upgraded item can't be written
 */
export async function readCurrent(
  context: Context,
  { key, keepsItem }: Pick<Writable, 'key' | 'keepsItem'>,
  sending: SendOptions,
): Promise<Old> {
  const { entity } = context
  const old = await readOld(context, key, sending)
  const { item } = old
  const stays = item && keepsItem && isOwn(entity, item) && !isExpired(entity, item, context.now())
  if (!stays || !isOutdated(entity, item)) return old
  await writeUpgrade(context, item, sending, false)
  return readOld(context, key, sending)
}
