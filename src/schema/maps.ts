import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { AttributeKind, MapParts, Storage } from './attribute-model.js'
import { bareObject } from './bare-object.js'
import { Fault, mismatch, tell } from './fault.js'
import { once } from './once.js'
import { checkText } from './scalars.js'

/** Whether a value is an object of names and values, and no instance of a class. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/** Of records and loose objects; what is left to z.any() zod does not look into. */
export const reservedName = [
  'reservedName',
  "zod leaves out what is named '__proto__', and so it would be lost: only z.any() can hold it",
] as const

const unrecognized = ['unrecognized_keys', 'is not in the schema'] as const

/** A nested object, a record, or an open map, the one that may hold a `__proto__`, as zod does not look into it. */
export function mapStorage(kind: AttributeKind & ('map' | 'record' | 'any'), map: MapParts): Storage {
  const { members, rest, names, strict } = map
  const required = once(() => [...members].flatMap(([name, model]) => (model.optional ? [] : [name])))
  return {
    kind,
    types: ['M'],
    map,
    parts: [...members.values(), rest, names].filter(part => part !== undefined),
    // What zod leaves out must not be written inside it either.
    child: segment => members.get(String(segment)) ?? (segment === '__proto__' ? undefined : rest),
    marshal(value, at) {
      if (!isPlainObject(value)) throw mismatch('a plain object (others need a codec)', value)
      const stored = bareObject<AttributeValue>()
      for (const name of Object.keys(value)) {
        const member = value[name]
        if (member === undefined) continue
        at.push(name)
        const model = members.get(name) ?? rest
        if (model === undefined) throw new Fault(...unrecognized)
        if (model === rest) checkName(name)
        stored[name] = model.marshal(member, at)
        at.pop()
      }
      for (const name of required()) {
        if (stored[name] !== undefined) continue
        at.push(name)
        throw new Fault('required', 'is required')
      }
      return { M: stored }
    },
    unmarshal({ M: stored }, issues, at) {
      if (stored === undefined) return undefined
      // zod makes plain objects of what it looks into, and so are those that it does not.
      const plain = kind === 'any' && !Object.hasOwn(stored, '__proto__')
      const value = plain ? ({} as Record<string, unknown>) : bareObject<unknown>()
      let known = 0
      for (const name of Object.keys(stored)) {
        at.push(name)
        const member = members.get(name)
        if (member) known++
        const model = member ?? rest
        if (model === undefined) strict && tell(issues, at, ...unrecognized)
        else if (name === '__proto__' && kind !== 'any') tell(issues, at, ...reservedName)
        else value[name] = model.unmarshal(stored[name], issues, at)
        at.pop()
      }
      // Most have all of them.
      for (const name of known < members.size ? required() : [])
        if (!(name in value)) {
          const missing = members.get(name)!.unmarshal(undefined, issues)
          if (missing) value[name] = missing
        }
      return value
    },
  }
}

/** @throws Fault for what DynamoDB does not take as a name in a map */
function checkName(name: string): void {
  if (name === '') throw new Fault('emptyName', 'has an empty name, which DynamoDB does not take')
  checkText(name)
}
