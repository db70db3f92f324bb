import * as z from 'zod'
import { defineEntity, defineTable } from '../../../src/index.js'

/** What would be markup, in every form, if it were not escaped. */
const awkward = '</text><script>alert(1)</script>"\'&`|#;]--\u0007'

const AwkwardTable = defineTable({
  name: 'awkward-table',
  partitionKey: awkward,
  sortKey: 'sk',
  indexes: { gsi1: { partitionKey: ['tenant', 'region'], sortKey: ['a', { name: 'n', type: 'number' }] } },
})

/** An entity in which every name is awkward. */
export const Awkward = defineEntity({
  name: awkward,
  table: AwkwardTable,
  schema: z.object({ 'tenant-id': z.string(), tenant: z.string(), region: z.string(), a: z.string(), n: z.number() }),
  key: {
    partitionKey: '"|`$x#<tenant-id>',
    sortKey: 'a-literal-that-goes-on-until-it-has-to-be-broken-somewhere#<a>#and-more-of-it#<n:pad(12)>',
  },
  indexes: {
    'by region': { index: 'gsi1', partitionKey: ['<tenant>', '<region>'], sortKey: ['<a>', '<n>'] },
  },
  discriminator: { attribute: 'type', value: awkward },
})

const AppTable = defineTable({
  name: 'app',
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: { gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' } },
})

/** Its partitions hold one item each, in the table and in the index. */
export const Single = defineEntity({
  name: 'Single',
  table: AppTable,
  schema: z.object({ id: z.string(), at: z.string() }),
  key: { partitionKey: 'single#<id>', sortKey: 'single#<id>' },
  indexes: { byId: { index: 'gsi1', partitionKey: 'id#<id>', sortKey: '<at>' } },
})

/** The sort key repeats what the partition key says. */
export const Log = defineEntity({
  name: 'Log',
  table: AppTable,
  schema: z.object({ user: z.string(), at: z.string() }),
  key: { partitionKey: 'user#<user>', sortKey: 'log#<user>#<at>' },
})

const more = 'ThatGoesOnAndOnAndOnForEverAndEver'

/** Everything of it has a long name. */
export const Long = defineEntity({
  name: `AnEntity${more}`,
  table: defineTable({
    name: `a-table-${more}-in-a-region-far-away-of-an-account-with-twelve-digits-123456789012`,
    partitionKey: `partitionKey${more}`,
    sortKey: `sortKey${more}`,
    indexes: { [`anIndex${more}`]: { partitionKey: [`tenant${more}`, 'region'], sortKey: ['first', 'second'] } },
  }),
  schema: z.object({
    [`tenant${more}`]: z.string(),
    region: z.string(),
    first: z.string(),
    second: z.string(),
  }),
  key: { partitionKey: `literal-prefix#<tenant${more}>#and-more-of-it#<region>`, sortKey: `${more}#<first>` } as never,
  indexes: {
    anAccessPatternWithALongName: {
      index: `anIndex${more}`,
      partitionKey: [`<tenant${more}>`, '<region>'],
      sortKey: ['<first>', '<second>'],
    },
  } as never,
  discriminator: { attribute: 'type', value: `AnEntity${more}`, aliases: ['old'] },
})

const PlainTable = defineTable({ name: 'plain', partitionKey: 'pk', sortKey: 'sk' })

/** So many entities, in eight kinds of partitions at most. */
export const many = (count: number): Record<string, typeof Log> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => {
      const key = { partitionKey: `kind${at % 8}#<user>`, sortKey: `part${at}#<at>` } as never
      return [
        `entities${at}`,
        defineEntity({ name: `Entity${at}`, table: PlainTable, schema: Log.schema, key }) as never,
      ]
    }),
  )
