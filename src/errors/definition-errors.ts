import type { Texts } from './texts.js'

/** The details of every error in a definition (of a table, an entity, a database), by code. */
export interface DefinitionErrors {
  'definition.template': { template: string; reason: string }
  'definition.table': { table: string; reason: string }
  'definition.schema': { entity: string; path: string; reason: string }
  'definition.entity': { entity: string; reason: string }
  'definition.overlap': { entities: readonly [string, string]; reason: string }
  'definition.database': { reason: string }
  'definition.collection': { reason: string }
}

export const definitionErrors: Texts<DefinitionErrors> = {
  'definition.template': d => `The key template '${d.template}' ${d.reason}.`,
  'definition.table': d => `Table '${d.table}': ${d.reason}.`,
  'definition.schema': d =>
    `Entity '${d.entity}': DynamoDB can't store ${d.path ? `'${d.path}'` : 'the schema'}: ${d.reason}.`,
  'definition.entity': d => `Entity '${d.entity}': ${d.reason}.`,
  'definition.overlap': d =>
    `'${d.entities[0]}' and '${d.entities[1]}' can make the same primary key (${d.reason}). Give their key templates different literal text, or give each a discriminator of its own, which the indexes that they use hold too.`,
  'definition.database': d => `The database can't be created: ${d.reason}.`,
  'definition.collection': d => `This collection can't be: ${d.reason}.`,
}
