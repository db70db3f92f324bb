import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'
import { defineEntity, defineTable } from '../../../src/index.js'
import { defineMigration } from '../../../src/migrate/index.js'

export type Item = Record<string, AttributeValue>

export const AppTable = defineTable({
  name: 'app',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: { gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' } },
})

/** People with one name, and no index. */
export const Before = defineEntity({
  name: 'Person',
  table: AppTable,
  schema: z.object({ team: z.string(), id: z.string(), name: z.string(), note: z.string().optional() }),
  key: { partitionKey: 'team#<team>', sortKey: 'person#<id>' },
})

/** People with two names, found by the last. */
export const Person = defineEntity({
  name: 'Person',
  table: AppTable,
  schema: z.object({
    team: z.string(),
    id: z.string(),
    first: z.string(),
    last: z.string(),
    note: z.string().optional(),
  }),
  key: { partitionKey: 'team#<team>', sortKey: 'person#<id>' },
  indexes: { byLast: { index: 'gsi1', partitionKey: 'last#<last>', sortKey: '<id>' } },
})

/** The same under other keys. */
export const Moved = defineEntity({
  name: 'Person',
  table: AppTable,
  schema: Person.schema,
  key: { partitionKey: 'org#<team>', sortKey: 'member#<id>' },
  indexes: { byLast: { index: 'gsi1', partitionKey: 'last#<last>', sortKey: '<id>' } },
})

/** A note of somebody, in an item of its own. */
export const Note = defineEntity({
  name: 'Note',
  table: AppTable,
  schema: z.object({ team: z.string(), id: z.string(), text: z.string() }),
  key: { partitionKey: 'org#<team>', sortKey: 'note#<id>' },
})

const names = (name: string) => {
  const [first = '', last = ''] = name.split(' ')
  return { first, last }
}

/** In place. */
export const splitName = defineMigration({
  name: 'split-name',
  from: Before,
  to: Person,
  transform: ({ name, ...rest }) => ({ ...rest, ...names(name) }),
})

/** All that can become of an item: some move, some are split, some deleted, some stay. */
export const mixed = defineMigration({
  name: 'mixed',
  from: Before,
  to: { people: Moved, notes: Note },
  transform: ({ name, ...rest }, { untouched, deleted }) => {
    if (name.startsWith('Gone')) return deleted
    if (name.startsWith('Stay')) return untouched
    const person = { people: { ...rest, ...names(name) } }
    const { team, id, note } = rest
    return note === undefined ? person : [person, { notes: { team, id, text: note } }]
  },
})

/** A stored item of `Before`. */
export const person = (team: string, id: string, name: string, more: Item = {}): Item => ({
  pk: { S: `team#${team}` },
  sk: { S: `person#${id}` },
  entity: { S: 'Person' },
  team: { S: team },
  id: { S: id },
  name: { S: name },
  ...more,
})
