import type { StoredItem } from '../../schema/item-model.js'
import type { Table } from '../../table/table-types.js'

/** What stands between the parts of composed keys. */
const DELIMITERS = /([#|/:~]+)/

/** Parts that are words of a key, not values: letters, with - and _ between them. */
const WORD = /^[A-Za-z][A-Za-z]*(?:[-_][A-Za-z]+)*$/

/**
 * What keys of one kind have in common: words at every other place stay, all else becomes `…`. `USER#17 | ORDER#9` is
 * `pk USER#…, sk ORDER#…`.
 */
export function keyShape({ partitionKey, sortKey }: Table, stored: StoredItem): string {
  const parts = sortKey ? [partitionKey, sortKey] : [partitionKey]
  return parts
    .map(({ name }) => {
      const value = Object.hasOwn(stored, name) ? stored[name] : undefined
      const shape = value?.S === undefined ? (value?.N && 'a number') || (value?.B && 'bytes') || 'missing' : ''
      return `${name} ${shape || textShape(value!.S!)}`
    })
    .join(', ')
}

function textShape(text: string): string {
  // Every second one of the parts is a delimiter.
  const parts = text.split(DELIMITERS)
  return parts
    .map((part, index) => {
      if (index % 2 === 1 || part === '') return part
      const named = (index / 2) % 2 === 0 && part.length <= 32 && WORD.test(part)
      return named ? part : '…'
    })
    .join('')
}
