import { CommanderError } from 'commander'
import type { ErrorDetails } from '../../errors/monotable-error.js'
import { type ExitCode, exitCodes } from '../exit-codes.js'
import { Advised } from './advised.js'
import { awsHint } from './aws-hint.js'
import { inCommandWords } from './command-words.js'
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
  /** What was done until it was interrupted, for people. */
  readonly report?: string | undefined
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
  if (error instanceof Advised) {
    const explanation = explain(error.cause, interrupt)
    const { exitCode, hint } = explanation
    // What is refused before it begins leaves nothing to go on with.
    if (exitCode === exitCodes.misuse || isHeld(error.cause)) return explanation
    return { ...explanation, hint: [hint, error.advice].filter(Boolean).join('\n') }
  }
  if (error instanceof Interrupted || (interrupt !== undefined && isAbort(error)))
    return {
      exitCode: interrupt ?? exitCodes.interrupted,
      code: 'interrupted',
      ...(error instanceof Interrupted
        ? { message: error.message, details: error.details, report: error.report }
        : { message: 'Stopped before its end. Nothing was changed.' }),
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
    const { code, details } = error
    const message = inCommandWords(error.message)
    const refused = code === 'migration.refused' ? (details as ErrorDetails['migration.refused']).because : undefined
    const isMisuse = refused ? /^(unconfirmed|definition|state)$/.test(refused) : MISUSE.test(code)
    const hint =
      code === 'request.failed'
        ? awsHint(error)
        : refused === 'unconfirmed'
          ? 'What it would do: monotable plan. On a terminal it asks for the name.'
          : undefined
    return { exitCode: isMisuse ? exitCodes.misuse : exitCodes.failed, code, message, hint, details }
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

const isHeld = (error: unknown): boolean =>
  isMonotable(error) && (error.details as Partial<ErrorDetails['migration.refused']>).because === 'held'

const isAbort = (error: unknown): boolean =>
  (isMonotable(error) && error.code === 'request.aborted') || (Object(error) as Partial<Error>).name === 'AbortError'
