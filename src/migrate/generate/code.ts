import type { DatabaseMethods, ItemMethods } from '../../database/database-types.js'
import type { InferredEntity, InferredModel, Question } from '../infer/inferred-model.js'
import { camelCase, pascalCase, plural, unique } from '../infer/names.js'
import type { Coverage } from './coverage.js'
import { entityText } from './entity-text.js'
import { tableText } from './table-text.js'
import { bracketed, comment } from './text.js'

/** How the code is written. */
export interface CodeOptions {
  /** Where the library is imported from. Default: `monotable`. */
  readonly importFrom?: string | undefined
}

/** What a database has itself: no entity can be called so in it. */
const reserved: Readonly<Record<keyof DatabaseMethods | keyof ItemMethods<{}>, true>> = {
  transactWrite: true,
  transactGet: true,
  batchGet: true,
  batchWrite: true,
  createTable: true,
  checkTable: true,
  collection: true,
  consumedCapacity: true,
  decodeStreamRecord: true,
  entityOf: true,
}

/** The names that entities have in a database: `docketEntries` for `DocketEntry`. */
function databaseNames(entities: readonly { readonly name: string }[]): readonly string[] {
  const taken = new Set(Object.keys(reserved))
  return entities.map(({ name }) => unique(plural(camelCase(name)), taken))
}

/** The constants that entities are: their names, but for those that code can't have, or has already. */
function constantsOf(entities: readonly { readonly name: string }[]): readonly string[] {
  const taken = new Set(['ConnectionOptions', 'InferItem', 'Uint8Array'])
  return entities.map(({ name }) => unique(/^[A-Z]\w*$/.test(name) ? name : pascalCase(name) || 'Entity', taken))
}

/** So many entities are seen without a list of them. */
const SHORT = 8

/** A list of entities: how many items each has, and its key. */
function contentsOf(entities: readonly InferredEntity[]): readonly string[] {
  const most = (values: readonly (string | number)[]) => Math.max(...values.map(value => String(value).length))
  const [names, counts] = [most(entities.map(({ name }) => name)), most(entities.map(({ count }) => count))]
  return entities.map(({ name, count, key }) =>
    [name.padEnd(names), String(count).padStart(counts), Object.values(key).join(', ')].join('  '),
  )
}

const questionText = ({ text, choices, chosen, why }: Question) => {
  const choice = choices[chosen]!
  return `- ${text} ${choice[0]!.toUpperCase()}${choice.slice(1)}. ${why}`
}

/** A model as TypeScript, with what is to be known of where its items come from. */
export function codeOf(
  { table, entities, questions }: InferredModel,
  coverage: Coverage,
  notes: readonly string[],
  { importFrom = 'monotable' }: CodeOptions = {},
): string {
  const base = pascalCase(table.name.replace(/[-_. ]?table$/i, '')) || 'App'
  const constants = constantsOf(entities)
  const taken = new Set([...constants, 'z', 'InferItem', 'ConnectionOptions'])
  const tableConstant = unique(`${base}Table`, taken)
  const names = databaseNames(entities)
  const members = names.map((name, index) => `${name}: ${constants[index]}`)
  const head = comment(
    [`The table '${table.name}', as its items tell. ${coverage.sentence}`, ...notes, ...questions.map(questionText)],
    entities.length > SHORT ? contentsOf(entities) : [],
  )
  const database = `${comment(['The entities, by the names that an application uses.'])}
export const entities = ${bracketed('{', members, '}', 24)}

${comment(['The table with a client: `const db = connect({ client: new DynamoDBClient({}) })`.'])}
export const ${unique('connect', taken)} = (options: ConnectionOptions) => createDatabase({ ...options, entities })`
  const imports =
    entities.length > 0
      ? `import { type ConnectionOptions, createDatabase, defineEntity, defineTable, type InferItem } from '${importFrom}'\nimport * as z from 'zod'`
      : `import { defineTable } from '${importFrom}'`
  const parts = [
    `${imports}\n\n${head}\n${tableText(table, tableConstant)}`,
    ...entities.map((entity, index) => entityText(entity, constants[index]!, table, tableConstant)),
    ...(entities.length > 0 ? [database] : []),
  ]
  return `${parts.join('\n\n')}\n`
}
