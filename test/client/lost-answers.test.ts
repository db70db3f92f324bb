import { beforeAll, describe, expect, it } from 'vitest'
import { failure } from '../support/server.js'
import { createWire, type WireFault } from '../support/wire.js'
import { type Profile, useTable } from './support.js'

const table = useTable('client-lost')
const lost: readonly WireFault[] = ['reset after', 'internal after']
let keys = 0
const newKey = () => ({ pk: `user#${++keys}`, sk: 'profile' })
const direct = table.client()

beforeAll(table.create)

/** A client whose next requests end so. */
function broken(...faults: readonly (WireFault | undefined)[]) {
  const wire = createWire()
  wire.faults.push(...faults)
  return { client: table.client({ client: wire.client, keyNames: ['pk', 'sk'] }), wire }
}

const unknown = { code: 'request.failed', details: { outcome: 'unknown' } }
const absent = { preventOverwrite: 'pk' } as const

describe.each(lost)('%s', fault => {
  it('a plain write is made again', async () => {
    const key = newKey()
    const { client, wire } = broken(fault, undefined, fault, undefined, fault)
    expect(await client.create({ ...key, name: 'Ada' })).toMatchObject({ success: true })
    expect(await client.update(key, { name: 'Alan' })).toEqual({ success: true, attributes: { name: 'Alan' } })
    expect(await client.delete(key)).toEqual({ success: true })
    expect(wire.requests).toHaveLength(6)
  })

  it('increment and appendToList are not', async () => {
    const key = newKey()
    const { client, wire } = broken(fault, fault)
    expect(await failure(client.increment(key, 'count'))).toMatchObject(unknown)
    expect(await failure(client.appendToList(key, 'tags', ['a']))).toMatchObject(unknown)
    expect(wire.requests).toHaveLength(2)
    expect(await direct.get(key, { consistent: true })).toEqual({ ...key, count: 1, tags: ['a'] })
  })

  it('nor what would give its own work back for what was there', async () => {
    const key = newKey()
    await direct.create({ ...key, name: 'Ada' })
    const { client } = broken(fault, fault)
    expect(await failure(client.update(key, { name: 'Alan' }, { returnValues: 'UPDATED_OLD' }))).toMatchObject(unknown)
    expect(await failure(client.delete(key, { returnOld: true }))).toMatchObject(unknown)
    expect(await direct.exists(key)).toBe(false)
  })

  it('create met its own work', async () => {
    const item: Profile = { ...newKey(), name: 'Ada', count: 1.5, tags: ['a'], address: { city: 'Berlin' } }
    const { client, wire } = broken(fault)
    expect(await client.create(item, absent)).toEqual({ success: true, item })
    expect(wire.requests).toHaveLength(2)
  })

  it('update met its own work, and gives what it would have given', async () => {
    const key = newKey()
    await direct.create({ ...key, version: 1, name: 'Ada', tags: ['a'] })
    const condition = { expression: 'version = :v', values: { ':v': 1 } }
    const { client } = broken(fault)
    expect(await client.update(key, { version: 2, status: 'x' }, { condition, remove: ['tags'] })).toEqual({
      success: true,
      attributes: { version: 2, status: 'x' },
    })
    const next = { expression: 'version = :v', values: { ':v': 2 } }
    expect(
      await broken(fault).client.update(key, { version: 3 }, { condition: next, returnValues: 'ALL_NEW' }),
    ).toEqual({ success: true, attributes: { ...key, version: 3, status: 'x', name: 'Ada' } })
  })

  it('delete met its own work', async () => {
    const key = newKey()
    await direct.create({ ...key, name: 'Ada' })
    const { client } = broken(fault)
    expect(await client.delete(key, { condition: (item, { eq }) => eq(item.name, 'Ada') })).toEqual({ success: true })
  })
})

it('a write on which others came is in doubt, and says so with the item', async () => {
  const key = newKey()
  await direct.create({ ...key, name: 'Ada', version: 5 })
  const version = { condition: { expression: 'version = :v', values: { ':v': 4 } } }
  for (const work of [
    () => broken('reset before').client.create({ ...key, name: 'Alan' }, absent),
    () => broken('reset before').client.update(key, { version: 6 }, version),
    () => broken('reset before').client.delete(key, version),
  ]) {
    const error = await failure(work)
    expect(error).toMatchObject({
      ...unknown,
      message: expect.stringMatching(
        /failed: ConditionalCheckFailedException: an answer was lost, and what came after it does not tell\. Whether DynamoDB acted on it is not known\.$/,
      ),
    })
    expect(error.item).toEqual({ ...key, name: 'Ada', version: 5 })
  }
})

it('a condition that fails at once is a failure, also after a throttled attempt', async () => {
  const key = newKey()
  await direct.create({ ...key, name: 'Ada' })
  const { client, wire } = broken('throttled')
  expect(await client.create({ ...key, name: 'Ada' }, absent)).toMatchObject({ success: false })
  expect(wire.requests).toHaveLength(2)
})

it('a plain write whose answers are all lost is in doubt', async () => {
  const { client } = broken('reset after', 'reset after', 'reset after', 'reset after')
  expect(await failure(client.create({ ...newKey(), name: 'Ada' }))).toMatchObject(unknown)
})
