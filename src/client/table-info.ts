import { describeTable } from '../driver/describe-table.js'
import type { Documents } from '../driver/documents.js'
import type { TableInfo } from './results.js'

/** What is known of a client's table: asked once, however many ask at a time, and again after a failure. */
export interface TableFacts {
  info(refresh?: boolean): Promise<TableInfo>
  /** The partition key's name, then the sort key's. */
  keyNames(): Promise<readonly string[]>
  /** The same as far as they are known without asking. */
  readonly knownKeyNames: readonly string[] | undefined
}

export function createTableFacts(
  { client }: Documents,
  tableName: string,
  knownKeyNames: readonly string[] | undefined,
): TableFacts {
  let asked: Promise<TableInfo> | undefined
  const ask = (): Promise<TableInfo> => {
    const asking = describe(client, tableName)
    asked = asking
    asking.catch(() => {
      if (asked === asking) asked = undefined
    })
    return asking
  }
  const info = (refresh?: boolean) => (refresh ? ask() : (asked ?? ask()))
  return Object.freeze({
    info,
    knownKeyNames,
    keyNames: async () => knownKeyNames ?? Object.keys((await info()).keySchema),
  })
}

async function describe(client: Documents['client'], tableName: string): Promise<TableInfo> {
  const { TableStatus, ItemCount, KeySchema = [], CreationDateTime } = await describeTable(client, tableName)
  return Object.freeze({
    name: tableName,
    status: TableStatus!,
    itemCount: ItemCount ?? 0,
    // The partition key comes first.
    keySchema: Object.freeze(
      Object.fromEntries(KeySchema.map(({ AttributeName, KeyType }) => [AttributeName!, KeyType!])),
    ),
    creationDate: CreationDateTime!.toISOString(),
  })
}
