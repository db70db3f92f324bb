import type { InferredModel } from '../infer/inferred-model.js'
import { camelCase, pascalCase, plural, unique } from '../infer/names.js'
import type { Coverage } from './coverage.js'
import { entityText } from './entity-text.js'
import { tableText } from './table-text.js'
import { bracketed, comment } from './text.js'

/** How the code is written. */
export interface CodeOptions {
  /** Where the library is imported from. Default: `monotable`. */
  readonly importFrom?: string
}

/** What a database has itself: no entity can be called so in it. */
const reserved = [
  'transactWrite',
  'transactGet',
  'batchGet',
  'batchWrite',
  'createTable',
  'checkTable',
  'collection',
  'consumedCapacity',
  'decodeStreamRecord',
  'entityOf',
]

/** The names that entities have in a database: `docketEntries` for `DocketEntry`. */
function databaseNames(entities: readonly { readonly name: string }[]): readonly string[] {
  const taken = new Set(reserved)
  return entities.map(({ name }) => unique(plural(camelCase(name)), taken))
}

/** A model as TypeScript. */
export function codeOf(
  { table, entities, questions }: InferredModel,
  coverage: Coverage,
  { importFrom = 'monotable' }: CodeOptions = {},
): string {
  const base = pascalCase(table.name.replace(/[-_. ]?table$/i, '')) || 'App'
  const taken = new Set([...entities.map(({ name }) => name), 'z', 'InferItem', 'ConnectionOptions'])
  const constant = unique(`${base}Table`, taken)
  const names = databaseNames(entities)
  const members = names.map((name, index) => `${name}: ${entities[index]!.name}`)
  const head = comment([
    `The table '${table.name}', as its items tell. ${coverage.sentence}`,
    ...questions.map(({ text, choices, chosen, why }) => `${text} Taken: ${choices[chosen]}. ${why}`),
  ])
  const database = `${comment(['The entities, by the names that an application uses.'])}
export const entities = ${bracketed('{', members, '}', 24)}

${comment(['The table with a client: `const db = connect({ client: new DynamoDBClient({}) })`.'])}
export const ${unique('connect', taken)} = (options: ConnectionOptions) => createDatabase({ ...options, entities })`
  const imports =
    entities.length > 0
      ? `import { type ConnectionOptions, createDatabase, defineEntity, defineTable, type InferItem } from '${importFrom}'\nimport * as z from 'zod'`
      : `import { defineTable } from '${importFrom}'`
  const parts = [
    `${imports}\n\n${head}\n${tableText(table, constant)}`,
    ...entities.map(entity => entityText(entity, table, constant)),
    ...(entities.length > 0 ? [database] : []),
  ]
  return `${parts.join('\n\n')}\n`
}
