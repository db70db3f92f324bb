import { subjects } from '../subjects/all.js'
import { raw } from '../subjects/raw.js'
import { agentOf, idOf } from '../support/agent.js'
import { checkSubject } from '../support/check-subject.js'
import { PAGE, preparedAnswers } from '../support/stub-answers.js'
import { stubClient } from '../support/stub-client.js'
import type { Operations } from '../support/subject.js'
import { type Effort, type Timing, timeWays } from '../support/timing.js'

export interface OperationRow extends Timing {
  readonly operation: string
  readonly subject: string
}

const TABLE = 'app'
const agent = agentOf(1)
const ids = [...Array(PAGE).keys()].map(idOf)
const ten = ids.slice(0, 10).map((_, number) => agentOf(number))

const cases: Readonly<Record<string, (operations: Operations) => () => unknown>> = {
  get: operations => () => operations.get(agent.id),
  put: operations => () => operations.put(agent),
  update: operations => () => operations.update(agent.id),
  query: operations => () => operations.query(),
  filter: operations => () => operations.filtered(),
  batchGet: operations => () => operations.batchGet(ids),
  transact: operations => () => operations.transact(ten),
}

/** The operations that are compared, by the names that `--only` takes. */
export const operationNames = Object.keys(cases)

/** CPU time of each operation with each library, all in this process, over a stub in the place of the network. */
export async function measureOperations(names: readonly string[], effort: Effort): Promise<OperationRow[]> {
  const connected = new Map<string, Operations>()
  for (const subject of subjects) {
    const client = stubClient(preparedAnswers(subject.own, TABLE))
    const { operations } = subject.connect(client, TABLE)
    await checkSubject(subject.name, operations, subject === raw)
    connected.set(subject.name, operations)
  }
  const rows: OperationRow[] = []
  for (const operation of names) {
    const ways = Object.fromEntries([...connected].map(([name, operations]) => [name, cases[operation]!(operations)]))
    const timings = await timeWays(ways, effort)
    for (const [subject, timing] of timings) rows.push({ operation, subject, ...timing })
  }
  return rows
}
