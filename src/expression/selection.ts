import { isPlainObject } from '../schema/maps.js'
import type { Path } from '../schema/path.js'

/** The places that paths lead to, as a tree of their segments. An empty one means all that is there. */
export type Selection = ReadonlyMap<string | number, Selection>

interface Growing extends Map<string | number, Growing> {}

/** Merges paths: what is within another's place is part of that. */
export function selectionOf(paths: readonly Path[]): Selection {
  const selection: Growing = new Map()
  for (const path of paths) select(selection, path)
  return selection
}

function select(selection: Growing, [segment, ...rest]: Path): void {
  if (segment === undefined) {
    selection.clear()
    return
  }
  const known = selection.get(segment)
  if (known?.size === 0) return
  const inner: Growing = known ?? new Map()
  selection.set(segment, inner)
  select(inner, rest)
}

/** Of a decoded value only what is selected. What has no inside is all there is of it. */
export function cut(value: unknown, selection: Selection): unknown {
  if (selection.size === 0) return value
  if (Array.isArray(value))
    return indexesIn(selection, value.length).map(index => cut(value[index], selection.get(index)!))
  if (!isPlainObject(value)) return value
  const names = namesIn(selection).filter(name => Object.hasOwn(value, name))
  return objectOf(names.map(name => [name, cut(value[name], selection.get(name)!)]))
}

/** The selected members. */
export function namesIn(selection: Selection): string[] {
  return [...selection.keys()].filter(segment => typeof segment === 'string')
}

/** The selected elements that a list of so many has, in its order. */
export function indexesIn(selection: Selection, length: number): number[] {
  const indexes = [...selection.keys()].filter(segment => typeof segment === 'number')
  return indexes.filter(index => index < length).sort((a, b) => a - b)
}

/** An object of the values that are there; `__proto__` is a name like any other. */
export function objectOf(members: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(members.filter(([, value]) => value !== undefined))
}
