import { beforeAll, describe, expect, it } from 'vitest'
import { MonotableError } from '../../src/index.js'
import { failure } from '../support/server.js'
import { type Profile, useTable } from './support.js'

const table = useTable('client-writes')
const client = table.client()
let keys = 0
const newKey = () => ({ pk: `user#${++keys}`, sk: 'profile' })

beforeAll(table.create)

describe('create', () => {
  it('puts the item, in the place of what is there', async () => {
    const key = newKey()
    const item: Profile = { ...key, name: 'Ada', count: 1 }
    expect(await client.create(item)).toEqual({ success: true, item })
    expect(await client.create({ ...key, name: 'Alan' })).toEqual({ success: true, item: { ...key, name: 'Alan' } })
    expect(await client.get(key)).toEqual({ ...key, name: 'Alan' })
  })

  it('keeps what is there, and gives it', async () => {
    const key = newKey()
    await client.create({ ...key, name: 'Ada', tags: ['a'] })
    for (const preventOverwrite of ['pk', 'sk', true] as const)
      expect(await client.create({ ...key, name: 'Alan' }, { preventOverwrite })).toEqual({
        success: false,
        current: { ...key, name: 'Ada', tags: ['a'] },
      })
    expect(await client.create({ ...key, name: 'Alan' }, { preventOverwrite: false })).toMatchObject({ success: true })
    expect(await client.create({ ...newKey(), name: 'Alan' }, { preventOverwrite: true })).toMatchObject({
      success: true,
    })
  })

  it('joins both conditions', async () => {
    const key = newKey()
    const condition = {
      expression: 'version < :v OR #s = :s',
      names: { '#s': 'status' },
      values: { ':v': 2, ':s': 'x' },
    }
    const [sent] = await table.sentBy(() => client.create(key, { preventOverwrite: 'pk', condition }))
    expect(sent!.input).toEqual({
      TableName: table.name,
      Item: key,
      ConditionExpression: '(attribute_not_exists(#n0)) AND (#n1 < :v0 OR #n2 = :v1)',
      ExpressionAttributeNames: { '#n0': 'pk', '#n1': 'version', '#n2': 'status' },
      ExpressionAttributeValues: { ':v0': 2, ':v1': 'x' },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    })
  })

  it('has a condition that fails on nothing too', async () => {
    const outcome = await client.create(newKey(), { condition: (item, { exists }) => exists(item.pk) })
    expect(outcome).toEqual({ success: false })
  })

  it.each([undefined, ['pk', 'sk']] as const)('keeps an item by its key alone, whose names are %s', async keyNames => {
    const own = table.client(keyNames && { keyNames })
    const key = newKey()
    await client.create({ ...key, name: 'Ada' })
    const error = await failure(own.create({ ...key, email: 'a@example.com' }, { preventOverwrite: 'email' }))
    expect(error.message).toBe(
      "The value for 'preventOverwrite' does not fit: 'email' is not an attribute of the key, which has pk and sk.",
    )
    expect(await client.get(key)).toEqual({ ...key, name: 'Ada' })
  })

  it('refuses what is undefined, at the top too', async () => {
    const error = await failure(client.create({ ...newKey(), name: undefined } as any))
    expect(error.message).toMatch("The value for 'name' does not fit: it is undefined")
  })
})

describe('update', () => {
  it('sets attributes, and gives what is asked for', async () => {
    const key = newKey()
    expect(await client.update(key, { name: 'Ada', version: 1 })).toEqual({
      success: true,
      attributes: { name: 'Ada', version: 1 },
    })
    const given = async (returnValues: 'NONE' | 'UPDATED_OLD' | 'ALL_OLD' | 'ALL_NEW') => {
      const outcome = await client.update(key, { name: returnValues }, { returnValues })
      return outcome.attributes
    }
    expect(await given('NONE')).toBeUndefined()
    expect(await given('UPDATED_OLD')).toEqual({ name: 'NONE' })
    expect(await given('ALL_OLD')).toEqual({ ...key, name: 'UPDATED_OLD', version: 1 })
    expect(await given('ALL_NEW')).toEqual({ ...key, name: 'ALL_NEW', version: 1 })
    expect((await client.update(newKey(), { name: 'x' }, { returnValues: 'ALL_OLD' })).attributes).toBeUndefined()
    expect((await client.update(newKey(), { name: 'x' }, { returnValues: 'UPDATED_OLD' })).attributes).toEqual({})
  })

  it('removes attributes', async () => {
    const key = newKey()
    await client.create({ ...key, name: 'Ada', tags: ['a'], status: 'x' })
    const update = { returnValues: 'ALL_NEW', remove: ['tags', 'status'] } as const
    expect(await client.update(key, { version: 2 }, update)).toEqual({
      success: true,
      attributes: { ...key, name: 'Ada', version: 2 },
    })
    expect(await client.update(key, {}, { remove: ['name'] })).toEqual({ success: true, attributes: {} })
  })

  it('has a condition', async () => {
    const key = newKey()
    await client.create({ ...key, version: 1 })
    const text = { expression: 'version = :expected_version', values: { ':expected_version': 1 } }
    expect(await client.update(key, { count: 150, version: 2 }, { condition: text })).toMatchObject({ success: true })
    expect(await client.update(key, { count: 150, version: 2 }, { condition: text })).toEqual({
      success: false,
      current: { ...key, count: 150, version: 2 },
    })
    expect(await client.update(newKey(), { name: 'x' }, { condition: (item, { exists }) => exists(item.pk) })).toEqual({
      success: false,
    })
  })

  it('refuses what it can only do in part', async () => {
    const loose = client as any
    const key = newKey()
    const refusals: [object, object | undefined, string][] = [
      [{}, undefined, 'it changes nothing: give an attribute to set, or one to remove'],
      [{ name: undefined }, undefined, "'name' is undefined: leave it out, or name it in remove"],
      [{ name: 'x', tags: undefined }, undefined, "'tags' is undefined: leave it out, or name it in remove"],
      [{ sk: 'x' }, undefined, "'sk' is part of the key: an item with another key is another item"],
      [{}, { remove: ['pk'] }, "'pk' is part of the key: an item with another key is another item"],
      [{ name: 'x' }, { remove: ['name'] }, "'name' is to be set and removed"],
    ]
    const sent = await table.sentBy(async () => {
      for (const [updates, options, reason] of refusals)
        expect((await failure(loose.update(key, updates, options))).message).toBe(
          `This update of item can't be made: ${reason}.`,
        )
      expect((await failure(loose.update({ pk: 'a' }, {}, {}))).code).toBe('update.invalid')
      const named = table.client({ keyNames: ['pk', 'sk'] }) as any
      expect((await failure(named.update({ pk: 'a' }, { name: 'x' }))).code).toBe('key.missingAttribute')
    })
    expect(sent).toEqual([])
  })
})

describe('increment', () => {
  it('adds to what is there, or to nothing', async () => {
    const key = newKey()
    expect(await client.increment(key, 'count')).toEqual({ success: true, value: 1 })
    expect((await client.increment(key, 'count', 10)).value).toBe(11)
    expect((await client.increment(key, 'count', -1)).value).toBe(10)
    expect((await client.increment(key, 'count', 0.5)).value).toBe(10.5)
    await Promise.all(Array.from({ length: 20 }, () => client.increment(key, 'score')))
    expect(await client.get(key)).toEqual({ ...key, count: 10.5, score: 20 })
  })

  it('has a condition', async () => {
    const key = newKey()
    await client.create({ ...key, count: 1 })
    const inStock = { condition: (item: any, { gte }: any) => gte(item.count, 1) }
    expect(await client.increment(key, 'count', -1, inStock)).toEqual({ success: true, value: 0 })
    expect(await client.increment(key, 'count', -1, inStock)).toEqual({ success: false, current: { ...key, count: 0 } })
  })

  it('refuses what is no number, here and there', async () => {
    const key = newKey()
    await client.create({ ...key, name: 'Ada' })
    expect((await failure((client as any).increment(key, 'count', '1'))).code).toBe('update.invalid')
    expect((await failure((client as any).increment(key, 'sk'))).code).toBe('update.invalid')
    expect(await failure((client as any).increment(key, 'name'))).toMatchObject({
      code: 'request.failed',
      details: { name: 'ValidationException', outcome: 'not written' },
    })
  })
})

describe('appendToList', () => {
  it('adds to the end of the list, or makes it', async () => {
    const key = newKey()
    expect(await client.appendToList(key, 'tags', ['a'])).toEqual({ success: true, list: ['a'] })
    expect(await client.appendToList(key, 'tags', ['b', 'c'])).toEqual({ success: true, list: ['a', 'b', 'c'] })
    expect(await client.appendToList(key, 'tags', [])).toEqual({ success: true, list: ['a', 'b', 'c'] })
    await Promise.all(Array.from({ length: 10 }, (_, no) => client.appendToList(key, 'tags', [String(no)])))
    expect((await client.get(key))!.tags).toHaveLength(13)
  })

  it('has a condition, and refuses what is no list', async () => {
    const key = newKey()
    const outcome = await client.appendToList(key, 'tags', ['a'], { condition: (item, { exists }) => exists(item.pk) })
    expect(outcome).toEqual({ success: false })
    expect((await failure((client as any).appendToList(key, 'tags', 'a'))).code).toBe('update.invalid')
  })
})

describe('delete', () => {
  it('deletes, and gives the item where that is asked', async () => {
    const key = newKey()
    await client.create({ ...key, name: 'Ada' })
    expect(await client.delete(key, { returnOld: true })).toEqual({ success: true, item: { ...key, name: 'Ada' } })
    expect(await client.delete(key, { returnOld: true })).toEqual({ success: true })
    expect(await client.delete(key)).toEqual({ success: true })
    expect(await table.stored(key.pk, key.sk)).toBeUndefined()
  })

  it('has a condition', async () => {
    const key = newKey()
    await client.create({ ...key, status: 'active' })
    const condition = { expression: 'attribute_exists(pk) AND status = :status', values: { ':status': 'gone' } }
    expect(await client.delete(key, { condition })).toEqual({ success: false, current: { ...key, status: 'active' } })
    expect(await client.delete(newKey(), { condition })).toEqual({ success: false })
    const active = { ...condition, values: { ':status': 'active' } }
    expect(await client.delete(key, { condition: active, returnOld: true })).toMatchObject({ success: true, item: key })
  })
})

describe('errors', () => {
  it('are told as DynamoDB has them, and never as a failed condition', async () => {
    const lost = table.client({ tableName: 'no-such-table' })
    const key = newKey()
    for (const work of [
      () => lost.create(key, { preventOverwrite: 'pk' }),
      () => lost.get(key),
      () => lost.query({ pk: 'a' }),
      () => lost.scan(),
      () => lost.count(),
      () => lost.getAll(),
      () => lost.exists(key),
      () => lost.tableInfo(),
      () => lost.delete(key),
    ]) {
      const error = await failure(work)
      expect(error).toBeInstanceOf(MonotableError)
      expect(error).toMatchObject({ code: 'request.failed', details: { name: 'ResourceNotFoundException' } })
    }
  })

  it('say that it was aborted', async () => {
    const signal = AbortSignal.abort()
    for (const work of [
      client.get(newKey(), { signal }),
      client.create(newKey(), { signal }),
      client.count({ signal }),
    ])
      expect((await failure(work)).code).toBe('request.aborted')
  })
})
