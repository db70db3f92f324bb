import type fc from 'fast-check'
import { MonotableError } from '../../src/index.js'

/** How many cases a property tries: few in `npm test`, more where `npm run test:fuzz` goes on. */
export const runs = (few: number): number => Math.ceil(few * Number(process.env.FUZZ_RUNS || 1))

/** A case on DynamoDB is many requests: a failure names its seed, and is not made smaller. */
export const asked = (few: number): fc.Parameters<unknown> => ({ numRuns: runs(few), endOnFailure: true })

/** What came of something: a result, or an error of the library's. */
export type Outcome<T> =
  | { readonly result: T; readonly error?: undefined }
  | { readonly error: MonotableError; readonly result?: undefined }

/**
 * Runs what may end in a typed error. Anything else that is thrown is a crash, and thrown on; so is what DynamoDB refused, for
 * that ought to have been told before it was sent.
 */
export async function outcomeOf<T>(work: () => T): Promise<Outcome<Awaited<T>>> {
  try {
    return { result: await work() }
  } catch (error) {
    if (!(error instanceof MonotableError)) throw error
    // Without its cause, which shows all of the SDK's request.
    if (error.code === 'request.failed') throw new Error(`It was sent, and refused: ${error.message}`)
    if (!(error.message.length > 10)) throw new Error('It has no text.', { cause: error })
    return { error }
  }
}

/** Counts what came of things: for the line that a test prints, and to see that not all is refused. */
export function createCounts() {
  const counts: Record<string, number> = {}
  const count = (name: string) => {
    counts[name] = (counts[name] ?? 0) + 1
  }
  return {
    counts,
    count,
    /** Counts an outcome by the code of its error. */
    outcome: <T>(outcome: Outcome<T>): Outcome<T> => {
      count(outcome.error?.code ?? 'done')
      return outcome
    },
  }
}
