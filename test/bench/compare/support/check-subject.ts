import { agentOf, idOf } from './agent.js'
import { PAGE } from './stub-answers.js'
import type { Operations } from './subject.js'

/** An agent as plain JSON, whatever holds it and however its set is made. */
function plain(found: unknown): Record<string, any> {
  const { tags, capability, ...rest } = found as Record<string, any>
  return { ...rest, capability: JSON.parse(JSON.stringify(capability)), tags: [...tags].sort() }
}

/** That each operation gives what was asked for: a library that is quick for having done nothing must not be measured. */
export async function checkSubject(name: string, operations: Operations, unwrapped: boolean): Promise<void> {
  const expect = (what: string, holds: boolean) => {
    if (!holds) throw new Error(`${name}: ${what} did not give what it should`)
  }
  if (unwrapped) {
    const wanted = plain(agentOf(1))
    const got = plain(await operations.get(idOf(1)))
    for (const [attribute, value] of Object.entries(wanted))
      expect(`get (${attribute})`, JSON.stringify(got[attribute]) === JSON.stringify(value))
    expect('update', plain(await operations.update(idOf(1)))['version'] === 2)
  }
  const ids = [...Array(PAGE).keys()].map(idOf)
  expect('query', (await operations.query()).length === PAGE)
  expect('filtered', (await operations.filtered()).length === PAGE)
  expect('batchGet', (await operations.batchGet(ids)).length === PAGE)
  await operations.put(agentOf(1))
  await operations.transact([...Array(10).keys()].map(agentOf))
}
