import { describe, expectTypeOf, test } from 'vitest'
import type { InferCreate, InferItem, InferKey, InferPut, InferUpdate } from '../../src/index.js'
import type { Agent, User } from '../types/models.js'

interface UserItem {
  id: string
  email: string
  age?: number | undefined
}

describe('inferred types', () => {
  test('are of the item and its key', () => {
    expectTypeOf<InferItem<typeof User>>().toEqualTypeOf<UserItem>()
    expectTypeOf<InferKey<typeof User>>().toEqualTypeOf<{ id: string }>()
    expectTypeOf<InferKey<typeof Agent>>().toEqualTypeOf<{ teamCode: string; id: string }>()
    expectTypeOf<Agent['capability']['skills'][number]>().toEqualTypeOf<{ name: string; since?: Date | undefined }>()
  })

  test('are of what writes take', () => {
    expectTypeOf<InferCreate<typeof User>>().toEqualTypeOf<UserItem>()
    expectTypeOf<InferPut<typeof User>>().toEqualTypeOf<UserItem>()
    expectTypeOf<InferCreate<typeof Agent>['version']>().toEqualTypeOf<number | undefined>()
    expectTypeOf<InferCreate<typeof Agent>['logins']>().toEqualTypeOf<number | undefined>()
    expectTypeOf<InferCreate<typeof Agent>['name']>().toEqualTypeOf<string>()
    expectTypeOf<InferUpdate<typeof Agent>['domain']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<InferUpdate<typeof Agent>['city']>().toExtend<string | Function | undefined>()
    expectTypeOf<Function>().not.toExtend<InferUpdate<typeof Agent>['domain']>()
    expectTypeOf<InferUpdate<typeof Agent>['teamCode']>().not.toExtend<string | undefined>()
  })

  test('are of entities', () => {
    // @ts-expect-error Type 'UserItem' is missing the following properties from type 'AnyEntity': name, '~'
    expectTypeOf<InferItem<UserItem>>().not.toBeAny()
  })
})
