import { subjects } from '../subjects/all.js'
import { raw } from '../subjects/raw.js'
import { agentOf, idOf } from '../support/agent.js'
import { checkSubject } from '../support/check-subject.js'
import { PAGE, preparedAnswers } from '../support/stub-answers.js'
import { stubClient } from '../support/stub-client.js'
import type { Operations } from '../support/subject.js'
import { type Effort, sampleWays } from '../support/timing.js'

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

/** What one process found: the CPU time of one call, turn by turn. */
export interface OperationSamples {
  readonly operation: string
  readonly subject: string
  readonly samples: readonly number[]
}

/** Each operation with each library, all in this process, over a stub in the place of the network. */
export async function sampleOperations(names: readonly string[], effort: Effort): Promise<OperationSamples[]> {
  const connected = new Map<string, Operations>()
  for (const subject of subjects) {
    const client = stubClient(preparedAnswers(subject.own, TABLE))
    const { operations } = subject.connect(client, TABLE)
    await checkSubject(subject.name, operations, subject === raw)
    connected.set(subject.name, operations)
  }
  const found: OperationSamples[] = []
  for (const operation of names) {
    const ways = Object.fromEntries([...connected].map(([name, operations]) => [name, cases[operation]!(operations)]))
    for (const [subject, samples] of await sampleWays(ways, effort)) found.push({ operation, subject, samples })
  }
  return found
}
