import type { StoredItem } from '../../schema/item-model.js'
import type { Draft } from './divide.js'
import type { EntityKey } from './entity-keys.js'
import { keyText } from './evidence.js'
import { matchPattern, type Piece } from './key-shape.js'

/** The values in the key of an item, by the names of the templates' placeholders. */
export const valuesInKey = (
  item: StoredItem,
  { partition, sort }: Pick<Draft, 'partition' | 'sort'>,
  key: Pick<EntityKey, 'partitionKey' | 'sortKey' | 'tableKeys'>,
): readonly (readonly [name: string, text: string])[] => [
  ...placed(key.partitionKey, partition, item, key.tableKeys[0]),
  ...placed(key.sortKey ?? '', sort, item, key.tableKeys[1]),
]

function placed(
  template: string,
  pattern: readonly Piece[],
  item: StoredItem,
  attribute: string | undefined,
): readonly (readonly [name: string, text: string])[] {
  const names = Array.from(template.matchAll(/<([^<>:]+)(?::[^<>]+)?>/g), ([, name]) => name!)
  const values = matchPattern(pattern, keyText(item[attribute ?? '']) ?? '') ?? []
  return names.length === values.length ? names.map((name, index) => [name, values[index]!] as const) : []
}
