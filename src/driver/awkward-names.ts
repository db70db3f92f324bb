import { isPlainObject } from '../schema/maps.js'

// lib-dynamodb copies objects name by name: a copied `__proto__` is no member but a prototype, so it would be lost, and what is in
// it would look like members. And an object with a member `constructor` it takes for an instance of a class. While it converts,
// these names are others.
const awkward = ['__proto__', 'constructor']
const SUFFIX = '\u0000'
const hidden = new Map(awkward.map(name => [name, name + SUFFIX]))
const revealed = new Map(awkward.map(name => [name + SUFFIX, name]))
type Names = ReadonlyMap<unknown, string>

/** The value with stand-ins for the awkward names in it, at any depth; itself where there are none. */
export const hideNames = <T>(value: T): T => (holds(value, hidden) ? (renamed(value, hidden) as T) : value)

/** The same, the other way round. */
export const revealNames = <T>(value: T): T => (holds(value, revealed) ? (renamed(value, revealed) as T) : value)

/** Whether one of the names is in a value. It makes nothing: most values hold none of them. */
function holds(value: unknown, names: Names): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(part => holds(part, names))
  if (value instanceof Map) return [...value].some(([name, part]) => names.has(name) || holds(part, names))
  if (!isPlainObject(value)) return false
  for (const name of Object.keys(value)) if (names.has(name) || holds(value[name], names)) return true
  return false
}

function renamed(value: unknown, names: Names): unknown {
  if (Array.isArray(value)) return value.map(part => renamed(part, names))
  const rename = ([name, part]: [unknown, unknown]) => [names.get(name) ?? name, renamed(part, names)] as const
  if (value instanceof Map) return new Map([...value].map(rename))
  // Its members are defined, not set, so that `__proto__` is one of them.
  return isPlainObject(value) ? Object.fromEntries(Object.entries(value).map(rename)) : value
}
