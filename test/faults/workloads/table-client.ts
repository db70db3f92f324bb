import * as z from 'zod'
import { TableClient } from '../../../src/client/index.js'
import { createDatabase, defineEntity } from '../../../src/index.js'
import { readTableClient } from '../check/table-client.js'
import type { Effect } from '../history.js'
import type { Writer } from '../writer.js'
import { FaultsTable, names, type Workload } from './workload.js'

interface Item {
  pk: string
  sk: string
  text?: string
  sum?: number
  log?: string[]
}

const open = (writer: Writer, tableName: string) => writer.open(client => new TableClient<Item>({ client, tableName }))

const rows = names('r', 40)
const sums = names('s', 3)
const rowKey = (id: string) => ({ pk: 'rows', sk: id })
const sumKey = (id: string) => ({ pk: 'sums', sk: id })
const written = (id: string, token: string, fresh = false): Effect => ({
  kind: 'write',
  place: `row/${id}`,
  token,
  ...(fresh && { fresh }),
})

export const tableClient: Workload = {
  name: 'client',
  writers: 3,
  steps: 35,
  read: readTableClient,

  async prepare(calm, tableName) {
    const Any = defineEntity({
      name: 'Any',
      table: FaultsTable,
      schema: z.object({ id: z.string() }),
      key: { partitionKey: 'any#<id>', sortKey: 'any' },
    })
    await createDatabase({ client: calm.client, tableName, entities: { any: Any } }).createTable()
  },

  start(writer, tableName) {
    const table = open(writer, tableName)
    const { random } = writer
    const few = rows.slice(0, 6)
    const choices = [
      ...[create, create, createNew, update, updateIf, remove, remove, get],
      ...[increment, increment, append, append, batchCreate, batchDelete, pages],
    ]
    return () => random.pick(choices)()

    function create() {
      const [id, token] = [random.pick(few), writer.token()]
      return writer.call('create', [written(id, token)], () => table().create({ ...rowKey(id), text: token }))
    }
    function createNew() {
      const [id, token] = [random.pick(few), writer.token()]
      return writer.call(
        'create preventOverwrite',
        [written(id, token, true)],
        () => table().create({ ...rowKey(id), text: token }, { preventOverwrite: 'pk' }),
        { made: ({ success }) => success },
      )
    }
    function update() {
      const [id, token] = [random.pick(few), writer.token()]
      return writer.call('update', [written(id, token)], () => table().update(rowKey(id), { text: token }))
    }
    async function updateIf() {
      const id = random.pick(few)
      const found = await get(id)
      const text = found?.text
      if (text === undefined) return
      const token = writer.token()
      await writer.call(
        'update condition',
        [written(id, token)],
        () => table().update(rowKey(id), { text: token }, { condition: (item, { eq }) => eq(item.text, text) }),
        { made: ({ success }) => success },
      )
    }
    function remove() {
      const id = random.pick(few)
      return writer.call('delete', [{ kind: 'clear', place: `row/${id}` }], () => table().delete(rowKey(id)))
    }
    function get(id = random.pick(few)) {
      return writer.call('get', [], () => table().get(rowKey(id), { consistent: true }), {
        seen: item => [{ kind: 'register', place: `row/${id}`, token: item?.text }],
      })
    }
    function increment() {
      const [id, amount] = [random.pick(sums), 1 + random.below(4)]
      return writer.call(
        'increment',
        [{ kind: 'add', place: `sum/${id}`, amount }],
        () => table().increment(sumKey(id), 'sum', amount),
        { gave: ({ value }) => value },
      )
    }
    function append() {
      const [id, token] = [random.pick(sums), writer.token()]
      return writer.call(
        'appendToList',
        [{ kind: 'append', place: `log/${id}`, token }],
        () => table().appendToList(sumKey(id), 'log', [token]),
        { seen: ({ list }) => [{ kind: 'list', place: `log/${id}`, tokens: list }] },
      )
    }
    /** It throws where a request fails; what it could not make it gives back. */
    function batchCreate() {
      const items = random.some(rows, 30).map(id => ({ ...rowKey(id), text: writer.token() }))
      return writer.batch(
        'batchCreate',
        items.map(({ sk, text }) => written(sk, text)),
        () => table().batchCreate(items),
        { made: ({ failedItems }, position) => !failedItems.includes(items[position]!) },
      )
    }
    function batchDelete() {
      const ids = random.some(rows, 28)
      return writer.batch(
        'batchDelete',
        ids.map(id => ({ kind: 'clear', place: `row/${id}` })),
        () => table().batchDelete(ids.map(rowKey)),
        { made: ({ failedKeys }, position) => !failedKeys.some(({ sk }) => sk === ids[position]) },
      )
    }
    function pages() {
      return writer.call(
        'queryPages',
        [],
        async () => {
          const found = new Map<string, string | undefined>()
          const options = { consistent: true, pageSize: 7 }
          for await (const { items } of table().queryPages({ pk: 'rows' }, options))
            for (const { sk, text } of items) found.set(sk, text)
          return found
        },
        { seen: found => rows.map(id => ({ kind: 'register', place: `row/${id}`, token: found.get(id) })) },
      )
    }
  },
}
