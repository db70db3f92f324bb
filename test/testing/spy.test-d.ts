import { describe, expectTypeOf, test } from 'vitest'
import { createDatabase, type InferItem } from '../../src/index.js'
import { createSpy } from '../../src/testing/index.js'
import { Agent, Team } from '../support/models.js'

const spy = createSpy()
const db = createDatabase({ client: spy.client, entities: { agents: Agent, teams: Team } })
declare const agent: InferItem<typeof Agent>
declare const team: InferItem<typeof Team>

describe('spy.answer', () => {
  test('takes an item of the entity, whole', () => {
    spy.answer(db.agents, 'GetItem', agent)
    spy.answer(db.teams, 'UpdateItem', team)
    // @ts-expect-error missing the following properties from type
    spy.answer(db.agents, 'GetItem', team)
    // @ts-expect-error Type 'number' is not assignable to type 'string'
    spy.answer(db.teams, 'GetItem', { teamCode: 'AT-001', title: 1 })
    // @ts-expect-error Property 'title' is missing
    spy.answer(db.teams, 'PutItem', { teamCode: 'AT-001' })
  })

  test('takes a list where DynamoDB answers with one', () => {
    spy.answer(db.agents, 'Query', [agent])
    spy.answer(db.agents, 'Scan', [])
    // @ts-expect-error is not assignable to parameter of type 'readonly | missing the following properties from type 'readonly
    spy.answer(db.agents, 'Query', agent)
    // @ts-expect-error is not assignable to parameter of type | is missing the following properties from type
    spy.answer(db.agents, 'GetItem', [agent])
    // @ts-expect-error Property 'title' is missing
    spy.answer(db.teams, 'Query', [{ teamCode: 'AT-001' }])
  })

  test('takes operations that answer with items', () => {
    // @ts-expect-error Argument of type '"CreateTable"' is not assignable to parameter of type 'SpiedOperation'
    spy.answer(db.agents, 'CreateTable', agent)
    // @ts-expect-error is not assignable to parameter of type 'SpiedEntity | is missing the following properties from type 'SpiedEntity
    spy.answer(Agent, 'GetItem', agent)
  })
})

describe('spy.fail', () => {
  test('takes an item of the entity', () => {
    spy.fail(db.agents, 'PutItem', 'conditionFailed', agent)
    spy.fail('PutItem', 'conditionFailed')
    spy.fail('TransactWriteItems', 'cancelled')
    spy.fail('Query', 'throttled')
    spy.fail('Query', new Error('cable cut'))
    // @ts-expect-error No overload matches this call
    spy.fail(db.agents, 'PutItem', 'conditionFailed', team)
    // @ts-expect-error No overload matches this call
    spy.fail('GetItem', 'conditionFailed')
    // @ts-expect-error No overload matches this call
    spy.fail('PutItem', 'cancelled')
  })
})

test('spy.commands is read only', () => {
  expectTypeOf(spy.commands[0]!.operation).toEqualTypeOf<string>()
  // @ts-expect-error Cannot assign to 'commands' because it is a read-only property
  spy.commands = []
})
