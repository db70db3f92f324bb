import { DynamoDBKVStore } from '../../../src/kv/index.js'
import { readKeyValues } from '../check/key-values.js'
import type { Observation } from '../history.js'
import type { Writer } from '../writer.js'
import { names, type Workload } from './workload.js'

/** A value that says whose it is from its beginning to its end. */
interface Value {
  readonly token: string
  readonly parts: readonly string[]
}

const open = (writer: Writer, tableName: string) =>
  writer.open(client => {
    const { transport } = writer.run
    return new DynamoDBKVStore<Value>({ client, tableName, transport, prefix: 'values/', chunk: true })
  })

const keys = names('k', 5)
const large = names('l', 4)
const locks = names('m', 2)
const counters = names('c', 3)

const small = (token: string): Value => ({ token, parts: [token] })
/** Too large for an item, so that it is stored in pieces. */
const inPieces = (token: string): Value => ({ token, parts: Array(Math.ceil(420_000 / token.length)).fill(token) })
const many = (all: readonly string[], token: () => string) => all.map(key => [key, small(token())] as const)

/** One piece of one value and one of another are nobody's value. */
const tokenOf = (value: Value | null): string | undefined =>
  value === null ? undefined : value.parts.every(part => part === value.token) ? value.token : `torn: ${value.token}`

export const keyValues: Workload = {
  name: 'kv',
  writers: 3,
  steps: 40,
  read: readKeyValues,

  async prepare(calm, tableName) {
    await open(calm, tableName)().createTable()
  },

  start(writer, tableName) {
    const store = open(writer, tableName)
    const { random } = writer
    const seen =
      (key: string) =>
      (value: Value | null): Observation[] => [{ kind: 'register', place: `value/${key}`, token: tokenOf(value) }]
    const choices = [
      ...[put, put, remove, get, get, putMany, getMany, deleteMany, getAll],
      ...[putLarge, putLarge, putLarge, putLarge, putLarge, getLarge, getLarge, getLarge],
      ...[lock, lock, unlock, holder, putLock, increment, increment],
    ]
    return () => random.pick(choices)()

    function put() {
      const [key, token] = [random.pick(keys), writer.token()]
      return writer.call('put', [{ kind: 'write', place: `value/${key}`, token }], () => store().put(key, small(token)))
    }
    function putLarge() {
      const [key, token] = [random.pick(large), writer.token()]
      return writer.call('put in pieces', [{ kind: 'write', place: `value/${key}`, token }], () =>
        store().put(key, inPieces(token)),
      )
    }
    function remove() {
      const key = random.pick([...keys, ...large])
      return writer.call('delete', [{ kind: 'clear', place: `value/${key}` }], () => store().delete(key))
    }
    function get() {
      const key = random.pick(keys)
      return writer.call('get', [], () => store().get(key), { seen: seen(key) })
    }
    function getLarge() {
      const key = random.pick(large)
      return writer.call('get in pieces', [], () => store().get(key), { seen: seen(key) })
    }
    function putMany() {
      const entries = many(random.some(keys, 3), () => writer.token())
      return writer.batch(
        'putMany',
        entries.map(([key, { token }]) => ({ kind: 'write', place: `value/${key}`, token })),
        () => store().putMany(entries),
      )
    }
    function getMany() {
      const all = random.some(keys, 3)
      return writer.call('getMany', [], () => store().getMany(all), {
        seen: values => values.flatMap((value, index) => seen(all[index]!)(value)),
      })
    }
    function deleteMany() {
      const all = random.some(keys, 2)
      return writer.batch(
        'deleteMany',
        all.map(key => ({ kind: 'clear', place: `value/${key}` })),
        () => store().deleteMany(all),
      )
    }
    /** Its pages are of several moments. */
    function getAll() {
      return writer.call('getAll', [], () => store().getAll({ prefix: 'k' }), {
        seen: all => keys.flatMap(key => seen(key)(all[key] ?? null)),
      })
    }
    function lock() {
      const [key, token] = [random.pick(locks), writer.token()]
      const place = `value/${key}`
      return writer.call(
        'putIfAbsent',
        [{ kind: 'write', place, token, fresh: true }],
        () => store().putIfAbsent(key, small(token)),
        { made: result => result },
      )
    }
    function unlock() {
      const key = random.pick(locks)
      return writer.call('delete', [{ kind: 'clear', place: `value/${key}` }], () => store().delete(key))
    }
    function holder() {
      const key = random.pick(locks)
      return writer.call('get', [], () => store().get(key), { seen: seen(key) })
    }
    /** Whoever has the lock: a lock that is taken while it is there would write over it. */
    function putLock() {
      const [key, token] = [random.pick(locks), writer.token()]
      return writer.call('put', [{ kind: 'write', place: `value/${key}`, token }], () => store().put(key, small(token)))
    }
    function increment() {
      const [key, amount] = [random.pick(counters), 1 + random.below(3)]
      const place = `number/${key}`
      return writer.call(
        'increment',
        [{ kind: 'add', place, amount }],
        () => store().increment(key, amount, 'numbers'),
        {
          gave: sum => sum,
        },
      )
    }
  },
}
