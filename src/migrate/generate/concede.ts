import type { StoredItem } from '../../schema/item-model.js'
import type { Table } from '../../table/table-types.js'
import type { Candidate, Concessions } from '../infer/candidate.js'
import type { Draft } from '../infer/divide.js'
import type { InferredEntity } from '../infer/inferred-model.js'
import { valuesInKey } from '../infer/key-values.js'
import { isOfPattern } from '../infer/of-pattern.js'
import type { Failure } from './verify.js'

/** What to give up of an entity so that items come out of it as they are stored; undefined where that is all given up already. */
export function concede(
  { draft, concessions }: Candidate,
  entity: InferredEntity,
  failures: readonly Failure[],
  table: Table,
): Concessions | undefined {
  const keys = new Set([table.partitionKey.name, ...(table.sortKey ? [table.sortKey.name] : [])])
  const ofIndexes = new Set(
    [...table.indexes.values()].flatMap(index => [...index.partitionKey, ...index.sortKey]).map(({ name }) => name),
  )
  const codeName = (stored: string) =>
    entity.attributes.find(({ name, storedName = name }) => storedName === stored)?.name
  let next: Concessions = concessions
  for (const { kind, names, items } of failures) {
    if (kind === 'key') next = { ...next, untied: true, untemplated: true }
    else if (kind === 'unclaimed' && items.some(item => isOfPattern(draft, item, table)))
      next = {
        ...next,
        ...(items.some(item => isTorn(item, draft, entity, table)) ? { unpaired: true } : { unpadded: true }),
      }
    else if (kind === 'unclaimed') next = { ...next, unglued: true }
    else
      for (const name of names) {
        const attribute = kind === 'different' ? codeName(name) : name
        if (kind === 'different' && keys.has(name)) next = { ...next, untied: true }
        else if (attribute !== undefined && entity.attributes.some(each => each.name === attribute))
          next = { ...next, open: [...new Set([...(next.open ?? []), attribute])] }
        else if (ofIndexes.has(name)) next = { ...next, untemplated: true }
      }
  }
  return JSON.stringify(next) === JSON.stringify(concessions) ? undefined : next
}

/** Whether one value has two texts in the key of an item. */
function isTorn(item: StoredItem, draft: Draft, { key }: InferredEntity, table: Table): boolean {
  const tableKeys = [table.partitionKey, ...(table.sortKey ? [table.sortKey] : [])].map(({ name }) => name)
  const values = valuesInKey(item, draft, { ...key, tableKeys })
  return values.some(([name, text]) => values.some(([other, another]) => other === name && another !== text))
}
