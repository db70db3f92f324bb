import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import {
  ConditionFailedError,
  createDatabase,
  defineEntity,
  defineTable,
  type Extension,
  type PendingWrite,
  type WriteAdditions,
} from '../../../src/index.js'
import { failure, texts, useServer } from '../../support/server.js'

const server = useServer('extensions')
const Table = defineTable({
  name: 'extensions',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    gsi2: { partitionKey: 'gsi2pk', sortKey: 'gsi2sk' },
  },
})

/** What the extensions of this file do now, and what they were told. */
let additions: Record<'first' | 'second', WriteAdditions | undefined> = { first: undefined, second: undefined }
let asked: { name: string; write: PendingWrite }[] = []
let shown: (item: any) => object = item => item
const extension = (name: 'first' | 'second'): Extension => ({
  name,
  beforeWrite(write) {
    asked.push({ name, write })
    return additions[name]
  },
  ...(name === 'second' && { afterRead: (item: object) => shown(item) }),
})
const Note = defineEntity({
  name: 'Note',
  table: Table,
  schema: z.object({
    id: z.string(),
    title: z.string(),
    editor: z.string().optional(),
    group: z.string().optional(),
    edits: z.int().default(0),
    mail: z.string().optional(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    version: z.int(),
  }),
  key: { partitionKey: 'note#<id>', sortKey: 'note' },
  indexes: {
    byEditor: { index: 'gsi1', partitionKey: 'editor#<editor>', sortKey: '<title>' },
    byEdits: { index: 'gsi2', partitionKey: 'group#<group>', sortKey: '<edits:pad(4)>' },
  },
  unique: ['mail'],
  version: 'version',
  timestamps: { createdAt: 'createdAt', updatedAt: 'updatedAt' },
  extensions: [extension('first'), extension('second')],
})
const time = '2026-01-01T00:00:00.000Z'
const db = createDatabase({ ...server.options, entities: { notes: Note }, now: () => new Date(time) })
const stored = (id: string) => server.stored(texts({ pk: `note#${id}`, sk: 'note' }))

function extending(first: WriteAdditions | undefined, second?: WriteAdditions) {
  additions = { first, second }
  asked = []
}

beforeAll(() => db.createTable())

describe('beforeWrite', () => {
  it('is asked in order, told of the write, and sees what came before', async () => {
    extending({ set: { editor: 'ada' } }, { setIfMissing: { group: 'g' } })
    const item = await db.notes.create({ id: '1', title: 'T' })
    expect(asked.map(({ name }) => name)).toEqual(['first', 'second'])
    expect(asked[1]!.write).toMatchObject({ kind: 'create', key: { id: '1' }, now: new Date(time), version: undefined })
    expect(asked[1]!.write.item).toMatchObject({ title: 'T', editor: 'ada', version: 1, updatedAt: time })
    expect(item).toMatchObject({ editor: 'ada', group: 'g', version: 1, createdAt: time, updatedAt: time })
    expect(await stored('1')).toMatchObject(
      texts({ editor: 'ada', gsi1pk: 'editor#ada', gsi2pk: 'group#g', gsi2sk: '0000' }),
    )
  })

  it('lets a later extension win over an earlier one, and over what is given; setIfMissing gives way', async () => {
    extending({ set: { editor: 'ada' } }, { set: { editor: 'bob' }, setIfMissing: { group: 'g' } })
    const item = await db.notes.create({ id: '2', title: 'T', editor: 'eve', group: 'mine' })
    expect(item).toMatchObject({ editor: 'bob', group: 'mine' })
  })

  it('adds to every kind of write, with version and timestamps', async () => {
    extending(undefined)
    await db.notes.create({ id: '3', title: 'T' })
    extending({ set: { editor: 'ada' } })
    expect(await db.notes.update({ id: '3' }).refresh().set({ group: 'g' })).toMatchObject({
      editor: 'ada',
      version: 2,
    })
    expect(asked.at(-1)!.write).toMatchObject({ kind: 'update', item: undefined })
    extending({ set: { editor: 'bob' } })
    expect(await db.notes.put({ id: '3', title: 'P', version: 2, createdAt: time })).toMatchObject({
      editor: 'bob',
      version: 3,
    })
    expect(asked.at(-1)!.write).toMatchObject({ kind: 'put', version: 2 })
    extending({ set: { editor: 'eve' }, setIfMissing: { group: 'late' } })
    expect(await db.notes.upsert({ id: '3' }).refresh().set({ title: 'U' })).toMatchObject({
      editor: 'eve',
      group: 'late',
      version: 4,
      updatedAt: time,
    })
    expect(asked.at(-1)!.write.kind).toBe('upsert')
    extending({ condition: (note, { eq }) => eq(note.editor, 'nobody') })
    expect(await failure(db.notes.delete({ id: '3' }))).toBeInstanceOf(ConditionFailedError)
    extending({ condition: (note, { eq }) => eq(note.editor, 'eve') })
    expect(await db.notes.delete({ id: '3' })).toMatchObject({ id: '3' })
    expect(asked.at(-1)!.write).toMatchObject({ kind: 'delete', key: { id: '3' } })
  })

  it('guards each kind of write with its condition, beside the others', async () => {
    extending(undefined)
    await db.notes.create({ id: '4', title: 'T', editor: 'ada' })
    extending(
      { condition: (note, { eq }) => eq(note.editor, 'ada') },
      { condition: (note, { eq }) => eq(note.title, 'no') },
    )
    for (const write of [
      () => db.notes.update({ id: '4' }).set({ mail: 'x' }),
      () => db.notes.put({ id: '4', title: 'P', version: 1, createdAt: time }),
      () => db.notes.upsert({ id: '4' }).refresh().set({ title: 'U' }),
      () => db.notes.delete({ id: '4' }),
    ])
      expect(await failure(write)).toBeInstanceOf(ConditionFailedError)
    extending({ condition: (note, { eq }) => eq(note.editor, 'ada') })
    expect(await db.notes.update({ id: '4' }).set({ mail: '4' })).toMatchObject({ mail: '4', version: 2 })
  })

  it('rewrites index keys made of what it sets, and reads their other attributes where the update has not said them', async () => {
    extending(undefined)
    await db.notes.create({ id: '5', title: 'T', editor: 'ada', group: 'g' })
    extending({ set: { editor: 'bob' } })
    const half = db.notes.update({ id: '5' }).remove('group')
    const sent = await server.sentBy(() => half)
    expect(sent.map(({ operation }) => operation)).toEqual(['GetItem', 'UpdateItem'])
    expect(await stored('5')).toMatchObject(texts({ editor: 'bob', gsi1pk: 'editor#bob', gsi1sk: 'T' }))
    const whole = await server.sentBy(() => db.notes.update({ id: '5' }).set({ title: 'W', editor: 'x' }))
    expect(whole.map(({ operation }) => operation)).toEqual(['UpdateItem'])
    expect(await stored('5')).toMatchObject(texts({ gsi1pk: 'editor#bob', gsi1sk: 'W' }))
    extending({ set: { editor: undefined } })
    await db.notes.update({ id: '5' }).set({ group: 'g', edits: 0 })
    for (const name of ['editor', 'gsi1pk', 'gsi1sk']) expect(await stored('5')).not.toHaveProperty(name)
  })

  it('counts in what index keys are made of', async () => {
    extending({ increment: { edits: 2 } })
    await db.notes.upsert({ id: '6' }).refresh().set({ title: 'T', group: 'g' })
    expect(await stored('6')).toMatchObject({ edits: { N: '2' }, ...texts({ gsi2sk: '0002' }) })
    await db.notes.update({ id: '6' }).set({ mail: '6' })
    expect(await stored('6')).toMatchObject({ edits: { N: '4' }, version: { N: '2' }, ...texts({ gsi2sk: '0004' }) })
    expect((await db.notes.query.byEdits({ group: 'g' }).eq({ edits: 4 })).count).toBe(1)
  })

  it('frees and takes the unique values that it changes', async () => {
    extending({ set: { mail: 'first@x' } })
    await db.notes.create({ id: '7', title: 'T' })
    extending({ set: { mail: 'second@x' } })
    await db.notes.update({ id: '7' }).remove('group')
    extending(undefined)
    await db.notes.create({ id: '8', title: 'T', mail: 'first@x' })
    expect((await failure(db.notes.create({ id: '9', title: 'T', mail: 'second@x' }))).code).toBe('unique.taken')
  })

  it('is refused what the key and the library keep, and what the schema does not know', async () => {
    for (const set of [{ id: 'x' }, { version: 9 }, { updatedAt: time }, { createdAt: time }, { other: 1 }])
      for (const added of [{ set }, { setIfMissing: set }, { increment: { [Object.keys(set)[0]!]: 1 } }]) {
        extending(added)
        const error = await server.refusal(() => db.notes.update({ id: '1' }).remove('group'))
        expect(error.code).toBe('update.invalid')
        expect(error.message).toContain(`the extension 'first' sets '${Object.keys(set)[0]}'`)
        expect((await server.refusal(() => db.notes.create({ id: '1', title: 'T' }))).code).toBe('update.invalid')
      }
    extending({ set: { title: 7 } })
    expect((await server.refusal(() => db.notes.create({ id: '1', title: 'T' }))).code).toBe('item.invalid')
  })
})

describe('afterRead', () => {
  it('sees the result of all reads and writes, and is never stored', async () => {
    extending(undefined)
    await db.notes.create({ id: 'r', title: 't', editor: 'reader' })
    shown = item => ({ ...item, ...(item.title !== undefined && { title: item.title.toUpperCase() }) })
    const seen = [
      await db.notes.get({ id: 'r' }),
      await db.notes.getOrThrow({ id: 'r' }).project('title'),
      ...(await db.notes.query({ id: 'r' })).items,
      ...(await db.notes.query.byEditor({ editor: 'reader' }).all()),
      await db.notes
        .scan()
        .filter((note, { eq }) => eq(note.id, 'r'))
        .first(),
      await db.notes.update({ id: 'r' }).set({ mail: 'r' }),
      await db.notes.update({ id: 'r' }).set({ mail: 'r' }).returning('old'),
      await db.notes.put({ id: 'r', title: 't', version: 3, createdAt: time }),
      await db.notes.upsert({ id: 'r' }).refresh().set({ title: 't' }),
      await db.notes.delete({ id: 'r' }),
      await db.notes.create({ id: 'r', title: 't' }),
    ]
    expect(seen.map(item => item!.title)).toEqual(seen.map(() => 'T'))
    expect(await stored('r')).toMatchObject(texts({ title: 't' }))
    shown = item => item
  })
})
