import type { Issue } from '../errors/item-errors.js'

/** Where a walk through a value is: walkers push the segment that they step into, and pop it when they leave. */
export type Trail = (string | number)[]

/**
 * What is wrong with one value; thrown while values are marshalled, which leaves the trail at the place.
 * It is no Error: a union throws and catches some while it looks for the option that fits, and needs no stacks.
 */
export class Fault {
  constructor(
    readonly code: string,
    readonly message: string,
  ) {}
}

/** A value to be stored is not what the schema says. */
export const mismatch = (expected: string, value: unknown): Fault =>
  new Fault('wrongType', `expected ${expected}, got ${describe(value)}`)

/** Notes what is wrong with a stored value. */
export function tell(issues: Issue[], at: Trail, code: string, message: string): undefined {
  issues.push({ path: [...at], code, message })
}

/** What kind of value it is, in words; never the value itself. */
function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return 'an array'
  if (typeof value !== 'object') return `a ${typeof value}`
  const name = Object.getPrototypeOf(value)?.constructor?.name ?? 'Object'
  return name === 'Object' ? 'an object' : `a ${name}`
}
