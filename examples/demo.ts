import { demonstrateAkordiTable, demonstrateRegistry } from './agent-registry/demo.js'
import { demonstrateAgent } from './langgraph-agent/demo.js'
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
  if (database.complete) {
    await demonstrateOrders(database.client, show)
    await demonstrateAgent(database.client, show)
  } else {
    console.log(
      dim('\nOrders are left out: dynalite has no transactions and streams. With Java 17 or Docker they are shown.'),
    )
    console.log(dim('The LangGraph agent is left out: dynalite has no time-to-live.'))
  }
} finally {
  await database.stop()
}
