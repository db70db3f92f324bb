import type { StoredItem } from '../../schema/item-model.js'
import { keyText } from './evidence.js'
import type { InferredUnique } from './inferred-model.js'
import type { KeptConstraint, KeptValue } from './kept-constraint.js'

/** An attribute that may be unique: its name in code, and its text in an item. */
export interface UniqueSource {
  readonly name: string
  readonly textIn: (item: StoredItem) => string | undefined
}

/** An attribute in an item as it is stored. */
export const storedSource = (name: string, storedName: string): UniqueSource => ({
  name,
  textIn: item => keyText(item[storedName]),
})

/**
 * The constraint by which values are kept; undefined where they are not those of attributes.
 * @param own the partition key that the owners have themselves, with its template
 */
export function findUnique(
  { name, values }: KeptConstraint,
  sources: readonly UniqueSource[],
  own: { readonly template: string; readonly attribute: string },
): InferredUnique | undefined {
  const attributes: string[] = []
  for (const at of values[0]!.texts.keys()) {
    const found = attributeFor(values, at, sources, name, attributes)
    if (found === undefined) return undefined
    attributes.push(found)
  }
  if (values.every(({ partition }) => partition === undefined)) return { name, attributes }
  const partitionKey = partitionFor(values, sources, own)
  return partitionKey === undefined ? undefined : { name, attributes, partitionKey }
}

/** The attribute whose values are kept at a place, with the modifier that makes them so; the one that the constraint is named after first. */
function attributeFor(
  values: readonly KeptValue[],
  at: number,
  sources: readonly UniqueSource[],
  constraint: string,
  known: readonly string[],
): string | undefined {
  const first = sources.filter(({ name }) => name === constraint)
  const rest = sources.filter(({ name }) => name !== constraint && !known.includes(name))
  for (const { name, textIn } of [...first, ...rest])
    for (const [modifier, change] of modifiersOf(values, at))
      if (values.every(({ texts, owner }) => change(textIn(owner)) === texts[at])) return `${name}${modifier}`
  return undefined
}

type Change = (text: string | undefined) => string | undefined

function modifiersOf(values: readonly KeptValue[], at: number): readonly (readonly [string, Change])[] {
  const { length: width } = values[0]!.texts[at]!
  return [
    ['', text => text],
    [':lower', text => text?.toLowerCase()],
    [':upper', text => text?.toUpperCase()],
    [`:pad(${width})`, text => (text !== undefined && /^\d+$/.test(text) ? text.padStart(width, '0') : undefined)],
  ]
}

/** The template of the partition that values are kept in: that of their owners, or one with an attribute of theirs. */
function partitionFor(
  values: readonly KeptValue[],
  sources: readonly UniqueSource[],
  { template, attribute }: { readonly template: string; readonly attribute: string },
): string | undefined {
  if (values.every(({ partition, owner }) => owner[attribute]?.S === partition)) return template
  const [{ partition: first = '', owner }] = values as [KeptValue]
  for (const { name, textIn } of sources) {
    const text = textIn(owner)
    const parts = text ? first.split(text) : []
    if (parts.length !== 2) continue
    const [before, after] = parts as [string, string]
    if (values.every(value => value.partition === `${before}${textIn(value.owner)}${after}`))
      return `${before}<${name}>${after}`
  }
  return undefined
}
