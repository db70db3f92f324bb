import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import {
  ConditionalCheckFailedException,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  type TransactWriteItemsCommandInput,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb'
import dynalite from 'dynalite'

/** Starts dynalite in this process. */
export async function startDynalite() {
  const server = dynalite({ createTableMs: 0 }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  const stop = async () => {
    client.destroy()
    server.close()
    await once(server, 'close')
  }
  addCurrentItems(client)
  leaveOutTimeToLive(client)
  putOneByOne(client)
  return { description: 'dynalite, as neither Java nor Docker is there', client, stop }
}

/** Puts the current item on the error when a condition fails, as DynamoDB does, and dynalite doesn't. */
function addCurrentItems(client: DynamoDBClient): void {
  client.middlewareStack.add(
    next => async args => {
      try {
        return await next(args)
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) {
          const { TableName, Key, Item = Key } = args.input as PutItemCommandInput & UpdateItemCommandInput
          const { Table } = await client.send(new DescribeTableCommand({ TableName }))
          const key = Object.fromEntries(
            (Table?.KeySchema ?? []).map(({ AttributeName: name }) => [name!, Item![name!]!]),
          )
          const current = await client.send(new GetItemCommand({ TableName, Key: key, ConsistentRead: true }))
          if (current.Item) error.Item = current.Item
        }
        throw error
      }
    },
    { step: 'initialize' },
  )
}

/** dynalite deletes nothing by its time, and refuses to be told to. The library hides what has expired all the same. */
function leaveOutTimeToLive(client: DynamoDBClient): void {
  client.middlewareStack.add(
    (next, { commandName }) =>
      async args =>
        commandName === 'UpdateTimeToLiveCommand' ? { output: { $metadata: {} }, response: undefined } : next(args),
    { step: 'initialize' },
  )
}

/** dynalite has no transactions. Of one that only puts, the puts are made one after another: nobody else is there to see it. */
function putOneByOne(client: DynamoDBClient): void {
  client.middlewareStack.add(
    (next, { commandName }) =>
      async args => {
        const { TransactItems: items = [] } = args.input as TransactWriteItemsCommandInput
        if (commandName !== 'TransactWriteItemsCommand' || !items.every(({ Put }) => Put)) return next(args)
        for (const { Put } of items) await client.send(new PutItemCommand(Put as PutItemCommandInput))
        return { output: { $metadata: {} }, response: undefined }
      },
    { step: 'initialize' },
  )
}
