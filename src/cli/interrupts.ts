import { setMaxListeners } from 'node:events'
import { type ExitCode, exitCodes } from './exit-codes.js'

/** The wish of a user, or of a system, that the process ends. */
export interface Interrupts {
  readonly signal: AbortSignal
  /** What the process ends with, once it was interrupted. */
  exitCode(): ExitCode | undefined
}

/**
 * The first Ctrl-C (or SIGTERM) aborts the signal, so that what is under way is ended in order; the second ends the process.
 * @param say Tells people.
 */
export function watchInterrupts(say: (text: string) => void): Interrupts {
  const controller = new AbortController()
  // Each request under way listens, and there are as many as somebody asks for: Node would warn of more than ten.
  setMaxListeners(0, controller.signal)
  let code: ExitCode | undefined
  const interrupt = (exitCode: ExitCode) => () => {
    if (code !== undefined) process.exit(exitCode)
    code = exitCode
    say('Stopping: what is under way is brought to its end. Ctrl-C again ends at once.')
    controller.abort()
  }
  process.on('SIGINT', interrupt(exitCodes.interrupted))
  process.on('SIGTERM', interrupt(exitCodes.terminated))
  return { signal: controller.signal, exitCode: () => code }
}
