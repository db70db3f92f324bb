import { Keyv } from 'keyv'
import { Keyv as Keyv5 } from 'keyv-5'
import { afterAll, beforeAll, vi } from 'vitest'
import { Keyv5DynamoDB, KeyvDynamoDB } from '../../../src/kv/keyv/index.js'
import { atTime } from '../at-time.js'
import { describeStore, type OpenStore, type StoreHarness, type StoreTraits } from '../conformance.js'
import { openStore } from '../open-store.js'
import { type AnyKeyv, entriesOf } from './any-keyv.js'

const store = openStore('keyv-conformance')
beforeAll(() => store.createTable())
afterAll(() => {
  vi.useRealTimers()
})

const traits: StoreTraits = { missing: undefined, expiryStep: 1, tellsDeleted: true }

const harness = (keyv: AnyKeyv): StoreHarness => ({
  set: (key, value, expiresIn) => keyv.set(key, value, expiresIn),
  get: key => keyv.get(key),
  delete: key => keyv.delete(key),
  has: key => keyv.has(key),
  getMany: keys => keyv.getMany([...keys]),
  setMany: entries => keyv.setMany(entries.map(([key, value]) => ({ key, value }))),
  deleteMany: keys => keyv.deleteMany([...keys]),
  entries: () => entriesOf(keyv),
  clear: () => keyv.clear(),
})

const opening =
  (open: (namespace: string) => AnyKeyv): OpenStore =>
  (namespace, now) =>
    atTime(now, harness(open(namespace)))

describeStore(
  'Keyv 6',
  opening(namespace => new Keyv({ store: new KeyvDynamoDB({ store }), namespace, throwOnErrors: true })),
  traits,
)
describeStore(
  'Keyv 6 that leaves the time to its adapter',
  opening(
    namespace =>
      new Keyv({ store: new KeyvDynamoDB({ store, collection: 'unchecked' }), namespace, checkExpired: false }),
  ),
  traits,
)
describeStore(
  'Keyv 5',
  // Its iterator takes what is before the first colon for the namespace, and its get does not add what is there already.
  opening(
    namespace => new Keyv5({ store: new Keyv5DynamoDB({ store, collection: 'five' }), namespace, throwOnErrors: true }),
  ),
  traits,
)
