import * as z from 'zod'
import { createDatabase, defineEntity, defineTable } from '../../../src/index.js'
import { readConditions } from '../check/conditions.js'
import type { Effect, Observation } from '../history.js'
import type { Writer } from '../writer.js'
import { connection, names, type Workload } from './workload.js'

const ConditionsTable = defineTable({
  name: 'conditions',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: { gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' } },
  timeToLive: 'ttl',
})

/** Is written, replaced and deleted where its text is what somebody has read; it has no version. */
const Draft = defineEntity({
  name: 'Draft',
  table: ConditionsTable,
  schema: z.object({ id: z.string(), text: z.string(), note: z.string().optional() }),
  key: { partitionKey: 'draft#<id>', sortKey: 'draft' },
  indexes: { byText: { index: 'gsi1', partitionKey: 'text#<text>', sortKey: '<id>' } },
})
/** The same by its version, which begins anew where it was deleted. */
const Task = defineEntity({
  name: 'Task',
  table: ConditionsTable,
  schema: z.object({ id: z.string(), text: z.string(), version: z.int() }),
  key: { partitionKey: 'task#<id>', sortKey: 'task' },
  version: 'version',
})
/** Expires. Each upsert counts once, and adds its text to the tags. */
const Session = defineEntity({
  name: 'Session',
  table: ConditionsTable,
  schema: z.object({
    id: z.string(),
    text: z.string(),
    tags: z.set(z.string()).optional(),
    writes: z.int().default(0),
    expiresAt: z.int().optional(),
  }),
  key: { partitionKey: 'session#<id>', sortKey: 'session' },
  timeToLive: 'expiresAt',
})

const open = (writer: Writer, tableName: string) =>
  writer.open(client =>
    createDatabase({
      ...connection(writer, client, tableName),
      entities: { drafts: Draft, tasks: Task, sessions: Session },
    }),
  )

const drafts = names('d', 2)
const tasks = names('t', 2)
const sessions = names('s', 2)
/** So long ago that DynamoDB does not delete it by itself. */
const OVER = new Date('2001-01-01')

const written = (place: string, token: string): Effect => ({ kind: 'write', place, token })
const fresh = (place: string, token: string): Effect => ({ kind: 'write', place, token, fresh: true })
const cleared = (place: string): Effect => ({ kind: 'clear', place })
const seen =
  (place: string) =>
  (item: { readonly text: string } | undefined): Observation[] => [{ kind: 'register', place, token: item?.text }]

/** Few items, which everybody writes under conditions: what was made, and what another has done since, are told apart by them. */
export const conditions: Workload = {
  name: 'conditions',
  writers: 4,
  steps: 45,
  read: readConditions,

  async prepare(calm, tableName) {
    await open(calm, tableName)().createTable()
  },

  start(writer, tableName) {
    const db = open(writer, tableName)
    const { random } = writer
    // What this is about happens between a lost answer and its repetition.
    writer.run.schedule.ease(writer.name, 1.5)
    const draftCalls = [
      createDraft,
      createDraft,
      putDraft,
      upsertNew,
      note,
      note,
      removeDraft,
      ...Array(6).fill(ofText),
    ]
    const taskCalls = [createTask, createTask, updateTask, removeTask, ...Array(6).fill(ofVersion)]
    const sessionCalls = [upsertSession, upsertSession, upsertSession, updateSession, updateSession, createSession]
    const rest = [expire, expire, expireAll, readSession, removeSession]
    const choices: readonly (() => Promise<unknown>)[] = [...draftCalls, ...taskCalls, ...sessionCalls, ...rest]
    return () => random.pick(choices)()

    function createDraft() {
      const [id, text] = [random.pick(drafts), writer.token()]
      return writer.call('create', [fresh(`draft/${id}`, text)], () => db().drafts.create({ id, text }))
    }
    function putDraft() {
      const [id, text] = [random.pick(drafts), writer.token()]
      return writer.call('put ifExists', [written(`draft/${id}`, text)], () => db().drafts.put({ id, text }).ifExists())
    }
    function upsertNew() {
      const [id, text] = [random.pick(drafts), writer.token()]
      return writer.call('upsert refresh ifNotExists', [fresh(`draft/${id}`, text)], () =>
        db().drafts.upsert({ id }).refresh().set({ text }).ifNotExists(),
      )
    }
    /** Changes what no condition is about. */
    function note() {
      const id = random.pick(drafts)
      return writer.call('update', [], () => db().drafts.update({ id }).set({ note: writer.token() }))
    }
    function removeDraft() {
      const id = random.pick(drafts)
      return writer.call('delete ifExists', [cleared(`draft/${id}`)], () => db().drafts.delete({ id }).ifExists())
    }
    /** No text is written twice: of all that take the place of one, one is made at most. */
    async function ofText() {
      const id = random.pick(drafts)
      const place = `draft/${id}`
      const found = await writer.call('get', [], () => db().drafts.get({ id }).consistent(), { seen: seen(place) })
      if (!found) return
      const text = writer.token()
      const claim: Effect = { kind: 'claim', place: `${place} after ${found.text}` }
      const write = [written(place, text), claim]
      const { drafts: all } = db()
      await random.pick([
        () =>
          writer.call('delete condition', [cleared(place), claim], () =>
            all.delete({ id }).condition((draft, { eq }) => eq(draft.text, found.text)),
          ),
        () =>
          writer.call('put condition', write, () =>
            all.put({ id, text }).condition((draft, { eq }) => eq(draft.text, found.text)),
          ),
        () =>
          writer.call('update condition', write, () =>
            all
              .update({ id })
              .set({ text })
              .condition((draft, { eq }) => eq(draft.text, found.text)),
          ),
        () =>
          writer.call('update refresh condition', write, () =>
            all
              .update({ id })
              .refresh()
              .set({ text })
              .condition((draft, { eq }) => eq(draft.text, found.text)),
          ),
      ])()
    }

    function createTask() {
      const [id, text] = [random.pick(tasks), writer.token()]
      return writer.call('create', [fresh(`task/${id}`, text)], () => db().tasks.create({ id, text }))
    }
    function updateTask() {
      const [id, text] = [random.pick(tasks), writer.token()]
      return writer.call('update', [written(`task/${id}`, text)], () => db().tasks.update({ id }).set({ text }))
    }
    function removeTask() {
      const id = random.pick(tasks)
      return writer.call('delete', [cleared(`task/${id}`)], () => db().tasks.delete({ id }))
    }
    async function ofVersion() {
      const id = random.pick(tasks)
      const place = `task/${id}`
      const found = await writer.call('get', [], () => db().tasks.get({ id }).consistent(), { seen: seen(place) })
      if (!found) return
      const text = writer.token()
      const { version } = found
      await random.pick([
        () => writer.call('delete ifVersion', [cleared(place)], () => db().tasks.delete({ id }).ifVersion(version)),
        () =>
          writer.call('put of a version', [written(place, text)], () =>
            random.chance(0.5)
              ? db().tasks.put({ ...found, text })
              : db()
                  .tasks.put({ ...found, text })
                  .ifExists(),
          ),
        () =>
          writer.call('update ifVersion', [written(place, text)], () =>
            db().tasks.update({ id }).set({ text }).ifVersion(version),
          ),
      ])()
    }

    /** In the place of one that has expired it makes a new one. */
    function upsertSession() {
      const [id, text] = [random.pick(sessions), writer.token()]
      return writer.call('upsert', [written(`session/${id}`, text)], () =>
        db()
          .sessions.upsert({ id })
          .set({ text })
          .add({ writes: 1, tags: new Set([text]) })
          .expires({ hours: 1 }),
      )
    }
    function updateSession() {
      const [id, text] = [random.pick(sessions), writer.token()]
      return writer.call('update', [written(`session/${id}`, text)], () => db().sessions.update({ id }).set({ text }))
    }
    function createSession() {
      const [id, text] = [random.pick(sessions), writer.token()]
      return writer.call('create expires', [fresh(`session/${id}`, text)], () =>
        db().sessions.create({ id, text }).expires({ hours: 1 }),
      )
    }
    function expire() {
      const id = random.pick(sessions)
      return writer.call('update expires', [cleared(`session/${id}`)], () => db().sessions.update({ id }).expires(OVER))
    }
    function expireAll() {
      const id = random.pick(sessions)
      return writer.call('put expires', [cleared(`session/${id}`)], () =>
        db().sessions.put({ id, text: 'over' }).expires(OVER),
      )
    }
    function readSession() {
      const id = random.pick(sessions)
      return writer.call('get', [], () => db().sessions.get({ id }).consistent(), { seen: seen(`session/${id}`) })
    }
    function removeSession() {
      const id = random.pick(sessions)
      return writer.call('delete', [cleared(`session/${id}`)], () => db().sessions.delete({ id }))
    }
  },
}
