import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import type { Show } from '../support/show.js'
import { withTable } from '../support/with-table.js'
import {
  AkordiAgentTable,
  type AkordiTable,
  activeAkordiAgents,
  akordiAgent,
  akordiAgentsOfTeam,
  akordiAgentsOfType,
  essentials,
  openAkordiTable,
} from './akordi-table.js'
import { RegistryTable } from './model.js'
import {
  activeAgents,
  activeAgentsOfTeam,
  agentsOfTeam,
  agentsWithSkill,
  getAgent,
  openRegistry,
  quickAgents,
  type Registry,
  reasoningAgents,
  registerAgent,
  retire,
} from './registry.js'
import { contractReview, documentAnalysis, retiredAgent, siteChat, storedAgent } from './sample-agents.js'

/** Agents, their teams and their skills on a single table. */
export function demonstrateRegistry(client: DynamoDBClient, show: Show): Promise<void> {
  const db = openRegistry({ client, ...show.observed })
  return withTable(client, db, RegistryTable, () => tour(db, show))
}

async function tour(db: Registry, show: Show): Promise<void> {
  show.section('Agent registry', 'Teams, agents and skills share one table; each has its own keys and its own type.')
  await show.call('A team.', () => db.teams.create({ teamCode: 'AT-001', name: 'Document intelligence' }))
  await show.call(
    'An agent, with its whole record, and an entry for each of its skills. The index keys are made from it.',
    () => registerAgent(db, documentAnalysis),
  )
  await registerAgent(db, contractReview)
  await registerAgent(db, siteChat)

  await show.failing('Nothing is overwritten: there is such a team, and the error has it.', () =>
    db.teams.create({ teamCode: 'AT-001', name: 'Documents' }),
  )
  await show.call('By team: only agents, though the team and the skills are in the same partition.', () =>
    agentsOfTeam(db, 'AT-001'),
  )
  await show.call('By type and date, across teams.', () => reasoningAgents(db, '2026-02'))
  await show.call('By skill and confidence: a number as sort key, the best first.', () =>
    agentsWithSkill(db, 'pdf_analysis', 0.8),
  )
  await show.call('A filter, where an index would not pay; the projection narrows the result and its type.', () =>
    quickAgents(db, 'AT-001', 'documents'),
  )
  await show.call('Active agents only: a sparse index, which holds no others. So nothing is read in vain.', () =>
    activeAgents(db),
  )
  await show.call(
    'Retired: the key of that index is removed by the same update, and the skills are no longer found.',
    () => retire(db, 'AT-001', 'AG-001'),
  )
  await show.call("So the index has only the team's other agent.", () => activeAgentsOfTeam(db, 'AT-001'))
  await show.failing('An agent that is not there.', () => getAgent(db, 'AT-001', 'AG-404'))
  await show.call('Before anything is sent: what a query will do, in words.', () =>
    quickAgents(db, 'AT-001', 'documents').explain(),
  )
}

/** The same agents on the table that the Python services use. */
export function demonstrateAkordiTable(client: DynamoDBClient, show: Show): Promise<void> {
  const db = openAkordiTable({ client, ...show.observed })
  return withTable(client, db, AkordiAgentTable, async () => {
    // As the Python services do it: without monotable.
    await DynamoDBDocumentClient.from(client).send(
      new PutCommand({ TableName: AkordiAgentTable.name, Item: storedAgent }),
    )
    await tourOfToday(db, show)
  })
}

async function tourOfToday(db: AkordiTable, show: Show): Promise<void> {
  show.section(
    'The same registry on the table it has today',
    'Keyed by team_code and id, with the names that its Python services gave. The first agent was written by one of them.',
  )
  await show.call('One agent, as the application names its attributes.', () => akordiAgent(db, 'AT-001', 'AG-001'))
  await show.call('Another, under the names that the table has.', () => db.agents.create(retiredAgent))
  await show.call('All agents of a team.', () => akordiAgentsOfTeam(db, 'AT-001'))
  await show.call('The active ones: this table has no index for them, so they are filtered.', () =>
    activeAkordiAgents(db, 'AT-001'),
  )
  await show.call('Only what is needed of each.', () => essentials(db, 'AT-001'))
  await show.call('By type across teams, through the index that is there.', () =>
    akordiAgentsOfType(db, 'Reasoning Agent'),
  )
}
