import { demonstrateAkordiTable, demonstrateRegistry } from './agent-registry/demo.js'
import { demonstrateKeyValue } from './key-value/demo.js'
import { demonstrateAgent } from './langgraph-agent/demo.js'
import { demonstrateDocuments } from './llamaindex-docstore/demo.js'
import { demonstrateOrders } from './orders/demo.js'
import { createShow } from './support/show.js'
import { startExampleDatabase } from './support/start.js'
import { bold, dim } from './support/terminal.js'
import { demonstrateProfiles } from './user-profiles/demo.js'

const database = await startExampleDatabase()
try {
  console.log(`${bold('monotable')} on ${database.description}`)
  console.log(
    dim(
      'Each call as it is written, the request that it compiled to (with its names and values in place), the result.',
    ),
  )
  const show = createShow()
  await demonstrateRegistry(database.client, show)
  await demonstrateAkordiTable(database.client, show)
  await demonstrateProfiles(database.client, show)
  await demonstrateKeyValue(database.client, show)
  await demonstrateDocuments(database.client, show)
  await demonstrateAgent(database.client, show)
  if (database.complete) await demonstrateOrders(database.client, show)
  else
    console.log(
      dim('\nOrders are left out: dynalite has no transactions and streams. With Java 17 or Docker they are shown.'),
    )
} finally {
  await database.stop()
}
