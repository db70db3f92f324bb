import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { StoredItem } from '../../schema/item-model.js'

/** The text that an attribute would put in a key; undefined where it can't be part of one. */
export function keyText(value: AttributeValue | undefined): string | undefined {
  if (value?.S !== undefined) return value.S
  if (value?.N !== undefined) return value.N
  return value?.BOOL === undefined ? undefined : String(value.BOOL)
}

/** One item, and the text at the place of its key that is in question. */
export interface Witness {
  readonly item: StoredItem
  readonly text: string
}

/** The attributes that have, in every item, just the text of a place in its key. */
export function equalAttributes(witnesses: readonly Witness[], excluded: ReadonlySet<string>): readonly string[] {
  const [first, ...others] = witnesses
  if (first === undefined) return []
  return Object.keys(first.item).filter(
    name =>
      !excluded.has(name) &&
      keyText(first.item[name]) === first.text &&
      others.every(({ item, text }) => keyText(item[name]) === text),
  )
}

/** Whether words are among the values of one attribute: then they are values too, though each item may have another one. */
export function areValues(
  words: ReadonlySet<string>,
  items: readonly StoredItem[],
  excluded: ReadonlySet<string>,
): boolean {
  const found = new Map<string, Set<string>>()
  for (const item of items)
    for (const [name, { S }] of Object.entries(item))
      if (S !== undefined && words.has(S) && !excluded.has(name)) found.set(name, (found.get(name) ?? new Set()).add(S))
  return words.size > 1 && [...found.values()].some(values => values.size > 1 && values.size >= words.size / 2)
}

/** How much alike two sets of names are, from 0 to 1. */
export function likeness(one: Iterable<string>, other: Iterable<string>): number {
  const [a, b] = [new Set(one), new Set(other)]
  const common = [...a].filter(name => b.has(name)).length
  return common / Math.max(1, a.size + b.size - common)
}
