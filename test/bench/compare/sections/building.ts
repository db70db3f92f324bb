import { subjects } from '../subjects/all.js'
import { agentOf } from '../support/agent.js'
import { preparedAnswers } from '../support/stub-answers.js'
import { stubClient } from '../support/stub-client.js'
import type { Builders } from '../support/subject.js'
import { type Effort, timeWays } from '../support/timing.js'
import type { OperationRow } from './operations.js'

const agent = agentOf(1)

const cases: Readonly<Record<string, (builders: Builders) => unknown>> = {
  get: builders => builders.get(agent.id),
  put: builders => builders.put(agent),
  update: builders => builders.update(agent.id),
  filter: builders => builders.filtered(),
}

/** CPU time of making a command from the call to the text that DynamoDB gets, with nothing sent. */
export async function measureBuilding(effort: Effort): Promise<OperationRow[]> {
  const rows: OperationRow[] = []
  const builders = new Map<string, Builders>()
  for (const { name, own, connect } of subjects) {
    const connected = connect(stubClient(preparedAnswers(own, 'app')), 'app')
    if (connected.builders) builders.set(name, connected.builders)
  }
  for (const [operation, build] of Object.entries(cases)) {
    const ways = Object.fromEntries(
      [...builders].map(([name, all]) => [name, async () => JSON.stringify(await build(all))]),
    )
    for (const [subject, timing] of await timeWays(ways, effort)) rows.push({ operation, subject, ...timing })
  }
  return rows
}
