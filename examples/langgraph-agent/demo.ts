import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBSaver } from 'monotable/langgraph'
import type { Show } from '../support/show.js'
import { withTable } from '../support/with-table.js'
import { type Agent, ask, decide, decideAgain, history, openAgent, openQuestions } from './agent.js'

/** An agent that asks before it pays: its threads are in DynamoDB, and go on in another process. */
export function demonstrateAgent(client: DynamoDBClient, show: Show): Promise<void> {
  const openSaver = () => new DynamoDBSaver({ client, tableName: 'agent', expires: { days: 30 }, ...show.observed })
  return withTable(client, openSaver(), { name: 'agent' }, () => tour(() => openAgent(openSaver()), openSaver(), show))
}

async function tour(open: () => Agent, saver: DynamoDBSaver, show: Show): Promise<void> {
  show.section('LangGraph agent', 'It asks before it pays. Its threads are in DynamoDB, and go on in another process.')
  const agent = open()
  await show.call('The agent looks the order up by itself, and stops before it pays: somebody is to decide.', () =>
    ask(agent, 'ada-1', 'Please pay me back for order 2026-1'),
  )
  const another = open()
  await show.call(
    'A new saver and a new graph, as another process would have them hours later, read what the question was.',
    () => openQuestions(another, 'ada-1'),
  )
  await show.call('It goes on with the answer: what was done already is not done again.', () =>
    decide(another, 'ada-1', 'approve'),
  )
  await show.call('Every step is kept, the newest first.', () => history(another, 'ada-1'))
  await show.call('Time travel: back to the question, with another answer.', () =>
    decideAgain(another, 'ada-1', 'the lamp was thrown'),
  )
  await show.call('All of the thread goes at once.', () => saver.deleteThread('ada-1'))
}
