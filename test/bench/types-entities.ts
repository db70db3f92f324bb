/** How much of an entity is written down. */
export type Depth = 'schema' | 'used'

/** A kind of entity: what it is made of, and what is done with it. `$` stands for the entity's number. */
interface Kind {
  readonly schema: string
  readonly item: string
  readonly definition: string
  readonly uses: readonly string[]
}

const kinds: readonly Kind[] = [
  {
    schema: `teamCode$: z.string(), id$: z.string(), name$: z.string(), type$: z.string(), active$: z.boolean(),
  capability$: z.object({ domain$: z.string(), confidenceScore$: z.number(), skills$: z.array(z.string()) }),
  createdAt$: z.iso.datetime(), tags$: z.set(z.string()).optional(), logins$: z.int().default(0), version$: z.int()`,
    item: `teamCode$: 'a', id$: 'b', name$: 'n', type$: 't', active$: true, capability$: { domain$: 'd', confidenceScore$: 1, skills$: [] }, createdAt$: 'c', logins$: 0, version$: 1`,
    definition: `key: { partitionKey: 'team$#<teamCode$>', sortKey: 'agent$#<id$>' },
  indexes: { byType$: { index: 'gsi1', partitionKey: 'type$#<type$>', sortKey: '<createdAt$>#<id$>' } },
  version: 'version$', timestamps: { createdAt: 'createdAt$' }`,
    uses: [
      `await db.e$.get({ teamCode$: 'a', id$: 'b' }).project('name$', 'capability$.skills$')`,
      `await db.e$.put({ teamCode$: 'a', id$: 'b', name$: 'n', type$: 't', active$: true, capability$: { domain$: 'd', confidenceScore$: 1, skills$: [] } })`,
      `await db.e$.update({ teamCode$: 'a', id$: 'b' }).set({ active$: false }).add({ logins$: 1 }).remove('tags$').ifVersion(3)`,
      `(await db.e$.query({ teamCode$: 'a' }).beginsWith({ id$: 'AG-' }).filter((a, { and, eq, gte, contains }) => and(eq(a.active$, true), gte(a.capability$.confidenceScore$, 0.8), contains(a.capability$.skills$, 'pdf'))).project('id$', 'capability$.domain$').limit(20)).items[0]?.capability$.domain$`,
      `(await db.e$.query.byType$({ type$: 'x' }).between({ createdAt$: '1' }, { createdAt$: '2' })).items[0]?.name$`,
    ],
  },
  {
    schema: `customer$: z.string(), number$: z.int(), status$: z.enum(['open$', 'paid$', 'sent$']), total$: z.number(), currency$: z.string(),
  lines$: z.array(z.object({ sku$: z.string(), count$: z.int(), price$: z.number() })),
  address$: z.object({ street$: z.string(), city$: z.string(), country$: z.string() }), note$: z.string().optional(), placedAt$: z.string(), version$: z.int()`,
    item: `customer$: 'a', number$: 1, status$: 'open$', total$: 1, currency$: 'c', lines$: [], address$: { street$: 's', city$: 'c', country$: 'c' }, placedAt$: 'p', version$: 1`,
    definition: `key: { partitionKey: 'customer$#<customer$>', sortKey: 'order$#<number$:pad(8)>' },
  indexes: { byStatus$: { index: 'gsi1', partitionKey: 'status$#<status$>', sortKey: '<placedAt$>' } },
  version: 'version$'`,
    uses: [
      `await db.e$.get({ customer$: 'a', number$: 1 }).project('status$', 'address$.city$')`,
      `await db.e$.put({ customer$: 'a', number$: 1, status$: 'open$', total$: 1, currency$: 'c', lines$: [], address$: { street$: 's', city$: 'c', country$: 'c' }, placedAt$: 'p' })`,
      `await db.e$.update({ customer$: 'a', number$: 1 }).set({ currency$: 'EUR', total$: (o, { plus }) => plus(o.total$, 1) }).remove('note$').ifVersion(3)`,
      `(await db.e$.query({ customer$: 'a' }).gte({ number$: 7 }).filter((o, { and, eq, exists }) => and(eq(o.currency$, 'EUR'), exists(o.lines$[0].sku$))).project('number$', 'lines$[0].sku$').descending()).items[0]?.lines$[0]?.sku$`,
      `(await db.e$.query.byStatus$({ status$: 'open$' }).gt({ placedAt$: '1' })).items[0]?.total$`,
    ],
  },
  {
    schema: `id$: z.string(), email$: z.email(), firstName$: z.string(), lastName$: z.string(), age$: z.int().optional(), plan$: z.literal(['free$', 'pro$']),
  settings$: z.object({ theme$: z.string(), language$: z.string(), mail$: z.boolean() }).optional(),
  visits$: z.int().default(0), roles$: z.set(z.string()).optional(), updatedAt$: z.iso.datetime()`,
    item: `id$: 'a', email$: 'a@b', firstName$: 'f', lastName$: 'l', plan$: 'free$', settings$: { theme$: 't', language$: 'l', mail$: true }, visits$: 0, updatedAt$: 'u'`,
    definition: `key: { partitionKey: 'user$#<id$>', sortKey: 'profile$' },
  indexes: { byEmail$: { index: 'gsi1', partitionKey: 'email$#<email$:lower>', sortKey: 'user$' }, byPlan$: { index: 'gsi2', partitionKey: 'plan$#<plan$>', sortKey: '<lastName$>#<firstName$>' } },
  timestamps: { updatedAt: 'updatedAt$' }, storedAs: { firstName$: 'first_name' }`,
    uses: [
      `await db.e$.get({ id$: 'a' }).project('email$', 'settings$.theme$')`,
      `await db.e$.put({ id$: 'a', email$: 'a@b', firstName$: 'f', lastName$: 'l', plan$: 'free$' })`,
      `await db.e$.update({ id$: 'a' }).set({ firstName$: 'f', lastName$: 'l', plan$: 'free$' }).add({ visits$: 1, roles$: new Set(['admin']) }).remove('age$')`,
      `(await db.e$.query({ id$: 'a' }).filter((u, { or, gt, eq }) => or(gt(u.age$, 18), eq(u.settings$.language$, 'en'))).project('id$', 'age$')).items[0]?.age$`,
      `(await db.e$.query.byPlan$({ plan$: 'pro$' }).beginsWith({ lastName$: 'x' }).limit(3)).items[0]?.email$`,
    ],
  },
  {
    schema: `device$: z.string(), at$: z.codec(z.iso.datetime(), z.date(), codec), kind$: z.enum(['start$', 'stop$']), level$: z.number(), message$: z.string(),
  source$: z.object({ host$: z.string(), process$: z.object({ name$: z.string(), id$: z.int() }) }),
  labels$: z.record(z.string(), z.string()), seen$: z.boolean().default(false), expires$: z.int().optional(), region$: z.string()`,
    item: `device$: 'a', at$: new Date(), kind$: 'start$', level$: 1, message$: 'm', source$: { host$: 'h', process$: { name$: 'n', id$: 1 } }, labels$: {}, seen$: true, region$: 'r'`,
    definition: `key: { partitionKey: 'device$#<device$>', sortKey: 'event$#<at$>' },
  indexes: { byLevel$: { index: 'levels', partitionKey: 'region$#<region$>', sortKey: '<level$>' }, byKind$: { index: 'gsi2', partitionKey: 'kind$#<kind$>', sortKey: '<at$>#<device$>' } }`,
    uses: [
      `await db.e$.get({ device$: 'a', at$: new Date() }).project('message$', 'source$.process$.name$')`,
      `await db.e$.put({ device$: 'a', at$: new Date(), kind$: 'start$', level$: 1, message$: 'm', source$: { host$: 'h', process$: { name$: 'n', id$: 1 } }, labels$: {}, region$: 'r' })`,
      `await db.e$.update({ device$: 'a', at$: new Date() }).set({ seen$: true }).setPath('source$.host$', 'h').remove('expires$')`,
      `(await db.e$.query({ device$: 'a' }).between({ at$: new Date() }, { at$: new Date() }).filter((e, { and, eq, beginsWith }) => and(eq(e.seen$, false), beginsWith(e.source$.host$, 'x'))).project('at$', 'level$')).items[0]?.level$`,
      `(await db.e$.query.byLevel$({ region$: 'r' }).gt({ level$: 3 })).items[0]?.message$`,
    ],
  },
]

const table = `const AppTable = defineTable({ name: 'app', partitionKey: 'pk', sortKey: 'sk', indexes: {
  gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' }, gsi2: { partitionKey: 'gsi2pk', sortKey: 'gsi2sk' },
  levels: { partitionKey: 'gsi3pk', sortKey: { name: 'level', type: 'number' } } } })
`

/**
 * A program with so many entities. No two have an attribute, a template or an access pattern of one name, so that the
 * compiler can't answer for one with what it found out for another.
 */
export function entitiesProgram(count: number, depth: Depth): string {
  const numbers = [...Array(count).keys()]
  const each = (part: (kind: Kind) => string) =>
    numbers.map(number => part(kinds[number % kinds.length]!).replaceAll('$', String(number))).join('')
  const schemas = `import * as z from 'zod'
const codec = { decode: (text: string) => new Date(text), encode: (date: Date) => date.toISOString() }
${each(({ schema }) => `const S$ = z.object({ ${schema} })\n`)}
${each(({ item }) => `export const item$: z.output<typeof S$> = { ${item} }\n`)}`
  if (depth === 'schema') return schemas
  return `import { createDatabase, defineEntity, defineTable, type DynamoDBClientLike } from 'monotable'
${schemas}
${table}
${each(({ definition }) => `const E$ = defineEntity({ name: 'E$', table: AppTable, schema: S$, ${definition} })\n`)}
declare const client: DynamoDBClientLike
const db = createDatabase({ client, entities: { ${each(() => 'e$: E$, ')} } })
${each(({ uses }) => `export const use$ = async () => [${uses.join(',\n  ')}]\n`)}`
}
