/** A library's program with one kind of entity, as often as it is wanted; `$` stands for the entity's number. */
export interface TypedProgram {
  readonly name: string
  readonly imports: string
  readonly before?: string
  readonly entity: string
  /** Between the entities and their uses; `each` repeats a text for each of them. */
  readonly between?: (each: (text: string) => string) => string
  readonly uses: readonly string[]
}

const monotable: TypedProgram = {
  name: 'monotable',
  imports: `import { createDatabase, defineEntity, defineTable, type DynamoDBClientLike } from 'monotable'
import * as z from 'zod'`,
  before: `const AppTable = defineTable({ name: 'app', partitionKey: 'pk', sortKey: 'sk',
  indexes: { gsi1: { partitionKey: 'gsi1pk', sortKey: 'gsi1sk' } } })`,
  entity: `const E$ = defineEntity({ name: 'E$', table: AppTable, schema: z.object({
  teamCode$: z.string(), id$: z.string(), name$: z.string(), type$: z.string(), active$: z.boolean(),
  capability$: z.object({ domain$: z.string(), confidenceScore$: z.number(), skills$: z.array(z.string()) }),
  description$: z.string(), prompt$: z.string(), createdAt$: z.iso.datetime(), tags$: z.set(z.string()).optional(), version$: z.int() }),
  key: { partitionKey: 'team$#<teamCode$>', sortKey: 'agent$#<id$>' },
  indexes: { byType$: { index: 'gsi1', partitionKey: 'type$#<type$>', sortKey: '<createdAt$>#<id$>' } }, version: 'version$' })`,
  between: each => `declare const client: DynamoDBClientLike
const db = createDatabase({ client, entities: { ${each('e$: E$, ')} } })`,
  uses: [
    `(await db.e$.get({ teamCode$: 'a', id$: 'b' }).project('name$', 'capability$.skills$'))?.capability$.skills$`,
    `await db.e$.put({ teamCode$: 'a', id$: 'b', name$: 'n', type$: 't', active$: true, capability$: { domain$: 'd', confidenceScore$: 1, skills$: [] }, description$: 'd', prompt$: 'p', createdAt$: 'c' })`,
    `(await db.e$.update({ teamCode$: 'a', id$: 'b' }).set({ active$: false, name$: 'n' }).remove('tags$').ifVersion(3)).name$`,
    `(await db.e$.query({ teamCode$: 'a' }).beginsWith({ id$: 'AG-' }).filter((a, { and, eq, gte }) => and(eq(a.active$, true), gte(a.capability$.confidenceScore$, 0.8))).project('id$', 'capability$.domain$')).items[0]?.capability$.domain$`,
    `(await db.e$.query.byType$({ type$: 'x' }).between({ createdAt$: '1' }, { createdAt$: '2' })).items[0]?.name$`,
  ],
}

const electrodb: TypedProgram = {
  name: 'ElectroDB',
  imports: `import { Entity } from 'electrodb'`,
  entity: `const E$ = new Entity({ model: { entity: 'e$', version: '1', service: 'app' }, attributes: {
  teamCode$: { type: 'string', required: true }, id$: { type: 'string', required: true }, name$: { type: 'string', required: true },
  type$: { type: 'string', required: true }, active$: { type: 'boolean', required: true },
  capability$: { type: 'map', required: true, properties: { domain$: { type: 'string', required: true }, confidenceScore$: { type: 'number', required: true }, skills$: { type: 'list', required: true, items: { type: 'string' } } } },
  description$: { type: 'string', required: true }, prompt$: { type: 'string', required: true }, createdAt$: { type: 'string', required: true },
  tags$: { type: 'set', items: 'string' }, version$: { type: 'number', required: true } },
  indexes: { agents$: { pk: { field: 'pk', composite: ['teamCode$'], template: 'team$#\${teamCode$}' }, sk: { field: 'sk', composite: ['id$'], template: 'agent$#\${id$}' } },
    byType$: { index: 'gsi1', pk: { field: 'gsi1pk', composite: ['type$'], template: 'type$#\${type$}' }, sk: { field: 'gsi1sk', composite: ['createdAt$', 'id$'], template: '\${createdAt$}#\${id$}' } } } }, { table: 'app' })`,
  uses: [
    `(await E$.get({ teamCode$: 'a', id$: 'b' }).go({ attributes: ['name$', 'capability$'] })).data?.capability$.skills$`,
    `await E$.put({ teamCode$: 'a', id$: 'b', name$: 'n', type$: 't', active$: true, capability$: { domain$: 'd', confidenceScore$: 1, skills$: [] }, description$: 'd', prompt$: 'p', createdAt$: 'c', version$: 1 }).go()`,
    `(await E$.patch({ teamCode$: 'a', id$: 'b' }).set({ active$: false, name$: 'n' }).add({ version$: 1 }).remove(['tags$']).where(({ version$ }, { eq }) => eq(version$, 3)).go({ response: 'all_new' })).data?.name$`,
    `(await E$.query.agents$({ teamCode$: 'a' }).begins({ id$: 'AG-' }).where((a, { eq, gte }) => \`\${eq(a.active$, true)} AND \${gte(a.capability$.confidenceScore$, 0.8)}\`).go({ attributes: ['id$', 'capability$'] })).data[0]?.capability$.domain$`,
    `(await E$.query.byType$({ type$: 'x' }).between({ createdAt$: '1' }, { createdAt$: '2' }).go()).data[0]?.name$`,
  ],
}

const toolbox: TypedProgram = {
  name: 'DynamoDB-Toolbox',
  imports: `import { $add, $remove, boolean, Entity, GetItemCommand, item, list, map, number, PutItemCommand, QueryCommand, set, string, Table, UpdateItemCommand } from 'dynamodb-toolbox'`,
  before: `const AppTable = new Table({ name: 'app', partitionKey: { name: 'pk', type: 'string' }, sortKey: { name: 'sk', type: 'string' },
  indexes: { gsi1: { type: 'global', partitionKey: { name: 'gsi1pk', type: 'string' }, sortKey: { name: 'gsi1sk', type: 'string' } } } })`,
  entity: `const E$ = new Entity({ name: 'E$', table: AppTable, timestamps: false, schema: item({
  teamCode$: string().key(), id$: string().key(), name$: string(), type$: string(), active$: boolean(),
  capability$: map({ domain$: string(), confidenceScore$: number(), skills$: list(string()) }),
  description$: string(), prompt$: string(), createdAt$: string(), tags$: set(string()).optional(), version$: number() })
  .and(e => ({ gsi1pk: string().hidden().putLink<typeof e>(({ type$ }) => \`type$#\${type$}\`), gsi1sk: string().hidden().putLink<typeof e>(({ createdAt$, id$ }) => \`\${createdAt$}#\${id$}\`) })),
  computeKey: ({ teamCode$, id$ }) => ({ pk: \`team$#\${teamCode$}\`, sk: \`agent$#\${id$}\` }) })`,
  uses: [
    `(await E$.build(GetItemCommand).key({ teamCode$: 'a', id$: 'b' }).options({ attributes: ['name$', 'capability$.skills$'] }).send()).Item?.capability$.skills$`,
    `await E$.build(PutItemCommand).item({ teamCode$: 'a', id$: 'b', name$: 'n', type$: 't', active$: true, capability$: { domain$: 'd', confidenceScore$: 1, skills$: [] }, description$: 'd', prompt$: 'p', createdAt$: 'c', version$: 1 }).send()`,
    `(await E$.build(UpdateItemCommand).item({ teamCode$: 'a', id$: 'b', active$: false, name$: 'n', tags$: $remove(), version$: $add(1) }).options({ condition: { attr: 'version$', eq: 3 }, returnValues: 'ALL_NEW' }).send()).Attributes?.name$`,
    `(await AppTable.build(QueryCommand).query({ partition: 'team$#a', range: { beginsWith: 'agent$#AG-' } }).entities(E$).options({ attributes: ['id$', 'capability$.domain$'], filters: { E$: { and: [{ attr: 'active$', eq: true }, { attr: 'capability$.confidenceScore$', gte: 0.8 }] } } }).send()).Items?.[0]?.capability$.domain$`,
    `(await AppTable.build(QueryCommand).query({ index: 'gsi1', partition: 'type$#x', range: { between: ['1', '2'] } }).entities(E$).send()).Items?.[0]?.name$`,
  ],
}

const onetable: TypedProgram = {
  name: 'OneTable',
  imports: `import { type Entity, Table } from 'dynamodb-onetable'`,
  entity: `const S$ = { pk: { type: String, value: 'team$#\${teamCode$}' }, sk: { type: String, value: 'agent$#\${id$}' },
  gsi1pk: { type: String, value: 'type$#\${type$}' }, gsi1sk: { type: String, value: '\${createdAt$}#\${id$}' },
  teamCode$: { type: String, required: true }, id$: { type: String, required: true }, name$: { type: String, required: true },
  type$: { type: String, required: true }, active$: { type: Boolean, required: true },
  capability$: { type: Object, required: true, schema: { domain$: { type: String, required: true }, confidenceScore$: { type: Number, required: true }, skills$: { type: Array, required: true, items: { type: String } } } },
  description$: { type: String, required: true }, prompt$: { type: String, required: true }, createdAt$: { type: String, required: true },
  tags$: { type: Set }, version$: { type: Number, required: true } } as const`,
  between:
    each => `const schema = { format: 'onetable:1.1.0', version: '0.0.1', indexes: { primary: { hash: 'pk', sort: 'sk' }, gsi1: { hash: 'gsi1pk', sort: 'gsi1sk' } }, models: { ${each('E$: S$, ')} } }
const table = new Table({ name: 'app', schema, partial: true })
${each(`const E$ = table.getModel<Entity<typeof S$>>('E$')\n`)}`,
  uses: [
    `(await E$.get({ teamCode$: 'a', id$: 'b' }, { fields: ['name$', 'capability$'] }))?.capability$.skills$`,
    `await E$.create({ teamCode$: 'a', id$: 'b', name$: 'n', type$: 't', active$: true, capability$: { domain$: 'd', confidenceScore$: 1, skills$: [] }, description$: 'd', prompt$: 'p', createdAt$: 'c', version$: 1 })`,
    `(await E$.update({ teamCode$: 'a', id$: 'b', active$: false, name$: 'n' }, { add: { version$: 1 }, remove: ['tags$'], where: '\${version$} = {3}' })).name$`,
    `(await E$.find({ teamCode$: 'a', sk: { begins: 'agent$#AG-' } }, { fields: ['id$', 'capability$'], where: '(\${active$} = {true}) and (\${capability$.confidenceScore$} >= {0.8})' }))[0]?.capability$.domain$`,
    `(await E$.find({ type$: 'x', gsi1sk: { between: ['1', '2'] } }, { index: 'gsi1' }))[0]?.name$`,
  ],
}

/** The libraries whose operations are typed by the schema. */
export const programs: readonly TypedProgram[] = [monotable, electrodb, toolbox, onetable]

/** The whole text; no two entities have an attribute or a key of one name, so that nothing found out once is used twice. */
export function programText({ imports, before = '', entity, between, uses }: TypedProgram, count: number): string {
  // `$add` and the like are the library's own: the number stands where `$` does not begin a name.
  const each = (text: string) =>
    [...Array(count).keys()].map(number => text.replace(/\$(?![a-z{])/g, String(number))).join('')
  return `${imports}
${before}
${each(`${entity}\n`)}
${between?.(each) ?? ''}
${each(`export const use$ = async () => [${uses.join(',\n  ')}]\n`)}`
}
