import type { BaseCheckpointSaver } from '@langchain/langgraph-checkpoint'
import { expectTypeOf, it } from 'vitest'
import { DynamoDBSaver } from '../../../src/kv/langgraph/index.js'

it('is a checkpointer', () => expectTypeOf<DynamoDBSaver>().toExtend<BaseCheckpointSaver>())

it('takes what it knows, and needs a table', () => {
  new DynamoDBSaver({ tableName: 'agents', region: 'eu-west-1', expires: { days: 30, hours: 12 }, compress: true })
  // @ts-expect-error Property 'tableName' is missing
  new DynamoDBSaver({})
  // @ts-expect-error 'ttl' does not exist in type 'DynamoDBSaverOptions'
  new DynamoDBSaver({ tableName: 'agents', ttl: 30 })
  // @ts-expect-error Type 'number' is not assignable to type
  new DynamoDBSaver({ tableName: 'agents', expires: 30 })
})
