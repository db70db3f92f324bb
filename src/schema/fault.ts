import type { Issue } from '../errors/item-errors.js'
import type { Path } from './path.js'

/**
 * What is wrong with one value; thrown while values are marshalled, and given its path on the way up.
 * It is no Error: a union throws and catches some while it looks for the option that fits, and needs no stacks.
 */
export class Fault {
  readonly path: (string | number)[] = []

  constructor(
    readonly code: string,
    readonly message: string,
  ) {}
}

/** What was thrown, with the segment where it happened if it is a fault. */
export function within(thrown: unknown, segment: string | number): unknown {
  if (thrown instanceof Fault) thrown.path.unshift(segment)
  return thrown
}

/**
 * The issue that a thrown fault makes under a path.
 * @throws anything else that was thrown
 */
export function issueOf(thrown: unknown, path: Path): Issue {
  if (thrown instanceof Fault) return { path: [...path, ...thrown.path], code: thrown.code, message: thrown.message }
  // Only values that hold themselves, or are nested by the thousands, use up the stack.
  if (thrown instanceof RangeError) return { path, code: 'tooDeep', message: 'is nested too deeply, or holds itself' }
  throw thrown
}

/** Puts the issues from `start` on under a segment. */
export function nestIssues(issues: Issue[], start: number, segment: string | number): void {
  for (let index = start; index < issues.length; index++) {
    const issue = issues[index]!
    issues[index] = { ...issue, path: [segment, ...issue.path] }
  }
}

/** What kind of value it is, in words; never the value itself. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return 'an array'
  if (typeof value !== 'object') return `a ${typeof value}`
  const name = Object.getPrototypeOf(value)?.constructor?.name ?? 'Object'
  return name === 'Object' ? 'an object' : `a ${name}`
}
