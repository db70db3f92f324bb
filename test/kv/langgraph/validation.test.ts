import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DynamoDBSaver } from '../../../src/kv/langgraph/index.js'
import { localClient, tableName } from '../../support/local.js'

/** It is for savers that keep each channel beside the checkpoints; others leave it out, as LangGraph's own of SQLite and MongoDB do. */
const ofChannelTables = 'should only store channel_values that have changed (based on newVersions)'

const itButThat = new Proxy(it, {
  apply: (_, __, [name, ...rest]: Parameters<typeof it>) =>
    name === ofChannelTables ? it.skip(`${name}: checkpoints are kept whole`, ...rest) : it(name, ...rest),
})

// The suite is written for global test functions.
Object.assign(globalThis, { describe, beforeAll, afterAll, beforeEach, afterEach, expect, it: itButThat })
const { deltaChannelHistoryTests, specTest, validate } = await import('@langchain/langgraph-checkpoint-validation')

/** The suite lists whole tables: each saver that it wants has a prefix of its own, in one table. */
function savers(checkpointerName: string, options: { readonly compress?: boolean } = {}) {
  const table = { client: localClient(), tableName: tableName('validation') }
  return {
    checkpointerName,
    beforeAll: () => new DynamoDBSaver(table).createTable(),
    createCheckpointer: () => new DynamoDBSaver({ ...table, ...options, prefix: randomUUID() }),
  }
}

const plain = savers('DynamoDBSaver')
validate(plain)
deltaChannelHistoryTests(plain)
specTest(savers('DynamoDBSaver, compressed', { compress: true }), ['put', 'putWrites', 'getTuple'])
