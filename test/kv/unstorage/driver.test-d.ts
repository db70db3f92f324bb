import { createStorage, type Driver } from 'unstorage'
import { expectTypeOf, it } from 'vitest'
import { dynamodbDriver } from '../../../src/kv/unstorage/index.js'

it('is a driver, by its shape', () => {
  const driver = dynamodbDriver({ tableName: 'app', watchInterval: 1000 })
  expectTypeOf(driver).toExtend<Driver>()
  createStorage({ driver })
})
