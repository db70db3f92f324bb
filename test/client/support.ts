import { CreateTableCommand, type CreateTableCommandInput, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { TableClient, type TableClientOptions } from '../../src/client/index.js'
import type { RequestEvent } from '../../src/index.js'
import { localClient, tableName } from '../support/local.js'

/** What the tests keep. */
export interface Profile {
  pk: string
  sk: string
  name?: string
  status?: string
  email?: string
  count?: number
  version?: number
  tags?: string[]
  address?: { city: string; zip?: string }
  tenant?: string
  region?: string
  score?: number
}

/** A table of a test file, and a record of what was sent to it. */
export interface TestTable {
  readonly name: string
  /** Makes the table. */
  create(): Promise<void>
  client<T extends object = Profile>(options?: Partial<TableClientOptions<NoInfer<T>>>): TableClient<T>
  /** The requests that `work` sent through clients made here. */
  sentBy(work: () => unknown): Promise<readonly { readonly operation: string; readonly input: any }[]>
  /** An item as it is stored. */
  stored(pk: string, sk: string): Promise<Record<string, any> | undefined>
}

export function useTable(prefix: string, more: Partial<CreateTableCommandInput> = {}): TestTable {
  const name = tableName(prefix)
  let sent: { operation: string; input: any }[] = []
  const hooks = {
    values: true,
    onRequest: ({ operation, input }: RequestEvent) => void sent.push({ operation, input }),
  }
  return {
    name,
    async create() {
      await localClient().send(new CreateTableCommand({ ...definition(name), ...more }))
    },
    client: options => new TableClient({ tableName: name, client: localClient(), hooks, ...options }),
    async sentBy(work) {
      sent = []
      await work()
      return sent
    },
    async stored(pk, sk) {
      const Key = { pk: { S: pk }, sk: { S: sk } }
      return (await localClient().send(new GetItemCommand({ TableName: name, Key, ConsistentRead: true }))).Item
    },
  }
}

const string = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' }) as const
const hash = (AttributeName: string) => ({ AttributeName, KeyType: 'HASH' }) as const
const range = (AttributeName: string) => ({ AttributeName, KeyType: 'RANGE' }) as const

const definition = (TableName: string): CreateTableCommandInput => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    ...['pk', 'sk', 'email', 'tenant', 'region', 'status'].map(string),
    { AttributeName: 'score', AttributeType: 'N' },
  ],
  KeySchema: [hash('pk'), range('sk')],
  GlobalSecondaryIndexes: [
    { IndexName: 'byEmail', KeySchema: [hash('email')], Projection: { ProjectionType: 'ALL' } },
    {
      IndexName: 'regional',
      KeySchema: [hash('tenant'), hash('region'), range('status'), range('score')],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
})
