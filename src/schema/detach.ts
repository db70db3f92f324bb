import { bareObject } from './bare-object.js'
import { Fault, within } from './fault.js'
import { isPlainObject } from './maps.js'

/**
 * A copy of a value whose objects inherit nothing, for zod to read: in a plain one it takes an inherited `constructor` for a value.
 * @throws Fault for an own `__proto__`, which zod would leave out without a word
 */
export function detach(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(detachAt)
  if (!isPlainObject(value)) return value
  const copy = bareObject<unknown>()
  for (const name of Object.keys(value)) {
    if (name === '__proto__')
      throw within(
        new Fault('reservedName', 'zod leaves out what has this name: it would be lost. Choose another name'),
        name,
      )
    copy[name] = detachAt(value[name], name)
  }
  return copy
}

function detachAt(value: unknown, segment: string | number): unknown {
  try {
    return detach(value)
  } catch (error) {
    throw within(error, segment)
  }
}
