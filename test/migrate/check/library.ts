import * as z from 'zod'
import { defineEntity, defineTable } from '../../../src/index.js'

/** A library of books: with everything about an item that can be out of order. */
export const LibraryTable = defineTable({
  name: 'library',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    gsi2: { partitionKey: 'gsi2pk' },
    byShelf: { partitionKey: 'shelf', sortKey: { name: 'place', type: 'number' } },
  },
  timeToLive: 'ttl',
})

const Reader = defineEntity({
  name: 'Reader',
  table: LibraryTable,
  schema: z.object({ id: z.string(), email: z.string(), card: z.string().optional(), version: z.int() }),
  key: { partitionKey: 'reader#<id>', sortKey: 'reader' },
  unique: ['email:lower', 'card'],
  version: 'version',
})

export const Book = defineEntity({
  name: 'Book',
  table: LibraryTable,
  schema: z.object({
    isbn: z.string(),
    copy: z.int(),
    title: z.string(),
    author: z.string().optional(),
    language: z.string().default('en'),
    shelf: z.string().optional(),
    place: z.number().optional(),
    loans: z.array(z.object({ to: z.string(), days: z.int() })).optional(),
    notes: z.record(z.string(), z.int()).optional(),
  }),
  key: { partitionKey: 'book#<isbn>', sortKey: 'copy#<copy:pad(4)>' },
  indexes: {
    byAuthor: { index: 'gsi1', partitionKey: 'author#<author>', sortKey: '<title>' },
    byLanguage: { index: 'gsi2', partitionKey: 'language#<language>' },
  },
  discriminator: { attribute: 'entity', value: 'Book', aliases: ['book'] },
})

export const Loan = defineEntity({
  name: 'Loan',
  table: LibraryTable,
  schema: z.object({ reader: z.string(), isbn: z.string(), until: z.int().optional(), days: z.int() }),
  key: { partitionKey: 'reader#<reader>', sortKey: 'loan#<isbn>' },
  timeToLive: 'until',
  schemaVersion: 2,
  upgrades: { 1: ({ weeks, ...loan }) => ({ ...loan, days: weeks * 7 }) },
})

export const library = { readers: Reader, books: Book, loans: Loan }

/** A stored book in order. */
export const book = (changes: Record<string, unknown> = {}) => ({
  pk: { S: 'book#1' },
  sk: { S: 'copy#0001' },
  isbn: { S: '1' },
  copy: { N: '1' },
  title: { S: 'Emma' },
  author: { S: 'austen' },
  language: { S: 'en' },
  entity: { S: 'Book' },
  gsi1pk: { S: 'author#austen' },
  gsi1sk: { S: 'Emma' },
  gsi2pk: { S: 'language#en' },
  ...changes,
})
