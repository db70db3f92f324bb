import { agentOf, idOf } from './agent.js'
import { PAGE } from './stub-answers.js'
import type { Operations } from './subject.js'

/** An agent as plain JSON, whatever holds it and however its set is made. */
function plain(found: unknown): Record<string, any> {
  const { tags, capability, ...rest } = found as Record<string, any>
  return { ...rest, capability: JSON.parse(JSON.stringify(capability)), tags: [...tags].sort() }
}

/** Whether it is the agent of that number; what a library adds is let be. */
function isAgent(found: unknown, number: number): boolean {
  const got = plain(found)
  return Object.entries(plain(agentOf(number))).every(
    ([name, value]) => JSON.stringify(got[name]) === JSON.stringify(value),
  )
}

/**
 * That each operation gives what was asked for: a library that is quick for having done nothing must not be measured.
 * @param tagged Whether items come as they are stored, with DynamoDB's type tags.
 */
export async function checkSubject(name: string, operations: Operations, tagged: boolean): Promise<void> {
  const expect = (what: string, holds: boolean) => {
    if (!holds) throw new Error(`${name}: ${what} did not give what it should`)
  }
  const ids = [...Array(PAGE).keys()].map(idOf)
  const lists = {
    query: await operations.query(),
    filtered: await operations.filtered(),
    batchGet: await operations.batchGet(ids),
  }
  for (const [what, items] of Object.entries(lists)) {
    expect(what, items.length === PAGE && (tagged || items.every(isAgent)))
  }
  const [got, updated] = [await operations.get(ids[1]!), await operations.update(ids[1]!)]
  expect('get', tagged || isAgent(got, 1))
  expect('update', tagged || plain(updated).version === 2)
  await operations.put(agentOf(1))
  await operations.transact([...Array(10).keys()].map(agentOf))
}
