import { isPlainObject } from '../schema/maps.js'

// lib-dynamodb copies objects name by name: a copied `__proto__` is no member but a prototype, so it would be lost, and what is in
// it would look like members. And an object with a member `constructor` it takes for an instance of a class. While it converts,
// these names are others.
const SUFFIX = '\u0000'
const awkward = /^(__proto__|constructor)\0*$/
const standIn = /^(__proto__|constructor)\0+$/

/** What stands for the names that match. */
interface Renaming {
  readonly of: RegExp
  readonly to: (name: string) => string
}
const hiding: Renaming = { of: awkward, to: name => name + SUFFIX }
const revealing: Renaming = { of: standIn, to: name => name.slice(0, -SUFFIX.length) }

/** The value with stand-ins for the awkward names in it, at any depth; itself where there are none. */
export const hideNames = <T>(value: T): T => (holds(value, hiding) ? (renamed(value, hiding) as T) : value)

/** The same, the other way round. */
export const revealNames = <T>(value: T): T => (holds(value, revealing) ? (renamed(value, revealing) as T) : value)

const isMeant = (name: unknown, { of }: Renaming): name is string => typeof name === 'string' && of.test(name)

/** Whether one of the names is in a value. It makes nothing: most values hold none of them. */
function holds(value: unknown, names: Renaming): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(part => holds(part, names))
  if (value instanceof Map) return [...value].some(([name, part]) => isMeant(name, names) || holds(part, names))
  if (!isPlainObject(value)) return false
  for (const name of Object.keys(value)) if (isMeant(name, names) || holds(value[name], names)) return true
  return false
}

function renamed(value: unknown, names: Renaming): unknown {
  if (Array.isArray(value)) return value.map(part => renamed(part, names))
  const rename = ([name, part]: [any, unknown]) =>
    [isMeant(name, names) ? names.to(name) : name, renamed(part, names)] as const
  if (value instanceof Map) return new Map([...value].map(rename))
  // Its members are defined, not set, so that `__proto__` is one of them.
  return isPlainObject(value) ? Object.fromEntries(Object.entries(value).map(rename)) : value
}
