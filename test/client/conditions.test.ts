import { beforeAll, describe, expect, it } from 'vitest'
import { failure } from '../support/server.js'
import { useTable } from './support.js'

const table = useTable('client-conditions')
const client = table.client<Record<string, any>>()

beforeAll(table.create)

describe('text', () => {
  it('has our placeholders in the place of its own and of its names', async () => {
    const condition = {
      expression:
        'attribute_not_exists(pk) OR (#n0 < :v0 AND NOT size(status) BETWEEN :v1 and :v2) or address.city IN (:v0)',
      names: { '#n0': 'version' },
      values: { ':v0': 5, ':v1': 1, ':v2': 9 },
    }
    const [sent] = await table.sentBy(() => client.update({ pk: 'a', sk: 'b' }, { name: 'x' }, { condition }))
    expect(sent!.input).toMatchObject({
      UpdateExpression: 'SET #n0 = :v0',
      ConditionExpression:
        'attribute_not_exists(#n1) OR (#n2 < :v1 AND NOT size(#n3) BETWEEN :v2 and :v3) or #n4.#n5 IN (:v1)',
      ExpressionAttributeNames: {
        '#n0': 'name',
        '#n1': 'pk',
        '#n2': 'version',
        '#n3': 'status',
        '#n4': 'address',
        '#n5': 'city',
      },
      ExpressionAttributeValues: { ':v0': 'x', ':v1': 5, ':v2': 1, ':v3': 9 },
    })
  })

  it('keeps placeholders apart that begin alike, or are called as ours', async () => {
    const filter = {
      expression: '#v = :v AND #v1 = :v1 AND #v10 = :v10',
      names: { '#v': 'name', '#v1': 'status', '#v10': 'count' },
      values: { ':v': 'n', ':v1': 's', ':v10': 10 },
    }
    await client.create({ pk: 'text', sk: '1', name: 'n', status: 's', count: 10 })
    await client.create({ pk: 'text', sk: '2', name: 's', status: 'n', count: 10 })
    expect((await client.query({ pk: 'text' }, { filter })).items.map(({ sk }) => sk)).toEqual(['1'])
  })

  it('is refused where a placeholder is not given, or not used', async () => {
    const refusals: [object | string, string][] = [
      ['version = :v', "The value for ':v' does not fit: the expression uses it, and it is not given."],
      ['#x = pk', "The value for '#x' does not fit: the expression uses it, and it is not given."],
      [
        { expression: 'pk = :v', values: { ':v': 1, ':w': 2 } },
        "The value for ':w' does not fit: it is given, and the expression does not use it.",
      ],
      [
        { expression: 'pk = :v', values: { v: 1 } },
        "The value for ':v' does not fit: the expression uses it, and it is not given.",
      ],
      [
        { expression: 'pk = :toString', values: {} },
        "The value for ':toString' does not fit: the expression uses it, and it is not given.",
      ],
      ['  ', 'The text of a condition is empty: leave it out.'],
      [{}, 'The text of a condition is empty: leave it out.'],
      [null as never, 'The text of a condition is empty: leave it out.'],
    ]
    const sent = await table.sentBy(async () => {
      for (const [condition, text] of refusals)
        expect((await failure(client.create({ pk: 'a', sk: 'b' }, { condition: condition as string }))).message).toBe(
          text,
        )
    })
    expect(sent).toEqual([])
  })
})

describe('the builder', () => {
  it('takes every operator, and gives lib-dynamodb the values as they are', async () => {
    await client.create({
      pk: 'built',
      sk: '1',
      status: 'active',
      tags: new Set(['a']),
      size: 3,
      none: null,
      flag: true,
    })
    const [sent] = await table.sentBy(async () => {
      const { items } = await client.query(
        { pk: 'built' },
        {
          filter: (
            item,
            { and, or, not, eq, ne, lt, gte, between, in: among, beginsWith, contains, exists, type, size },
          ) =>
            and(
              eq(item.status, 'active'),
              eq(item.none, null),
              eq(item.flag, true),
              eq(item.tags, new Set(['a'])),
              ne(item.size, 4n),
              or(lt(item.size, 2), gte(item.size, 3)),
              between(item.size, 1, 5),
              among(item.status, ['active', 'new']),
              beginsWith(item.status, 'act'),
              contains(item.tags, 'a'),
              contains(item.status, 'tiv'),
              not(exists(item.nothing.at.all)),
              type(item.size, 'N'),
              eq(size(item.status), 6),
            ),
        },
      )
      expect(items).toHaveLength(1)
    })
    const values = Object.values(sent!.input.ExpressionAttributeValues)
    expect(values).toContainEqual(new Set(['a']))
    expect(values).toContain(4n)
    expect(values).toContain(null)
    expect(values).toContain(6)
  })

  it('finds names that are awkward', async () => {
    const item = JSON.parse(
      '{"pk":"awkward","sk":"1","a.b":1,"__proto__":1,"constructor":{"prototype":2,"constructor":3},"name":3,"then":4,"":null}',
    )
    delete item['']
    await client.create(item)
    const { items } = await client.query(
      { pk: 'awkward' },
      {
        filter: (found, { and, eq }) =>
          and(eq(found['a.b'], 1), eq(found.constructor.prototype, 2), eq(found.name, 3), eq(found.then, 4)),
      },
    )
    expect(items).toHaveLength(1)
  })

  it('refuses what has no order, and undefined', async () => {
    const sent = await table.sentBy(async () => {
      for (const value of [undefined, Number.NaN, null, true, {}, [1], new Set([1])])
        expect(
          (await failure(client.query({ pk: 'a' }, { filter: (item, { gt }) => gt(item.x, value as never) }))).code,
        ).toBe('expression.invalidValue')
    })
    expect(sent).toEqual([])
  })
})
