import { CommanderError } from 'commander'
import { type ExitCode, exitCodes } from '../exit-codes.js'
import { awsHint } from './aws-hint.js'
import { Interrupted } from './interrupted.js'
import { isMonotable } from './is-monotable.js'
import { type Location, locate } from './location.js'
import { UsageError } from './usage-error.js'
import { UserFileError } from './user-file-error.js'

/** What is to be said of an error. */
export interface Explanation {
  readonly exitCode: ExitCode
  /** Of monotable's errors their code; `usage`, `definitions` or `unexpected` of others. */
  readonly code: string
  readonly message: string
  readonly hint?: string | undefined
  readonly details?: unknown
  /** Where in the user's files. */
  readonly location?: Partial<Location> | undefined
  /** Of an error that nobody expected, to report it. */
  readonly stack?: string | undefined
}

/** What is said to be wrong before anything is sent: the options, or the definitions. */
const MISUSE = /^(definition|key|expression|query\.invalid|file|package)/

/**
 * Says of an error what it is, and with what the process ends.
 * @param interrupt What it ends with where it was interrupted.
 */
export function explain(error: unknown, interrupt: ExitCode | undefined): Explanation {
  if (error instanceof Interrupted || (interrupt !== undefined && isAbort(error)))
    return {
      exitCode: interrupt ?? exitCodes.interrupted,
      code: 'interrupted',
      message: error instanceof Interrupted ? error.message : 'Stopped before its end.',
    }
  if (error instanceof CommanderError)
    return { exitCode: exitCodes.misuse, code: 'usage', message: sentence(error.message) }
  if (error instanceof UsageError) return { exitCode: exitCodes.misuse, code: 'usage', message: error.message }
  if (error instanceof UserFileError) {
    const { message, cause, file } = error
    const code = isMonotable(cause) ? cause.code : 'definitions'
    return { exitCode: exitCodes.misuse, code, message, location: locate(cause) ?? { file } }
  }
  if (isMonotable(error)) {
    const { code, message, details } = error
    const hint = code === 'request.failed' ? awsHint(error) : undefined
    return { exitCode: MISUSE.test(code) ? exitCodes.misuse : exitCodes.failed, code, message, hint, details }
  }
  const { message = String(error), stack } = Object(error) as Partial<Error>
  const hint = awsHint(error)
  const location = locate(error)
  const known = hint ?? location
  return { exitCode: exitCodes.failed, code: 'unexpected', message, hint, location, stack: known ? undefined : stack }
}

/** Of what commander says, `error: unknown command 'tabel'`, a sentence. */
function sentence(text: string): string {
  const [first, ...rest] = text.replace(/^error: /, '').split('\n')
  const whole = first!.charAt(0).toUpperCase() + first!.slice(1)
  const suggestion = rest.map(line => line.replace(/^\((.*)\)$/, '$1'))
  return [/[.?!]$/.test(whole) ? whole : `${whole}.`, ...suggestion].join(' ').trim()
}

const isAbort = (error: unknown): boolean =>
  (isMonotable(error) && error.code === 'request.aborted') || (Object(error) as Partial<Error>).name === 'AbortError'
