import { describeStore, type OpenStore, type StoreTraits } from './conformance.js'
import { collect, useStore } from './support.js'

const { open } = useStore('kv-conformance')

/** A collection is a namespace here. */
const opening =
  (options: object): OpenStore =>
  (collection, now) => {
    const store = open({ ...options, now })
    return {
      set: (key, value, expiresIn) =>
        store.put(key, value, {
          collection,
          ...(expiresIn !== undefined && { expires: new Date(now().getTime() + expiresIn) }),
        }),
      get: async key => (await store.getEntry(key, collection))?.value,
      has: key => store.has(key, collection),
      delete: key => store.delete(key, collection),
      getMany: async keys => (await store.getEntries(keys, collection)).map(entry => entry?.value),
      setMany: entries => store.putMany(entries, collection),
      deleteMany: keys => store.deleteMany(keys, collection),
      keys: prefix => collect(store.keys({ collection, ...(prefix !== undefined && { prefix }) })),
      entries: () => collect(store.entries(collection)),
      clear: () => store.clear(collection),
    }
  }

const traits: StoreTraits = {
  missing: undefined,
  expiryStep: 1,
  prefixes: true,
  tellsDeleted: true,
  ordered: true,
  values: [new Uint8Array([0, 255]), new Set(['a', 'b']), 2n ** 70n, { ['__proto__']: { ['__proto__']: 1 } }],
}

describeStore('DynamoDBKVStore', opening({}), traits)
describeStore('DynamoDBKVStore with shards', opening({ prefix: 'sharded/', shards: 3 }), traits)
describeStore('DynamoDBKVStore, compressed', opening({ prefix: 'gzip/', compress: { over: 0 } }), traits)
describeStore('DynamoDBKVStore with pieces', opening({ prefix: 'chunk/', chunk: true }), traits)
describeStore('DynamoDBKVStore, read as an older state may be', opening({ prefix: 'old/', consistent: false }), traits)

/** Of LlamaIndex's shape, on the flat layout: values are objects. */
describeStore(
  'DynamoDBKVStore, flat',
  collection => {
    const store = open({ layout: 'flat', prefix: 'flat/' })
    return {
      set: (key, it) => store.put(key, { it }, collection),
      get: async key => (await store.get(key, collection))?.it,
      has: key => store.has(key, collection),
      delete: key => store.delete(key, collection),
      getMany: async keys => (await store.getEntries(keys, collection)).map(entry => entry?.value.it),
      setMany: entries =>
        store.putMany(
          entries.map(([key, it]) => [key, { it }]),
          collection,
        ),
      deleteMany: keys => store.deleteMany(keys, collection),
      keys: prefix => collect(store.keys({ collection, ...(prefix !== undefined && { prefix }) })),
      entries: async () => Object.entries(await store.getAll(collection)).map(([key, value]) => [key, value.it]),
      clear: () => store.clear(collection),
    }
  },
  { missing: undefined, prefixes: true, tellsDeleted: true, ordered: true, values: traits.values! },
)
