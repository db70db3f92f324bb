import { beforeAll, expect, it } from 'vitest'
import { ask, decide, decideAgain, history, openAgent, openQuestions } from '../../examples/langgraph-agent/agent.js'
import { DynamoDBSaver } from '../../src/kv/langgraph/index.js'
import { localClient, tableName } from '../support/local.js'

const table = { client: localClient(), tableName: tableName('langgraph-agent') }
/** As another process has it: a saver and a graph of its own. */
const open = () => openAgent(new DynamoDBSaver(table))
beforeAll(() => new DynamoDBSaver(table).createTable())

const question = { tool: 'refund', order: '2026-1', amount: '49.00' }

it('asks before it pays, and goes on in another process', async () => {
  expect(await ask(open(), 'yes', 'Please pay me back for order 2026-1')).toEqual(question)
  expect(await openQuestions(open(), 'yes')).toEqual([question])
  expect(await decide(open(), 'yes', 'approve')).toBe('Done: 49.00 was paid back for order 2026-1.')
  expect(await openQuestions(open(), 'yes')).toEqual([])
  const steps = await history(open(), 'yes')
  expect(steps.map(({ step, next }) => [step, next])).toEqual([
    [5, ''],
    [4, 'model'],
    [3, 'refund'],
    [2, 'model'],
    [1, 'look_up'],
    [0, 'model'],
    [-1, '__start__'],
  ])
})

it('does not pay where somebody says no', async () => {
  await ask(open(), 'no', 'Please pay me back for order 2026-1')
  expect(await decide(open(), 'no', 'it works')).toBe('I am sorry, that was not approved.')
})

it('goes back to the question, and on from there with another answer', async () => {
  await ask(open(), 'back', 'Please pay me back for order 2026-1')
  await decide(open(), 'back', 'approve')
  expect(await decideAgain(open(), 'back', 'it works')).toBe('I am sorry, that was not approved.')
  expect((await history(open(), 'back'))[0]?.said).toBe('I am sorry, that was not approved.')
})
