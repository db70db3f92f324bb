import { $ZodAsyncError, $ZodEncodeError, type $ZodIssue, type $ZodType, safeDecode, safeEncode } from 'zod/v4/core'
import type { Issue } from '../errors/item-errors.js'
import type { Path } from './path.js'

/** Brings a value from one form into the other; what zod finds wrong is told in `issues`, under `path`. Never throws. */
export type Conversion = (schema: $ZodType, value: unknown, issues: Issue[], path?: Path) => unknown

const conversion =
  (run: typeof safeDecode | typeof safeEncode): Conversion =>
  (schema, value, issues, path = []) => {
    try {
      const { data, error } = run(schema, value)
      if (error) issues.push(...error.issues.map(issue => issueOf(issue, path)))
      return data
    } catch (error) {
      issues.push({ path, ...thrown(error) })
      return undefined
    }
  }

/** Validates a decoded value and brings it into the form that is stored. */
export const runEncode = conversion(safeEncode)

/** Validates an encoded value and brings it into the form that applications see. */
export const runDecode = conversion(safeDecode)

function issueOf({ path, code, message, ...rest }: $ZodIssue, at: Path): Issue {
  // Without a locale, which zod/mini leaves to its users, zod has one text for everything.
  const hint = 'expected' in rest ? `expected ${rest.expected}` : 'format' in rest ? `not a valid ${rest.format}` : code
  return {
    path: [...at, ...path.map(segment => (typeof segment === 'symbol' ? String(segment) : segment))],
    code: code ?? 'custom',
    message: message === 'Invalid input' ? `${message}: ${hint}` : message,
  }
}

/** The error's own text is left out: codecs put values in it. */
function thrown(error: unknown): Omit<Issue, 'path'> {
  if (error instanceof $ZodAsyncError)
    return { code: 'asyncSchema', message: 'the schema has asynchronous checks: make them before' }
  if (error instanceof $ZodEncodeError)
    return { code: 'oneWay', message: 'the schema has a transform: use z.codec, which has a way back' }
  const name = error instanceof Error ? error.name : typeof error
  return { code: 'thrown', message: `a codec or check of the schema threw a ${name}` }
}
