import * as z from 'zod'
import { createDatabase, defineCollection, defineEntity } from '../../../src/index.js'
import { readPages } from '../check/pages.js'
import type { Observation } from '../history.js'
import type { Writer } from '../writer.js'
import { connection, FaultsTable, names, type Workload } from './workload.js'

/** Anchors stay as they are, and must be in all that is read; guests come and go between them. */
const Anchor = defineEntity({
  name: 'Anchor',
  table: FaultsTable,
  schema: z.object({ room: z.string(), id: z.string(), parity: z.enum(['even', 'odd']) }),
  key: { partitionKey: 'room#<room>', sortKey: 'anchor#<id>' },
  indexes: { byParity: { index: 'gsi1', partitionKey: 'parity#<room>#<parity>', sortKey: 'anchor#<id>' } },
})
const Guest = defineEntity({
  name: 'Guest',
  table: FaultsTable,
  schema: z.object({ room: z.string(), id: z.string(), text: z.string() }),
  key: { partitionKey: 'room#<room>', sortKey: 'guest#<id>' },
  indexes: { byParity: { index: 'gsi1', partitionKey: 'parity#<room>#even', sortKey: 'guest#<id>' } },
})
const Room = defineCollection({ partitionKey: 'room#<room>', entities: { anchors: Anchor, guests: Guest } })

const open = (writer: Writer, tableName: string) =>
  writer.open(client =>
    createDatabase({ ...connection(writer, client, tableName), entities: { anchors: Anchor, guests: Guest } }),
  )

const room = 'r'
const ids = Array.from({ length: 60 }, (_, index) => String(index).padStart(3, '0'))
const parityOf = (id: string) => (Number(id) % 2 === 0 ? 'even' : 'odd')
const even = ids.filter(id => parityOf(id) === 'even')
const guests = names('g', 12)

export const pages: Workload = {
  name: 'pages',
  writers: 3,
  steps: 26,
  read: readPages,

  async prepare(calm, tableName) {
    const db = open(calm, tableName)()
    await db.createTable()
    await db.anchors.putMany(ids.map(id => ({ room, id, parity: parityOf(id) })))
  },

  start(writer, tableName) {
    const db = open(writer, tableName)
    const { random } = writer
    const choices = [put, put, remove, cursors, cursors, filtered, filtered, ofIndex, collection, scan, count]
    return () => random.pick(choices)()

    function put() {
      const [id, token] = [random.pick(guests), writer.token()]
      return writer.call('put', [{ kind: 'write', place: `guest/${id}`, token }], () =>
        db().guests.put({ room, id, text: token }),
      )
    }
    function remove() {
      const id = random.pick(guests)
      return writer.call('delete', [{ kind: 'clear', place: `guest/${id}` }], () => db().guests.delete({ room, id }))
    }

    /** Reads all, and holds it against the anchors that there are: all of them, once each, in their order. */
    async function walk(
      operation: string,
      expected: readonly string[],
      read: () => Promise<{ anchors: readonly { id: string }[]; guests?: readonly { id: string; text: string }[] }>,
    ) {
      const found = await writer.call(operation, [], read, { seen: ({ guests: there }) => seenGuests(there) })
      const got = found?.anchors.map(({ id }) => id).join(' ')
      if (got !== undefined && got !== expected.join(' '))
        writer.findings.push({ kind: 'unexplained', text: `${writer.name}: ${operation} gave the anchors ${got}` })
    }
    function seenGuests(there: readonly { id: string; text: string }[] | undefined): Observation[] {
      if (!there) return []
      const textOf = (id: string) => there.find(guest => guest.id === id)?.text
      return guests.map(id => ({ kind: 'register', place: `guest/${id}`, token: textOf(id) }))
    }

    /** Page by page, with a cursor between them; a page that fails is asked for once more. */
    async function paged<I>(
      page: (cursor: string | undefined) => PromiseLike<{ items: I[]; cursor?: string | undefined }>,
    ) {
      const items: I[] = []
      let cursor: string | undefined
      let failures = 0
      do {
        try {
          const next = await page(cursor)
          items.push(...next.items)
          cursor = next.cursor
        } catch (error) {
          if (++failures > 3) throw error
        }
      } while (cursor !== undefined || (items.length === 0 && failures > 0))
      return items
    }
    function cursors() {
      const limit = 1 + random.below(30)
      return walk('query by cursors', ids, async () => ({
        anchors: await paged(cursor => {
          const query = db().anchors.query({ room }).consistent().limit(limit)
          return cursor === undefined ? query : query.after(cursor)
        }),
      }))
    }
    /** What is filtered is read in larger pages than are given. */
    function filtered() {
      const limit = 1 + random.below(9)
      return walk('filtered query by cursors', even, async () => ({
        anchors: await paged(cursor => {
          const query = db()
            .anchors.query({ room })
            .filter((anchor, { eq }) => eq(anchor.parity, 'even'))
            .limit(limit)
          return cursor === undefined ? query : query.after(cursor)
        }),
      }))
    }
    function ofIndex() {
      return walk('query of an index', even, async () => ({
        anchors: await db().anchors.query.byParity({ room, parity: 'even' }).pageSize(7).all(),
      }))
    }
    function collection() {
      return walk('collection', ids, () => db().collection(Room).query({ room }).consistent().pageSize(11).all())
    }
    function scan() {
      return walk('scan', ids, async () => {
        const anchors = await db().anchors.scan().segments(2).pageSize(13).all()
        return { anchors: anchors.sort((one, other) => Number(one.id) - Number(other.id)) }
      })
    }
    async function count() {
      const found = await writer.call('count', [], () => db().anchors.query({ room }).pageSize(9).count())
      if (found !== undefined && found !== ids.length)
        writer.findings.push({
          kind: 'unexplained',
          text: `${writer.name}: ${found} of ${ids.length} anchors were counted`,
        })
    }
  },
}
