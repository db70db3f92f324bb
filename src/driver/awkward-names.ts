import { isPlainObject } from '../schema/maps.js'

// lib-dynamodb copies items name by name, and a copied `__proto__` is no member but a prototype: it would be lost, and what is in
// it would look like members. While it converts, the name is another one.
const awkward = '__proto__'
const standIn = '__proto__\u0000'

/** The value with a stand-in for every `__proto__` in it, at any depth; itself where there is none. */
export const hideNames = <T>(value: T): T => renamed(value, awkward, standIn) as T

/** The same, the other way round. */
export const revealNames = <T>(value: T): T => renamed(value, standIn, awkward) as T

function renamed(value: unknown, from: string, to: string): unknown {
  if (typeof value !== 'object' || value === null) return value
  const rename = (part: unknown) => renamed(part, from, to)
  if (Array.isArray(value)) {
    const parts = value.map(rename)
    return parts.some((part, index) => part !== value[index]) ? parts : value
  }
  if (value instanceof Map) {
    const entries = [...value].map(([name, part]) => [name === from ? to : name, rename(part)] as const)
    return entries.some(([name, part]) => name === to || part !== value.get(name)) ? new Map(entries) : value
  }
  if (!isPlainObject(value)) return value
  let copy: Record<string, unknown> | undefined
  for (const name of Object.keys(value)) {
    const part = rename(value[name])
    if (name !== from && part === value[name]) continue
    copy ??= { ...value }
    if (name === from) delete copy[name]
    Object.defineProperty(copy, name === from ? to : name, { ...member, value: part })
  }
  return copy ?? value
}

const member = { configurable: true, enumerable: true, writable: true }
