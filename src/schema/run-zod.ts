import { $ZodAsyncError, $ZodEncodeError, type $ZodIssue, type $ZodType, safeDecode, safeEncode } from 'zod/v4/core'
import type { Issue } from '../errors/item-errors.js'

/** What zod made of a value, or what it found wrong. */
export interface Outcome {
  readonly value?: unknown
  readonly issues?: readonly Issue[]
}

/** Validates a decoded value and brings it into the form that is stored. Never throws. */
export const runEncode = (schema: $ZodType, value: unknown): Outcome => run(() => safeEncode(schema, value))

/** Validates an encoded value and brings it into the form that applications see. Never throws. */
export const runDecode = (schema: $ZodType, value: unknown): Outcome => run(() => safeDecode(schema, value))

function run(parse: () => ReturnType<typeof safeDecode>): Outcome {
  try {
    const result = parse()
    return result.success ? { value: result.data } : { issues: result.error.issues.map(issueOf) }
  } catch (error) {
    return { issues: [thrownIssue(error)] }
  }
}

function issueOf({ path, code, message, ...rest }: $ZodIssue): Issue {
  // Without a locale, which zod/mini leaves to its users, zod has one text for everything.
  const hint = 'expected' in rest ? `expected ${rest.expected}` : 'format' in rest ? `not a valid ${rest.format}` : code
  return {
    path: path.map(segment => (typeof segment === 'symbol' ? String(segment) : segment)),
    code: code ?? 'custom',
    message: message === 'Invalid input' ? `${message}: ${hint}` : message,
  }
}

/** The error's own text is left out: codecs put values in it. */
function thrownIssue(error: unknown): Issue {
  if (error instanceof $ZodAsyncError)
    return {
      path: [],
      code: 'asyncSchema',
      message: 'the schema has asynchronous checks: items are checked synchronously, so make them before',
    }
  if (error instanceof $ZodEncodeError)
    return {
      path: [],
      code: 'oneWay',
      message: 'the schema has a transform, which has no way back: use z.codec, which has both',
    }
  const name = error instanceof Error ? error.name : typeof error
  return { path: [], code: 'thrown', message: `a codec or check of the schema threw a ${name}` }
}
