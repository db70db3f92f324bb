import type { CompiledEntity } from '../../entity/compiled-entity.js'
import type { CompiledMigration } from './compile-migration.js'
import { deleted, untouched } from './migration.js'

/** A new item, with the entity that it is of. */
export interface Result {
  readonly entity: CompiledEntity
  readonly item: Readonly<Record<string, unknown>>
}

/**
 * Reads what a transform returned: new items, none where the old one is to be deleted.
 * @throws TypeError where it is nothing that a transform can return: what is not returned is never taken for a wish to delete
 */
export function readResults(migration: CompiledMigration, returned: unknown): readonly Result[] | 'untouched' {
  if (returned === untouched) return 'untouched'
  if (returned === deleted) return []
  const all: readonly unknown[] = Array.isArray(returned) ? returned : [returned]
  if (all.length === 0) throw new TypeError('it gave an empty list: an item is deleted by returning deleted')
  return all.flatMap(each => readResult(migration, each))
}

function readResult({ targets }: CompiledMigration, returned: unknown): readonly Result[] {
  if (typeof returned !== 'object' || returned === null)
    throw new TypeError(
      `it gave ${returned === null ? 'null' : typeof returned}: return the new item, untouched or deleted`,
    )
  const [first] = targets
  if (first!.name === undefined) return [{ entity: first!.entity, item: returned as Result['item'] }]
  const named = Object.entries(returned)
  const results = named.flatMap(([name, item]) => {
    const target = targets.find(each => each.name === name)
    return target && typeof item === 'object' && item !== null ? [{ entity: target.entity, item }] : []
  })
  if (results.length === 0 || results.length < named.length)
    throw new TypeError(`a new item is { name: item }, by one of ${targets.map(each => `'${each.name}'`).join(', ')}`)
  return results
}
