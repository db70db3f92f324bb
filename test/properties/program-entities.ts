import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'
import { defineEntity, defineTable } from '../../src/index.js'
import type { Item, Kind, Ref, World } from './program-model.js'
import type { RawItem } from './support.js'

/*
 * The entities of random programs, all in one partition of one table, and beside each what the model is told of it. How their
 * items are stored is written down here a second time, by hand.
 */

export const Programs = defineTable({
  name: 'programs',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    gsi2: { partitionKey: 'gsi2pk', sortKey: 'gsi2sk' },
    /** Has its partition key in common with gsi1. */
    gsi3: { partitionKey: 'gsi1pk', sortKey: 'gsi3sk' },
    gsi4: { partitionKey: 'status', sortKey: 'gsi4sk' },
  },
  timeToLive: 'ttl',
})

/** Versioned, with timestamps; in sparse indexes, two of which share a key, and one whose key is an attribute of its own. */
const Task = defineEntity({
  name: 'Task',
  table: Programs,
  schema: z.object({
    p: z.string(),
    id: z.string(),
    type: z.string(),
    rank: z.int(),
    owner: z.string().nullable().optional(),
    due: z.string().optional(),
    status: z.string().optional(),
    note: z.string().optional(),
    logins: z.int().optional(),
    stats: z.object({ label: z.string().optional(), visits: z.int().optional() }).optional(),
    place: z.object({ x: z.int(), y: z.int() }).optional(),
    tags: z.set(z.string()).optional(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime().optional(),
    version: z.int(),
  }),
  key: { partitionKey: 'p#<p>', sortKey: 'task#<id>' },
  indexes: {
    byType: { index: 'gsi1', partitionKey: 'type#<p>#<type>', sortKey: '<rank:pad(3)>#<id>' },
    byOwner: { index: 'gsi2', partitionKey: 'owner#<p>#<owner>', sortKey: '<due>' },
    byDue: { index: 'gsi3', partitionKey: 'type#<p>#<type>', sortKey: '<due>' },
    byStatus: { index: 'gsi4', partitionKey: '<status>', sortKey: '<rank:pad(3)>' },
  },
  version: 'version',
  timestamps: { createdAt: 'createdAt', updatedAt: 'updatedAt' },
})

/** Without a version; with unique values, a time-to-live, and a default. */
const Account = defineEntity({
  name: 'Account',
  table: Programs,
  schema: z.object({
    p: z.string(),
    id: z.string(),
    email: z.string(),
    tenant: z.string().optional(),
    handle: z.string().optional(),
    plan: z.string().default('free'),
    visits: z.int().optional(),
    note: z.string().optional(),
    ttl: z.int().optional(),
  }),
  key: { partitionKey: 'p#<p>', sortKey: 'account#<id>' },
  indexes: { byHandle: { index: 'gsi2', partitionKey: 'tenant#<p>#<tenant>', sortKey: '<handle>' } },
  timeToLive: 'ttl',
  // The sentinels of handles are in the partition of the items.
  unique: ['email:lower', { name: 'handle', attributes: ['tenant', 'handle'], partitionKey: 'p#<p>' }],
})

/** With attributes that live in an escaped key alone, and an older name of its discriminator. */
const Visit = defineEntity({
  name: 'Visit',
  table: Programs,
  schema: z.object({
    p: z.string(),
    page: z.string(),
    at: z.int(),
    note: z.string().optional(),
    count: z.int().optional(),
  }),
  key: { partitionKey: 'p#<p>', sortKey: 'visit#<page>#<at:pad(3)>' },
  indexes: { byNote: { index: 'gsi1', partitionKey: 'note#<p>#<note>', sortKey: '<at:pad(3)>' } },
  keyOnly: ['page', 'at'],
  keys: 'escape',
  discriminator: { attribute: 'entity', value: 'Visit', aliases: ['visit'] },
})

export const entities = { tasks: Task, accounts: Account, visits: Visit }

/** What the model is told. */
export const kinds = {
  tasks: {
    key: id => ({ p: 'p', id }),
    versioned: true,
    defaults: {},
    patterns: [
      ['type', 'rank'],
      ['owner', 'due'],
      ['type', 'due'],
      ['status', 'rank'],
    ],
    unique: {},
  },
  accounts: {
    key: id => ({ p: 'p', id }),
    versioned: false,
    defaults: { plan: 'free' },
    patterns: [['tenant', 'handle']],
    unique: {
      email: ({ email }) => String(email).toLowerCase(),
      handle: ({ tenant, handle }) => tenant !== undefined && handle !== undefined && [tenant, handle],
    },
    readsFor: ['email', 'tenant', 'handle', 'ttl'],
  },
  visits: {
    key: id => ({ p: 'p', ...(id === 'a' ? { page: '', at: 1 } : { page: '/a#b', at: 20 }) }),
    versioned: false,
    defaults: {},
    patterns: [['note']],
    unique: {},
  },
} as const satisfies Record<string, Kind>

const three = (number: unknown) => String(number).padStart(3, '0')
const percent = (text: unknown) => String(text).replaceAll('%', '%25').replaceAll('#', '%23') || '%'

/** The primary key of an item as it is stored. */
function storedKey({ kind, id }: Ref): RawItem {
  const { page, at } = kinds.visits.key(id) as { page?: string; at?: number }
  return {
    pk: { S: 'p#p' },
    sk: { S: { tasks: `task#${id}`, accounts: `account#${id}`, visits: `visit#${percent(page)}#${three(at)}` }[kind] },
  }
}

/** An item as its attributes make it. */
export function storedItem(ref: Ref, item: Item): RawItem {
  const { alias, foreign, ...attributes } = item
  const names = { tasks: 'Task', accounts: 'Account', visits: alias ? 'visit' : 'Visit' }
  const own = ref.kind === 'visits' ? { p: 'p' } : kinds[ref.kind].key(ref.id)
  const texts = { ...own, ...attributes, ...indexKeys(ref, item), entity: foreign ? 'Other' : names[ref.kind] }
  return { ...Object.fromEntries(Object.entries(texts).flatMap(stored)), ...storedKey(ref) }
}

function indexKeys({ kind, id }: Ref, { type, rank, owner, due, status, tenant, handle, note, foreign }: Item) {
  if (foreign) return {}
  const has = (...values: unknown[]) => values.every(value => value != null)
  if (kind === 'accounts') return has(tenant, handle) ? { gsi2pk: `tenant#p#${tenant}`, gsi2sk: handle } : {}
  if (kind === 'visits')
    return has(note) ? { gsi1pk: `note#p#${percent(note)}`, gsi1sk: three(kinds.visits.key(id).at) } : {}
  return {
    gsi1pk: `type#p#${type}`,
    gsi1sk: `${three(rank)}#${id}`,
    ...(has(owner, due) && { gsi2pk: `owner#p#${owner}`, gsi2sk: due }),
    ...(has(due) && { gsi3sk: due }),
    ...(has(status) && { gsi4sk: three(rank) }),
  }
}

function stored([name, value]: [string, unknown]): [string, AttributeValue][] {
  if (value === undefined) return []
  if (value === null) return [[name, { NULL: true }]]
  if (value instanceof Set) return [[name, { SS: [...value].sort() }]]
  if (typeof value === 'number') return [[name, { N: `${value}` }]]
  if (typeof value === 'object') return [[name, { M: Object.fromEntries(Object.entries(value).flatMap(stored)) }]]
  return [[name, { S: String(value) }]]
}

/** The sentinels of all unique values of items, as they are stored. */
export function storedSentinels({ items }: World): RawItem[] {
  return [...items.values()].flatMap(({ ref, item }): RawItem[] => {
    if (ref.kind !== 'accounts') return []
    const { email, tenant, handle, ttl } = item
    const rest = { uniqueOwner: { M: storedKey(ref) }, ...(ttl !== undefined && { ttl: { N: `${ttl}` } }) }
    const ofEmail = {
      pk: { S: `unique#Account#email#${percent(String(email).toLowerCase())}` },
      sk: { S: 'unique' },
      ...rest,
    }
    if (tenant === undefined || handle === undefined) return [ofEmail]
    const sk = { S: `unique#Account#handle#${percent(tenant)}#${percent(handle)}` }
    return [ofEmail, { pk: { S: 'p#p' }, sk, ...rest }]
  })
}
