import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { demonstrateAkordiTable, demonstrateRegistry } from './agent-registry/demo.js'
import { demonstrateKeyValue } from './key-value/demo.js'
import { demonstrateAgent } from './langgraph-agent/demo.js'
import { demonstrateDocuments } from './llamaindex-docstore/demo.js'
import { demonstrateOrders } from './orders/demo.js'
import { createShow, type Show } from './support/show.js'
import { startExampleDatabase } from './support/start.js'
import { bold, dim } from './support/terminal.js'
import { demonstrateProfiles } from './user-profiles/demo.js'

type Demonstrate = (client: DynamoDBClient, show: Show) => Promise<void>

/** By their folders, in the order in which they are shown. */
const parts: Readonly<Record<string, readonly Demonstrate[]>> = {
  'agent-registry': [demonstrateRegistry, demonstrateAkordiTable],
  'user-profiles': [demonstrateProfiles],
  'key-value': [demonstrateKeyValue],
  'llamaindex-docstore': [demonstrateDocuments],
  'langgraph-agent': [demonstrateAgent],
  orders: [demonstrateOrders],
}

const chosen = process.argv.slice(2)
const unknown = chosen.find(name => !(name in parts))
if (unknown !== undefined) {
  console.error(`There is no example '${unknown}'. There are: ${Object.keys(parts).join(', ')}.`)
  process.exit(2)
}

const database = await startExampleDatabase()
try {
  console.log(`${bold('monotable')} on ${database.description}`)
  console.log(
    dim(
      'Each call as it is written, the request that it compiled to (with its names and values in place), the result. One part alone: npm run demo -- key-value',
    ),
  )
  const show = createShow()
  for (const [name, demonstrations] of Object.entries(parts)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue
    if (name === 'orders' && !database.complete)
      console.log(
        dim('\nOrders are left out: dynalite has no transactions and streams. With Java 17 or Docker they are shown.'),
      )
    else for (const demonstrate of demonstrations) await demonstrate(database.client, show)
  }
} finally {
  await database.stop()
}
