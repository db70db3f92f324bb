import * as z from 'zod'
import { createDatabase, defineEntity } from '../../../src/index.js'
import { readEntities } from '../check/entities.js'
import type { Effect, Observation } from '../history.js'
import type { Writer } from '../writer.js'
import { connection, FaultsTable, names, type Workload } from './workload.js'

/** Is there all the time, and counts its versions. */
const Account = defineEntity({
  name: 'Account',
  table: FaultsTable,
  schema: z.object({
    id: z.string(),
    owner: z.string(),
    state: z.enum(['open', 'held', 'closed']),
    rank: z.int(),
    balance: z.int().default(0),
    log: z.array(z.string()).default([]),
    tags: z.set(z.string()).optional(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    version: z.int(),
  }),
  key: { partitionKey: 'account#<id>', sortKey: 'account' },
  indexes: { byState: { index: 'gsi1', partitionKey: 'state#<state>', sortKey: '<rank:pad(6)>#<id>' } },
  version: 'version',
  timestamps: { createdAt: 'createdAt', updatedAt: 'updatedAt' },
})

/** Comes and goes. */
const Note = defineEntity({
  name: 'Note',
  table: FaultsTable,
  schema: z.object({ book: z.string(), id: z.string(), text: z.string(), reads: z.int().optional() }),
  key: { partitionKey: 'book#<book>', sortKey: 'note#<id>' },
  indexes: { byText: { index: 'gsi1', partitionKey: 'text#<text>', sortKey: '<id>' } },
})

/** Is moved from shelf to shelf. */
const Parcel = defineEntity({
  name: 'Parcel',
  table: FaultsTable,
  schema: z.object({ shelf: z.string(), id: z.string(), weight: z.int(), version: z.int() }),
  key: { partitionKey: 'shelf#<shelf>', sortKey: 'parcel#<id>' },
  indexes: { byId: { index: 'gsi2', partitionKey: 'parcel#<id>', sortKey: '<shelf>' } },
  version: 'version',
})

const open = (writer: Writer, tableName: string) =>
  writer.open(client =>
    createDatabase({
      ...connection(writer, client, tableName),
      entities: { accounts: Account, notes: Note, parcels: Parcel },
    }),
  )

const accounts = names('a', 4)
const notes = names('n', 6)
const parcels = names('p', 4)
const states = ['open', 'held', 'closed'] as const
const noteKey = (id: string) => ({ book: 'b', id })

/** What each write of an account does to it beside what it is for. */
const step = (id: string): Effect => ({ kind: 'add', place: `account/${id}/version`, amount: 1 })
const owned = (id: string, token: string): Effect => ({ kind: 'write', place: `account/${id}/owner`, token })
interface Seen {
  readonly id: string
  readonly owner: string
  readonly log: readonly string[]
  readonly tags?: ReadonlySet<string> | undefined
}
/** Accounts are there all the time: that one is not found, or that an update does not find it, is wrong. */
const there = { isThere: true } as const
const seenAccount =
  (id: string) =>
  (found: Seen | undefined): Observation[] => [
    { kind: 'register', place: `account/${id}/owner`, token: found?.owner },
    { kind: 'list', place: `account/${id}/log`, tokens: found?.log ?? [] },
    { kind: 'list', place: `account/${id}/tags`, tokens: [...(found?.tags ?? [])] },
  ]

export const entities: Workload = {
  name: 'entities',
  writers: 4,
  steps: 45,
  read: readEntities,

  async prepare(calm, tableName) {
    const db = open(calm, tableName)()
    await db.createTable()
    for (const id of accounts) {
      const token = calm.token()
      await calm.call('create', [step(id), owned(id, token)], () =>
        db.accounts.create({ id, owner: token, state: 'open', rank: 0 }),
      )
    }
    for (const id of parcels) {
      const token = calm.token()
      await calm.call('create', [{ kind: 'write', place: `parcel/${id}`, token }], () =>
        db.parcels.create({ shelf: token, id, weight: 1 }),
      )
    }
  },

  start(writer, tableName) {
    const db = open(writer, tableName)
    const { random } = writer
    const choices = [
      ...[add, add, addOnce, append, append, tag, set, setRefreshed, setIfVersion, modify, () => readAccount()],
      ...[createNote, createNote, putNote, upsertNote, updateNote, deleteNote, deleteNote, readNote],
      ...[move, move],
    ]
    return () => random.pick(choices)()

    function change(operation: string, effects: readonly Effect[], work: () => PromiseLike<unknown>) {
      return writer.call(operation, effects, work, there)
    }
    function add() {
      const id = random.pick(accounts)
      const amount = random.below(9) - 3
      return change('update add', [step(id), { kind: 'add', place: `account/${id}/balance`, amount }], () =>
        db().accounts.update({ id }).add({ balance: amount }),
      )
    }
    function addOnce() {
      const id = random.pick(accounts)
      const amount = 1 + random.below(5)
      return change('exactlyOnce', [step(id), { kind: 'add', place: `account/${id}/balance`, amount }], () =>
        db().accounts.update({ id }).add({ balance: amount }).exactlyOnce(),
      )
    }
    function append() {
      const id = random.pick(accounts)
      const token = writer.token()
      return writer.call(
        'update append',
        [step(id), { kind: 'append', place: `account/${id}/log`, token }],
        () =>
          db()
            .accounts.update({ id })
            .set({ log: (account, { append }) => append(account.log, [token]) }),
        { seen: seenAccount(id), ...there },
      )
    }
    function tag() {
      const id = random.pick(accounts)
      const token = writer.token()
      return change('update add to set', [step(id), { kind: 'append', place: `account/${id}/tags`, token }], () =>
        db()
          .accounts.update({ id })
          .add({ tags: new Set([token]) }),
      )
    }
    function set() {
      const id = random.pick(accounts)
      const token = writer.token()
      return change('update set', [step(id), owned(id, token)], () =>
        db()
          .accounts.update({ id })
          .set({ owner: token, state: random.pick(states), rank: random.below(99) }),
      )
    }
    function setRefreshed() {
      const id = random.pick(accounts)
      const token = writer.token()
      return change('update refresh', [step(id), owned(id, token)], () =>
        db()
          .accounts.update({ id })
          .refresh()
          .set({ owner: token, rank: random.below(99) }),
      )
    }
    async function setIfVersion() {
      const id = random.pick(accounts)
      const found = await readAccount(id)
      if (!found) return
      const token = writer.token()
      const { version } = found
      const claim = { kind: 'claim', place: `account/${id}/version ${version}` } as const
      await change('update ifVersion', [step(id), owned(id, token), claim], () =>
        db().accounts.update({ id }).set({ owner: token }).ifVersion(version),
      )
    }
    function modify() {
      const id = random.pick(accounts)
      const token = writer.token()
      const rank = random.below(99)
      return change('modify', [step(id), { kind: 'append', place: `account/${id}/log`, token }], () =>
        db().accounts.modify({ id }, account => ({
          ...account,
          rank: account.rank === rank ? rank + 1 : rank,
          log: [...account.log, token],
        })),
      )
    }
    function readAccount(id = random.pick(accounts)) {
      return writer.call('get', [], () => db().accounts.get({ id }).consistent(), { seen: seenAccount(id), ...there })
    }

    function createNote() {
      const [id, token] = [random.pick(notes), writer.token()]
      return writer.call('create', [{ kind: 'write', place: `note/${id}`, token, fresh: true }], () =>
        db().notes.create({ ...noteKey(id), text: token }),
      )
    }
    function putNote() {
      const [id, token] = [random.pick(notes), writer.token()]
      return writer.call('put', [{ kind: 'write', place: `note/${id}`, token }], () =>
        db().notes.put({ ...noteKey(id), text: token }),
      )
    }
    function upsertNote() {
      const [id, token] = [random.pick(notes), writer.token()]
      return writer.call('upsert', [{ kind: 'write', place: `note/${id}`, token }], () =>
        db().notes.upsert(noteKey(id)).set({ text: token }),
      )
    }
    function updateNote() {
      const [id, token] = [random.pick(notes), writer.token()]
      return writer.call('update set', [{ kind: 'write', place: `note/${id}`, token }], () =>
        db().notes.update(noteKey(id)).set({ text: token }),
      )
    }
    function deleteNote() {
      const id = random.pick(notes)
      return writer.call('delete', [{ kind: 'clear', place: `note/${id}` }], () => db().notes.delete(noteKey(id)))
    }
    function readNote() {
      const id = random.pick(notes)
      return writer.call('get', [], () => db().notes.get(noteKey(id)).consistent(), {
        seen: note => [{ kind: 'register', place: `note/${id}`, token: note?.text }],
      })
    }

    async function move() {
      const id = random.pick(parcels)
      const found = await writer.call('query of an index', [], () => db().parcels.query.byId({ id }).all(), {
        seen: all => all.map(({ shelf }) => ({ kind: 'register', place: `parcel/${id}`, token: shelf, weak: true })),
      })
      const shelf = found?.[0]?.shelf
      const token = writer.token()
      if (shelf === undefined) return
      await writer.call('move', [{ kind: 'write', place: `parcel/${id}`, token }], () =>
        db().parcels.move({ shelf, id }, { shelf: token, id }),
      )
    }
  },
}
