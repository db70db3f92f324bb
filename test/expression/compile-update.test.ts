import { type AttributeValue, CreateTableCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { beforeAll, describe, expect, test } from 'vitest'
import { InvalidItemError } from '../../src/errors/monotable-error.js'
import { readPath } from '../../src/expression/attribute-path.js'
import { compileUpdate } from '../../src/expression/compile-update.js'
import { Placeholders } from '../../src/expression/placeholders.js'
import type { UpdateAction } from '../../src/expression/update.js'
import { changeToValue } from '../../src/expression/update-operators.js'
import type { Change } from '../../src/expression/update-types.js'
import { localClient, tableName } from '../support/local.js'
import { type Agent, agentModel } from './agent-model.js'

const at = (path: string) => ({ kind: 'attribute', segments: readPath(agentModel, path) }) as const
const set = (path: string, change: unknown): UpdateAction => ({
  kind: 'set',
  path: at(path),
  value: changeToValue(change),
})
const remove = (path: string): UpdateAction => ({ kind: 'remove', path: at(path) })
const add = (path: string, value: unknown): UpdateAction => ({
  kind: 'add',
  path: at(path),
  value: { kind: 'value', value },
})
const del = (path: string, value: unknown): UpdateAction => ({
  kind: 'delete',
  path: at(path),
  value: { kind: 'value', value },
})
/** A change as users write it, checked by the compiler. */
const change = <K extends keyof Agent & string>(name: K, change: Change<NonNullable<Agent[K]>, Agent>) =>
  set(name, change)

/** The expression with its names put back, so that it can be read; values stay placeholders. */
function compile(...actions: UpdateAction[]) {
  const placeholders = new Placeholders()
  const raw = compileUpdate(actions, agentModel, placeholders)
  const names = placeholders.names() ?? {}
  return {
    raw,
    text: raw.replace(/#n\d+/g, name => names[name]!),
    values: placeholders.values(),
    names: placeholders.names(),
  }
}
const code = (code: string) => expect.objectContaining({ code })

describe('texts', () => {
  test.each<[string, UpdateAction[]]>([
    ['', []],
    ['SET name = :v0', [set('name', 'x')]],
    ['SET name = :v0, title = :v0', [set('name', 'x'), set('title', 'x')]],
    ['SET capability.skills[0].name = :v0', [set('capability.skills[0].name', 'x')]],
    ['SET team_code = :v0, ab.c = :v1', [set('teamCode', 't'), set('a.b.c', 'c')]],
    ['SET name = title', [change('name', agent => agent.title)]],
    [
      'SET logins = if_not_exists(logins, :v0)',
      [change('logins', (agent, { ifNotExists }) => ifNotExists(agent.logins, 1))],
    ],
    [
      'SET name = if_not_exists(nick, if_not_exists(title, :v0))',
      [set('name', (agent: any, { ifNotExists }: any) => ifNotExists(agent.nick, ifNotExists(agent.title, 'x')))],
    ],
    ['SET logins = logins + :v0', [change('logins', (agent, { plus }) => plus(agent.logins, 1))]],
    ['SET total = :v0 - total', [change('total', (agent, { minus }) => minus(10n, agent.total))]],
    [
      'SET logins = if_not_exists(logins, :v0) + :v1',
      [change('logins', (agent, { plus, ifNotExists }) => plus(ifNotExists(agent.logins, 0), 1))],
    ],
    ['SET steps = list_append(steps, :v0)', [change('steps', (agent, { append }) => append(agent.steps, ['x']))]],
    ['SET steps = list_append(:v0, steps)', [change('steps', (agent, { prepend }) => prepend(agent.steps, ['x']))]],
    [
      'SET steps = list_append(if_not_exists(steps, :v0), :v1)',
      [change('steps', (agent, { append, ifNotExists }) => append(ifNotExists(agent.steps, []), ['x']))],
    ],
    ['REMOVE tags, settings.size, steps[0]', [remove('tags'), remove('settings.size'), remove('steps[0]')]],
    ['ADD logins :v0, tags :v1', [add('logins', 1), add('tags', new Set(['a']))]],
    ['DELETE tags :v0', [del('tags', new Set(['a']))]],
    [
      'SET name = :v0, title = :v1 REMOVE nick ADD logins :v2 DELETE tags :v3',
      [del('tags', new Set(['a'])), set('name', 'x'), add('logins', 1), remove('nick'), set('title', 'y')],
    ],
  ])('%s', (text, actions) => {
    expect(compile(...actions).text).toBe(text)
  })

  test('names and values travel as placeholders', () => {
    expect(compile(set('name', 'x'), set('capability.domain', 'x'), add('logins', 1))).toMatchObject({
      raw: 'SET #n0 = :v0, #n1.#n2 = :v0 ADD #n3 :v1',
      names: { '#n0': 'name', '#n1': 'capability', '#n2': 'domain', '#n3': 'logins' },
      values: { ':v0': { S: 'x' }, ':v1': { N: '1' } },
    })
  })

  test("the library's own attributes and values are taken as they are", () => {
    const pk = { kind: 'stored', segments: ['gsi1pk'] } as const
    const key: UpdateAction = { kind: 'set', path: pk, value: { kind: 'raw', value: { S: 'type#x' } } }
    expect(compile(key).text).toBe('SET gsi1pk = :v0')
    expect(compile({ kind: 'remove', path: pk }).text).toBe('REMOVE gsi1pk')
    expect(() => compile({ ...key, value: { kind: 'value', value: 'x' } })).toThrow("'gsi1pk' does not fit")
  })
})

describe('values', () => {
  const valuesOf = (...actions: UpdateAction[]) => Object.values(compile(...actions).values!)

  test('are stored forms', () => {
    expect(valuesOf(set('createdAt', new Date(0)))).toEqual([{ S: '1970-01-01T00:00:00.000Z' }])
    expect(valuesOf(set('capability.skills[3].since', new Date(0)))).toEqual([{ S: '1970-01-01T00:00:00.000Z' }])
    expect(valuesOf(set('nick', null))).toEqual([{ NULL: true }])
    expect(valuesOf(add('days', new Set([new Date(0)])))).toEqual([{ SS: ['1970-01-01T00:00:00.000Z'] }])
    expect(valuesOf(del('days', new Set([new Date(0)])))).toEqual([{ SS: ['1970-01-01T00:00:00.000Z'] }])
    expect(valuesOf(add('total', 2n))).toEqual([{ N: '2' }])
    expect(valuesOf(change('matrix', (a, { append }) => append(a.matrix, [[1]])))).toEqual([
      { L: [{ L: [{ N: '1' }] }] },
    ])
  })

  test('that are set are validated', () => {
    const setting = () => compile(set('title', 'longer than ten'))
    expect(setting).toThrow(InvalidItemError)
    expect(setting).toThrow(expect.objectContaining({ details: expect.objectContaining({ entity: 'Agent' }) }))
    expect(() => compile(set('capability.domain', 5))).toThrow(/capability\.domain/)
    expect(() => compile(set('logins', (a: any, { ifNotExists }: any) => ifNotExists(a.logins, 0)))).toThrow(
      InvalidItemError,
    )
  })

  test('that go into lists and sets are validated one by one, whatever the whole must be', () => {
    expect(() => compile(change('steps', (a, { append }) => append(a.steps, ['too long'])))).toThrow(InvalidItemError)
    expect(() => compile(add('tags', new Set(['too long'])))).toThrow(InvalidItemError)
    expect(valuesOf(change('steps', (a, { append, ifNotExists }) => append(ifNotExists(a.steps, []), [])))).toEqual([
      { L: [] },
      { L: [] },
    ])
    expect(valuesOf(del('tags', new Set(['too long'])))).toEqual([{ SS: ['too long'] }])
  })

  test('that are added to numbers are amounts, outside the bounds of the whole', () => {
    expect(valuesOf(change('logins', (a, { plus, ifNotExists }) => plus(ifNotExists(a.logins, 0), -5)))).toEqual([
      { N: '0' },
      { N: '-5' },
    ])
    expect(valuesOf(add('logins', -5))).toEqual([{ N: '-5' }])
  })

  test.each<[string, string, () => UpdateAction]>([
    ['undefined', "'name' does not fit: it is undefined; use remove", () => set('name', undefined)],
    ['text as an amount', "'logins' does not fit: only numbers are added", () => add('logins', 'x')],
    ['an amount for text', "'name' does not fit", () => add('name', 1)],
    ['a set for a number', "'logins' does not fit: nothing of this type", () => add('logins', new Set([1]))],
    ['no element', "'tags' does not fit: the set is empty", () => add('tags', new Set())],
    ['no set to delete', "'tags' does not fit: only elements of a set", () => del('tags', 'a')],
    [
      'no list to append',
      "'steps' does not fit: only lists",
      () => set('steps', (a: any, { append }: any) => append(a.steps, 'x')),
    ],
    [
      'a list for text',
      "'name' does not fit: nothing of this type",
      () => set('name', (a: any, { append }: any) => append(a.name, ['x'])),
    ],
    [
      'computing twice',
      'DynamoDB computes once',
      () => set('logins', (a: any, { plus }: any) => plus(plus(a.logins, 1), 1)),
    ],
    [
      'no place',
      'its first argument must be an attribute',
      () => set('logins', (_: any, { ifNotExists }: any) => ifNotExists(1, 1)),
    ],
  ])('%s is refused', (_, text, action) => {
    const compiling = () => compile(action())
    expect(compiling).toThrow(text)
    expect(compiling).toThrow(code('expression.invalidValue'))
  })
})

describe('places', () => {
  test('must be in the schema, and in the item', () => {
    const nope = { kind: 'attribute', segments: ['nope'] } as const
    expect(() => compile({ kind: 'remove', path: nope })).toThrow(code('expression.unknownPath'))
    expect(() => compile(set('id', 'x'))).toThrow(code('expression.keyOnly'))
    expect(() => compile(change('name', agent => agent.id))).toThrow(code('expression.keyOnly'))
  })

  test.each<[string, UpdateAction[]]>([
    ["'name' and 'name' overlap", [set('name', 'x'), remove('name')]],
    ["'capability' and 'capability.domain' overlap", [remove('capability'), set('capability.domain', 'x')]],
    ["'capability.domain' and 'capability' overlap", [set('capability.domain', 'x'), remove('capability')]],
    [
      "'steps[1]' and 'steps' overlap",
      [set('steps[1]', 'x'), change('steps', (a, { append }) => append(a.steps, ['y']))],
    ],
    [
      "'teamCode' and 'team_code' overlap",
      [set('teamCode', 'x'), { kind: 'remove', path: { kind: 'stored', segments: ['team_code'] } }],
    ],
  ])('change once: %s', (text, actions) => {
    expect(() => compile(...actions)).toThrow(`This update of Agent can't be made: ${text}`)
    expect(() => compile(...actions)).toThrow(code('update.invalid'))
  })

  test('beside one another are no trouble', () => {
    expect(
      compile(set('steps[1]', 'x'), set('steps[10]', 'y'), set('capability.domain', 'd'), remove('capability.score'))
        .text,
    ).toBe('SET steps[1] = :v0, steps[10] = :v1, capability.domain = :v2 REMOVE capability.score')
  })
})

describe('on DynamoDB', () => {
  const client = localClient()
  const TableName = tableName('updates')
  const Key = { pk: { S: 'x' } }

  beforeAll(async () => {
    await client.send(
      new CreateTableCommand({
        TableName,
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    )
  })

  /** What an update makes of an item. */
  async function run(item: Record<string, AttributeValue>, ...actions: UpdateAction[]) {
    await client.send(new PutItemCommand({ TableName, Item: { ...item, ...Key } }))
    const { raw, names, values } = compile(...actions)
    const { Attributes } = await client.send(
      new UpdateItemCommand({
        TableName,
        Key,
        UpdateExpression: raw,
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: values,
        ReturnValues: 'ALL_NEW',
      }),
    )
    const { pk: _, ...rest } = Attributes!
    return rest
  }

  test('all kinds of actions run together', async () => {
    const item = {
      logins: { N: '1' },
      total: { N: '12345678901234567890123456789012345678' },
      tags: { SS: ['a', 'b'] },
      steps: { L: [{ S: 'one' }] },
      nick: { S: 'x' },
      capability: { M: { domain: { S: 'd' }, skills: { L: [] } } },
    }
    const updated = await run(
      item,
      set('title', 'T'),
      set('capability.skills[0]', { name: 'pdf' }),
      change('total', (a, { minus }) => minus(a.total, 1n)),
      change('steps', (a, { prepend }) => prepend(a.steps, ['zero'])),
      change('name', (a, { ifNotExists }) => ifNotExists(a.name, 'fallback')),
      change('pair', (a, { ifNotExists }) => ifNotExists(a.pair, ['p', 1])),
      remove('nick'),
      add('logins', 4),
      del('tags', new Set(['a'])),
    )
    expect(updated).toEqual({
      title: { S: 'T' },
      name: { S: 'fallback' },
      pair: { L: [{ S: 'p' }, { N: '1' }] },
      logins: { N: '5' },
      total: { N: '12345678901234567890123456789012345677' },
      tags: { SS: ['b'] },
      steps: { L: [{ S: 'zero' }, { S: 'one' }] },
      capability: { M: { domain: { S: 'd' }, skills: { L: [{ M: { name: { S: 'pdf' } } }] } } },
    })
  })

  test('what is missing is made up for', async () => {
    const updated = await run(
      {},
      change('logins', (a, { plus, ifNotExists }) => plus(ifNotExists(a.logins, 0), 1)),
      change('steps', (a, { append, ifNotExists }) => append(ifNotExists(a.steps, []), ['x'])),
      add('tags', new Set(['a'])),
      add('total', 1n),
    )
    expect(updated).toEqual({
      logins: { N: '1' },
      steps: { L: [{ S: 'x' }] },
      tags: { SS: ['a'] },
      total: { N: '1' },
    })
  })
})
