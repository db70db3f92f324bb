import * as z from 'zod'
import { createDatabase, defineEntity } from '../../../src/index.js'
import { readBatches } from '../check/batches.js'
import type { Effect, Observation } from '../history.js'
import type { Writer } from '../writer.js'
import { connection, FaultsTable, names, type Workload } from './workload.js'

const Doc = defineEntity({
  name: 'Doc',
  table: FaultsTable,
  schema: z.object({ team: z.string(), id: z.string(), text: z.string() }),
  key: { partitionKey: 'team#<team>', sortKey: 'doc#<id>' },
  indexes: { byText: { index: 'gsi1', partitionKey: 'text#<text>', sortKey: '<id>' } },
})
/** Goes alone, for it has a version. */
const Count = defineEntity({
  name: 'Count',
  table: FaultsTable,
  schema: z.object({ id: z.string(), sum: z.int(), version: z.int() }),
  key: { partitionKey: 'count#<id>', sortKey: 'count' },
  version: 'version',
})

const open = (writer: Writer, tableName: string) =>
  writer.open(client =>
    createDatabase({ ...connection(writer, client, tableName), entities: { docs: Doc, counts: Count } }),
  )

/** More than go into one BatchWriteItem. */
const ids = names('d', 45)
const counts = names('c', 3)
const MANY = 32

interface Key {
  readonly team: string
  readonly id: string
}
const placeOf = ({ team, id }: Key) => `doc/${team}/${id}`
const puts = (items: readonly (Key & { readonly text: string })[]) =>
  items.map((item): Effect => ({ kind: 'write', place: placeOf(item), token: item.text }))

export const batches: Workload = {
  name: 'batches',
  writers: 3,
  steps: 22,
  read: readBatches,

  async prepare(calm, tableName) {
    const db = open(calm, tableName)()
    await db.createTable()
    for (const id of counts) await db.counts.create({ id, sum: 0 })
    const kept = ids.map(id => ({ team: 'kept', id, text: calm.token() }))
    await calm.batch('putMany', puts(kept), () => db.docs.putMany(kept))
  },

  start(writer, tableName) {
    const db = open(writer, tableName)
    const { random } = writer
    /** All write to one team, and each to one of its own, which it clears from time to time. A third one stays as it is. */
    const own = `of-${writer.name}`
    const keys = (teams = ['all', 'all', own]) => {
      const team = random.pick(teams)
      return random.some(ids, 5 + random.below(MANY)).map(id => ({ team, id }))
    }
    const readKeys = () => keys(['all', own, 'kept', 'kept'])
    const seen =
      (asked: readonly Key[]) =>
      (found: readonly ({ text: string } | undefined)[]): Observation[] =>
        asked.map((key, index) => ({ kind: 'register', place: placeOf(key), token: found[index]?.text }))

    const choices = [putMany, putMany, deleteMany, write, write, getMany, getMany, batchGet, clear]
    return () => random.pick(choices)()

    function putMany() {
      const items = keys().map(key => ({ ...key, text: writer.token() }))
      const signal = writer.signal()
      return writer.batch('putMany', puts(items), () => db().docs.putMany(items).signal(signal))
    }
    function deleteMany() {
      const all = keys()
      const signal = writer.signal()
      return writer.batch(
        'deleteMany',
        all.map((key): Effect => ({ kind: 'clear', place: placeOf(key) })),
        () => db().docs.deleteMany(all).signal(signal),
      )
    }
    function write() {
      const effects: Effect[] = []
      const operations = keys().map(key => {
        const token = writer.token()
        const kind = random.below(8)
        if (kind < 4) {
          effects.push({ kind: 'write', place: placeOf(key), token })
          return db().docs.put({ ...key, text: token })
        }
        if (kind < 6) {
          effects.push({ kind: 'write', place: placeOf(key), token, fresh: true })
          return db().docs.create({ ...key, text: token })
        }
        effects.push({ kind: 'clear', place: placeOf(key) })
        return db().docs.delete(key)
      })
      const id = random.pick(counts)
      effects.push({ kind: 'add', place: `count/${id}/sum`, amount: 1 })
      const signal = writer.signal()
      return writer.batch(
        'batchWrite',
        effects,
        () =>
          db()
            .batchWrite([...operations, db().counts.update({ id }).add({ sum: 1 })])
            .signal(signal),
        // Nothing but the count is asked for.
        { isThere: true },
      )
    }
    function getMany() {
      const all = readKeys()
      return writer.call('getMany', [], () => db().docs.getMany(all).consistent(), { seen: seen(all) })
    }
    function batchGet() {
      const all = readKeys()
      return writer.call('batchGet', [], () => db().batchGet(all.map(key => db().docs.get(key).consistent())), {
        seen: seen(all),
      })
    }
    /** Which of them are deleted where it fails is not told. */
    function clear() {
      const effects = ids.map((id): Effect => ({ kind: 'clear', place: placeOf({ team: own, id }) }))
      return writer.call('deletePartition', effects, () => db().docs.deletePartition({ team: own }))
    }
  },
}
