import * as z from 'zod'
import { createDatabase, defineEntity } from '../../../src/index.js'
import { readUnique } from '../check/unique.js'
import type { Effect } from '../history.js'
import type { Writer } from '../writer.js'
import { connection, FaultsTable, names, type Workload } from './workload.js'

const User = defineEntity({
  name: 'User',
  table: FaultsTable,
  schema: z.object({
    id: z.string(),
    email: z.string(),
    tenant: z.string(),
    handle: z.string().optional(),
    note: z.string(),
  }),
  key: { partitionKey: 'user#<id>', sortKey: 'user' },
  unique: ['email:lower', { name: 'handle', attributes: ['tenant', 'handle'], partitionKey: 'tenant#<tenant>' }],
})

const open = (writer: Writer, tableName: string) =>
  writer.open(client => createDatabase({ ...connection(writer, client, tableName), entities: { users: User } }))

const ids = names('u', 5)
const emails = ['Ada@x.org', 'ada@X.org', 'bob@x.org', 'eve@x.org', 'Eve@x.org', 'joe@x.org', 'kim@x.org']
const handles = ['h0', 'h1', 'h2', undefined]

/** Users who take one another's values, or try to. */
export const unique: Workload = {
  name: 'unique',
  writers: 4,
  steps: 35,
  read: readUnique,

  async prepare(calm, tableName) {
    await open(calm, tableName)().createTable()
  },

  start(writer, tableName) {
    const db = open(writer, tableName)
    const { random } = writer
    const newUser = (note: string) => {
      const handle = random.pick(handles)
      return { email: random.pick(emails), tenant: random.pick(['t0', 't1']), note, ...(handle && { handle }) }
    }
    const write = (operation: string, work: (id: string, token: string) => PromiseLike<unknown>, fresh = false) => {
      const [id, token] = [random.pick(ids), writer.token()]
      const effect: Effect = { kind: 'write', place: `user/${id}`, token, ...(fresh && { fresh }) }
      return writer.call(operation, [effect], () => work(id, token))
    }
    const choices = [
      () => write('create', (id, token) => db().users.create({ id, ...newUser(token) }), true),
      () => write('create', (id, token) => db().users.create({ id, ...newUser(token) }), true),
      () => write('put', (id, token) => db().users.put({ id, ...newUser(token) })),
      () => {
        const email = random.pick(emails)
        return write('update', (id, note) => db().users.update({ id }).set({ email, note }))
      },
      () => write('update', (id, note) => db().users.update({ id }).set({ note }).remove('handle')),
      () => write('upsert', (id, token) => db().users.upsert({ id }).set(newUser(token))),
      () => {
        const handle = random.pick(handles)
        return write('modify', (id, note) => db().users.modify({ id }, user => ({ ...user, handle, note })))
      },
      () => {
        const id = random.pick(ids)
        return writer.call('delete', [{ kind: 'clear', place: `user/${id}` }], () => db().users.delete({ id }))
      },
      () => {
        const id = random.pick(ids)
        return writer.call('get', [], () => db().users.get({ id }).consistent(), {
          seen: user => [{ kind: 'register', place: `user/${id}`, token: user?.note }],
        })
      },
    ]
    return () => random.pick(choices)()
  },
}
