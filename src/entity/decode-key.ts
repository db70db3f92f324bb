import type { Issue, KeyDetails } from '../errors/item-errors.js'
import type { StoredItem } from '../schema/item-model.js'
import { runDecode } from '../schema/run-zod.js'
import type { CompiledEntity } from './compiled-entity.js'
import { parseKeys } from './decode-item.js'

/**
 * The attributes that a stored primary key holds, as the application knows them. What a template put in another case stays in
 * that case. What does not fit the schema is told in `issues`.
 */
export function decodeKey(entity: CompiledEntity, stored: StoredItem, issues: Issue[]): KeyDetails {
  const encoded = parseKeys(entity, stored)
  const key: Record<string, unknown> = {}
  for (const { name, model } of entity.keyEntries)
    key[name] = runDecode(model.schema, encoded?.get(name), issues, [name])
  return key
}
