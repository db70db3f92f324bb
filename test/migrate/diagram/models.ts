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
