import { createStorage, type Driver } from 'unstorage'
import { it } from 'vitest'
import { dynamodbDriver } from '../../../src/kv/unstorage/index.js'

it('is a driver, by its shape', () => {
  const driver: Driver = dynamodbDriver({ tableName: 'app', watchInterval: 1000 })
  createStorage({ driver })
})
