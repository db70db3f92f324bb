import { createStorage } from 'unstorage'
import { afterAll, beforeAll, vi } from 'vitest'
import { dynamodbDriver } from '../../../src/kv/unstorage/index.js'
import { atTime } from '../at-time.js'
import { describeStore, type OpenStore, type StoreTraits } from '../conformance.js'
import { openStore } from '../open-store.js'

const store = openStore('unstorage-conformance')
beforeAll(() => store.createTable())
afterAll(() => {
  vi.useRealTimers()
})

const traits: StoreTraits = {
  missing: null,
  expiryStep: 1000,
  // unstorage writes each separator as a colon, and leaves out those at the ends.
  unusable: /^:|:$|::|\/|\\|^[\s]+$|\.\./,
}

const opening =
  (raw: boolean): OpenStore =>
  (namespace, now) => {
    const storage = createStorage({ driver: dynamodbDriver({ store, collection: `${namespace}${raw}` }) })
    const seconds = (expiresIn: number | undefined) => (expiresIn === undefined ? {} : { ttl: expiresIn / 1000 })
    return atTime(now, {
      set: (key, value: any, expiresIn) =>
        raw ? storage.setItemRaw(key, value, seconds(expiresIn)) : storage.setItem(key, value, seconds(expiresIn)),
      get: key => (raw ? storage.getItemRaw(key) : storage.getItem(key)),
      delete: key => storage.removeItem(key),
      has: key => storage.hasItem(key),
      getMany: async keys => (await storage.getItems([...keys])).map(({ value }) => value),
      ...(!raw && {
        setMany: entries => storage.setItems(entries.map(([key, value]) => ({ key, value: value as any }))),
      }),
      keys: () => storage.getKeys(),
      clear: () => storage.clear(),
    })
  }

describeStore('unstorage', opening(false), traits)
describeStore('unstorage, raw', opening(true), { ...traits, values: [new Uint8Array([0, 255])] })
