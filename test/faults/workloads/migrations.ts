import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import { createDatabase, defineEntity, MonotableError } from '../../../src/index.js'
import { createMigrator, defineMigration } from '../../../src/migrate/index.js'
import { readMigrations } from '../check/migrations.js'
import type { Writer } from '../writer.js'
import { connection, FaultsTable, names, type Workload } from './workload.js'

/** As it was: one name, and a note in it. */
const Before = defineEntity({
  name: 'Person',
  table: FaultsTable,
  schema: z.object({ team: z.string(), id: z.string(), name: z.string(), note: z.string().optional() }),
  key: { partitionKey: 'team#<team>', sortKey: 'person#<id>' },
  unique: ['id'],
})
/** As it is to be: elsewhere, with two names, and notes by themselves. */
const Person = defineEntity({
  name: 'Person',
  table: FaultsTable,
  schema: z.object({ team: z.string(), id: z.string(), first: z.string(), last: z.string() }),
  key: { partitionKey: 'org#<team>', sortKey: 'member#<id>' },
  indexes: { byLast: { index: 'gsi1', partitionKey: 'last#<last>', sortKey: '<id>' } },
  unique: ['id'],
})
const Note = defineEntity({
  name: 'Note',
  table: FaultsTable,
  schema: z.object({ team: z.string(), id: z.string(), text: z.string() }),
  key: { partitionKey: 'org#<team>', sortKey: 'note#<id>' },
})

const membership = defineMigration({
  name: 'membership',
  from: Before,
  to: { people: Person, notes: Note },
  transform: ({ name, note, ...rest }, { deleted }) => {
    const [first = '', last = ''] = name.split(' ')
    if (first === 'Test') return deleted
    const person = { people: { ...rest, first, last } }
    return note === undefined ? person : [person, { notes: { ...rest, text: note } }]
  },
})

const open = (writer: Writer, tableName: string) =>
  writer.open(client => ({
    before: createDatabase({ ...connection(writer, client, tableName), entities: { people: Before } }),
    after: createDatabase({ ...connection(writer, client, tableName), entities: { people: Person, notes: Note } }),
  }))

const team = 't'
const people = names('p', 16)
const hasNote = (id: string) => Number(id.slice(1)) % 3 === 0
const isTest = (id: string) => Number(id.slice(1)) % 8 === 7

/** How often it is begun again where faults end it. */
const MOST_RUNS = 100

/** How long the application waits between two writes at most, in milliseconds. */
const MOST_PAUSE = 600

/**
 * The first writer migrates, is interrupted by whatever goes wrong, and goes on; then it puts everything back, and migrates once
 * more. The others are an application that knows both forms.
 */
export const migrations: Workload = {
  name: 'migrations',
  writers: 3,
  steps: 12,
  read: readMigrations,

  async prepare(calm, tableName) {
    const { before } = open(calm, tableName)()
    await before.createTable()
    for (const id of people) {
      const token = calm.token()
      const note = hasNote(id) ? { note: `note of ${id}` } : {}
      const name = `${isTest(id) ? 'Test' : 'Ada'} ${token}`
      await calm.call('create', isTest(id) ? [] : [{ kind: 'write', place: `person/${id}`, token }], () =>
        before.people.create({ team, id, name, ...note }),
      )
    }
  },

  start(writer, tableName) {
    const db = open(writer, tableName)
    if (!writer.name.endsWith('w0'))
      return async () => {
        // Else it is done before the migration has begun.
        await sleep(writer.random.below(MOST_PAUSE))
        await changeName(writer, db)
      }
    // It takes hundreds of requests, and ends with the first that fails.
    writer.run.schedule.ease(writer.name, 0.3)
    const plan = writer.random.chance(0.6) ? (['run', 'undo', 'run'] as const) : (['run'] as const)
    let next = 0
    return async () => {
      const action = plan[next++]
      if (action) await migrate(writer, tableName, action)
    }
  },

  /** The last run is done: so it has to be complete, and is not run once more, which could mend it. */
  async finish(calm, tableName) {
    const { complete, counts } = await createMigrator({
      client: calm.client,
      migration: membership,
      tableName,
    }).verify()
    const text = `the migration is not complete when it is done: ${JSON.stringify(counts)}`
    if (!complete) calm.findings.push({ kind: 'unexplained', text })
  },
}

/** An item by its new key, and where there is none, by its old one. */
async function changeName(writer: Writer, db: ReturnType<typeof open>): Promise<void> {
  const id = writer.random.pick(people.filter(id => !isTest(id)))
  const token = writer.token()
  const effect = { kind: 'write', place: `person/${id}`, token } as const
  const key = { team, id }
  const changed = await writer.call('update of the new form', [effect], () =>
    db().after.people.update(key).set({ last: token }),
  )
  if (changed) return
  const again = writer.token()
  await writer.call('update of the old form', [{ ...effect, token: again }], () =>
    db()
      .before.people.update(key)
      .set({ name: `Ada ${again}` }),
  )
}

async function migrate(writer: Writer, tableName: string, action: 'run' | 'undo'): Promise<void> {
  for (let attempt = 1; attempt <= MOST_RUNS; attempt++) {
    const { client } = writer
    const migrator = createMigrator({ client, migration: membership, tableName, leaseSeconds: 2, owner: writer.name })
    const small = { segments: 2, pageSize: 4, concurrency: 2, confirm: tableName }
    let because: string | undefined
    const done = await writer.call(action, [], async () => {
      try {
        return await migrator[action](small)
      } catch (error) {
        because = refusalOf(error)
        // Somebody had the lease, or has it; or nothing is there yet that could be undone.
        if (because && /held|lost|state/.test(because)) return { outcome: 'stopped' as const }
        throw error
      }
    })
    if (done?.outcome === 'done') return
    if (because === 'held') await sleep(300)
    // What is half undone is undone before it is migrated again.
    if (because === 'state' && action === 'run') await migrate(writer, tableName, 'undo')
    if (because === 'state' && action === 'undo') return
  }
  writer.findings.push({ kind: 'unexplained', text: `${writer.name}: ${action} did not come to its end` })
}

const refusalOf = (error: unknown): string | undefined =>
  error instanceof MonotableError && error.code === 'migration.refused'
    ? (error.details as { readonly because: string }).because
    : undefined
