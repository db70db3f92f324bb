import { beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, ItemNotFoundError } from '../../../src/index.js'
import { failure, useServer } from '../../support/server.js'
import { shopEntities } from '../../support/shop.js'

const server = useServer('transact-get')
const db = createDatabase({ ...server.options, entities: shopEntities })
beforeAll(async () => {
  await db.createTable()
  await db.stock.create({ sku: 's1', available: 5, shelf: 'A' })
  await db.customers.create({ id: 'c1', email: 'c1@x.org' })
})

describe('transactGet', () => {
  it('reads items of several entities at one moment, by position and typed', async () => {
    const operation = db.transactGet([
      db.stock.get({ sku: 's1' }),
      db.customers.get({ id: 'c1' }).project('email'),
      db.customers.get({ id: 'nobody' }),
      db.stock.exists({ sku: 's1' }),
    ])
    const { TransactItems = [] } = operation.compile()
    expect(TransactItems).toHaveLength(3)
    expect(operation.explain()).toMatch(/^TransactGetItems: .* twice the read units/)
    const [stock, customer, nobody, exists] = await operation
    expect(stock).toEqual({ sku: 's1', available: 5, shelf: 'A', version: 1 })
    expect(customer).toEqual({ email: 'c1@x.org' })
    expect([nobody, exists]).toEqual([undefined, true])
  })

  it('asks once for an item that is read twice, and answers twice', async () => {
    const sent = await server.sentBy(async () => {
      const [whole, part] = await db.transactGet([
        db.stock.get({ sku: 's1' }).project('shelf'),
        db.stock.get({ sku: 's1' }),
      ])
      expect([whole, part]).toEqual([{ shelf: 'A' }, { sku: 's1', available: 5, shelf: 'A', version: 1 }])
    })
    expect(sent).toHaveLength(1)
    expect(sent[0]?.input.TransactItems).toHaveLength(1)
  })

  it('fails as its operations do', async () => {
    const error = await failure(db.transactGet([db.stock.getOrThrow({ sku: 's1' }), db.stock.getOrThrow({ sku: 'x' })]))
    expect(error).toBeInstanceOf(ItemNotFoundError)
    expect(error.key).toEqual({ sku: 'x' })
    expect((await server.refusal(() => db.transactGet([]))).code).toBe('transaction.invalid')
    const many = Array.from({ length: 101 }, (_, index) => db.stock.get({ sku: `m${index}` }))
    expect((await server.refusal(() => db.transactGet(many))).message).toContain('it reads 101 items')
    const write = await server.refusal(() => db.transactGet([db.stock.delete({ sku: 's1' }) as never]))
    expect(write.message).toContain('operation 0 is no get')
  })
})
