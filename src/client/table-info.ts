import { describeTable } from '../driver/describe-table.js'
import type { Documents } from '../driver/documents.js'
import { aborted } from '../errors/aborted.js'
import type { TableInfo } from './results.js'

/** What is known of a client's table: asked once, however many ask at a time, and again after a failure. */
export interface TableFacts {
  info(refresh: boolean, signal: AbortSignal | undefined): Promise<TableInfo>
  /** The partition key's name, then the sort key's. */
  keyNames(signal: AbortSignal | undefined): Promise<readonly string[]>
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
  const info = (refresh: boolean, signal: AbortSignal | undefined) =>
    waitFor(() => (refresh ? ask() : (asked ?? ask())), signal)
  return Object.freeze({
    info,
    knownKeyNames,
    keyNames: async (signal: AbortSignal | undefined) =>
      knownKeyNames ?? Object.keys((await info(false, signal)).keySchema),
  })
}

/** Waits until the signal says otherwise, which ends nothing else: others may be waiting for the same. */
function waitFor<T>(ask: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return ask()
  return new Promise((resolve, reject) => {
    const abort = () => reject(aborted('DescribeTable', signal))
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort)
    ask()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort))
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
