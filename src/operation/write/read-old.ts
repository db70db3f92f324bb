import type { GetItemCommandInput } from '@aws-sdk/client-dynamodb'
import { encodePrimaryKey } from '../../entity/encode-key.js'
import type { Context } from '../context.js'
import type { SendOptions } from '../transport.js'
import type { Old } from './compiled-write.js'

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
