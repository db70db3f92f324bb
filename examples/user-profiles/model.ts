import { randomUUID } from 'node:crypto'
import { defineEntity, defineTable, type InferCreate, type InferItem } from 'monotable'
import * as z from 'zod'

export const ProfileTable = defineTable({
  name: 'user-profiles',
  partitionKey: 'pk',
  indexes: {
    gsi1: { partitionKey: 'gsi1pk' },
    gsi2: { partitionKey: 'gsi2pk', sortKey: 'gsi2sk' },
  },
})

/** A `Date` for the application, ISO text in the table, where it keeps its order in a key. */
const date = z.codec(z.iso.datetime(), z.date(), {
  decode: text => new Date(text),
  encode: time => time.toISOString(),
})

export const User = defineEntity({
  name: 'User',
  table: ProfileTable,
  schema: z.object({
    id: z.string().default(() => randomUUID()),
    email: z.email(),
    name: z.string(),
    settings: z
      .object({
        theme: z.enum(['light', 'dark']).default('light'),
        language: z.string().default('en'),
        notifications: z.object({ email: z.boolean(), push: z.boolean() }).default({ email: true, push: false }),
      })
      .prefault({}),
    logins: z.int().default(0),
    lastLoginAt: date.optional(),
    createdAt: date,
    updatedAt: date,
    version: z.int(),
  }),
  key: { partitionKey: 'user#<id>' },
  indexes: {
    byEmail: { index: 'gsi1', partitionKey: 'email#<email:lower>' },
    bySignUp: { index: 'gsi2', partitionKey: 'user', sortKey: '<createdAt>' },
  },
  version: 'version',
  timestamps: { createdAt: 'createdAt', updatedAt: 'updatedAt' },
})
export type User = InferItem<typeof User>
export type NewUser = InferCreate<typeof User>
