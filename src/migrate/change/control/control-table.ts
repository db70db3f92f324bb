import type { DynamoDBClientLike } from '../../../driver/client-like.js'
import { createTable } from '../../../driver/create-table.js'
import { describeTable, isMissingTable } from '../../../driver/describe-table.js'
import { defineTable } from '../../../table/define-table.js'

/** Where the control table is, or is to be. */
interface Place {
  readonly client: DynamoDBClientLike
  readonly controlName: string
}

/** Whether the control table is there. */
export async function hasControlTable({ client, controlName }: Place, signal?: AbortSignal): Promise<boolean> {
  try {
    await describeTable(client, controlName, signal)
    return true
  } catch (error) {
    if (isMissingTable(error)) return false
    throw error
  }
}

/** Makes the control table where there is none, on demand; whether it did. */
export async function ensureControlTable(place: Place, signal: AbortSignal | undefined): Promise<boolean> {
  if (await hasControlTable(place, signal)) return false
  const table = defineTable({ name: 'migrations', partitionKey: 'pk', sortKey: 'sk' })
  await createTable(place.client, table.createTableInput({ tableName: place.controlName }), undefined, signal)
  return true
}
