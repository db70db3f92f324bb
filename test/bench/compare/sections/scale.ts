import { createDatabase, defineCollection, defineEntity } from 'monotable'
import { AgentEntity, AppTable, agentSchema } from '../subjects/monotable.js'
import { storedAgent, TEAM } from '../support/agent.js'
import { agentsPage, endlessPages, PAGE_SIZE } from '../support/page-answers.js'
import { preparedAnswers } from '../support/stub-answers.js'
import { stubClient } from '../support/stub-client.js'
import { type Effort, timeWays } from '../support/timing.js'

export interface ScaleRow {
  readonly curve: string
  readonly x: number
  /** Microseconds of CPU time, of an item or of an operation. */
  readonly cost: number
}

const agentName = (number: number) => `Agent${number}`

/** An agent's sibling: other keys, the same partition. */
const sibling = (number: number) =>
  defineEntity({
    name: agentName(number),
    table: AppTable,
    schema: agentSchema,
    key: { partitionKey: 'team#<teamCode>', sortKey: `agent${number}#<id>` as 'agent#<id>' },
    version: 'version',
  })

const times = <T>(count: number, make: (number: number) => T): T[] => [...Array(count).keys()].map(make)
const named = <T>(all: readonly T[]) => Object.fromEntries(all.map((one, number) => [`e${number}`, one]))

/** Each point of a curve is measured in turns with the others. */
async function curve(
  name: string,
  points: readonly number[],
  way: (x: number) => () => unknown,
  unit: (x: number) => number,
  effort: Effort,
): Promise<ScaleRow[]> {
  const ways = Object.fromEntries(points.map(x => [String(x), way(x)]))
  const timings = await timeWays(ways, effort)
  return points.map(x => ({ curve: name, x, cost: timings.get(String(x))!.median / unit(x) }))
}

function pagesWay(pages: number) {
  const client = stubClient(endlessPages(pages, agentsPage({ entity: 'Agent' })))
  const db = createDatabase({ client, tableName: 'app', entities: { agents: AgentEntity } })
  return async () => {
    let items = 0
    for await (const _ of db.agents.query({ teamCode: TEAM }).items()) items++
    if (items !== pages * PAGE_SIZE) throw new Error(`${items} items of ${pages} pages`)
  }
}

function databaseWay(entities: number) {
  const client = stubClient(preparedAnswers({ entity: 'Agent' }, 'app'))
  const all = { agents: AgentEntity, ...named(times(entities - 1, sibling)) }
  const db = createDatabase({ client, tableName: 'app', entities: all })
  return () => db.agents.get({ teamCode: TEAM, id: 'AG-00000001' })
}

/** A page of items of several entities, of each as many. */
const mixedPage = (entities: number) =>
  times(PAGE_SIZE, number => {
    const of = number % entities
    const item = storedAgent(number, { entity: agentName(of) })
    return { ...item, sk: { S: `agent${of}#${item.id!.S}` } }
  })

function collectionWay(entities: number, pages: number) {
  const client = stubClient(endlessPages(pages, mixedPage(entities)))
  const all = named(times(entities, sibling))
  const db = createDatabase({ client, tableName: 'app', entities: all })
  const team = db.collection(defineCollection({ partitionKey: 'team#<teamCode>', entities: all }))
  return async () => {
    const found = await team.query({ teamCode: TEAM }).all()
    const items = Object.values(found).reduce((sum, { length }) => sum + length, 0)
    if (items !== pages * PAGE_SIZE) throw new Error(`${items} items of ${pages} pages`)
  }
}

/** What an item or an operation costs as something grows: a library that scales has level lines. */
export async function measureScale(effort: Effort): Promise<ScaleRow[]> {
  const items = (pages: number) => pages * PAGE_SIZE
  return [
    ...(await curve('an item of a query, by pages', [1, 4, 16, 64], pagesWay, items, effort)),
    ...(await curve('a get, by entities in the database', [1, 10, 100, 300], databaseWay, () => 1, effort)),
    ...(await curve(
      'an item of a collection, by its entities',
      [1, 2, 4, 8, 16],
      entities => collectionWay(entities, 1),
      () => PAGE_SIZE,
      effort,
    )),
    ...(await curve(
      'an item of a collection, by pages',
      [1, 4, 16, 64],
      pages => collectionWay(4, pages),
      items,
      effort,
    )),
  ]
}
