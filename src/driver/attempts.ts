import type { SdkMiddleware } from './middleware-types.js'
import { errorName, isRefusal } from './translate-error.js'

const PREFIX = 'monotable'

/** A place in a command's stack, behind all else in its step. A command that is sent again has it already. */
export const at = (step: string, name: string) =>
  ({ step, priority: 'low', name: PREFIX + name, override: true }) as const

/** Whether middleware of that name was put into a command's stack here. */
export const isOurs = (name: string | undefined): boolean => name?.startsWith(PREFIX) ?? false

/** Ends the SDK's attempts. It has no cause, for the SDK looks into causes for a reason to try again. */
export class NotSentAgain extends Error {
  constructor(readonly failure: unknown) {
    super('The request may have been acted on, and is not sent again.')
  }
}

/**
 * Watches each attempt. Where one may have been acted on, and a second would do the work a second time, it ends the attempts.
 */
export const watchAttempts: SdkMiddleware = next => async request => {
  const { attempts } = request
  try {
    return await next(request)
  } catch (error) {
    if (isRefusal(Object(error).$metadata?.httpStatusCode, errorName(error))) throw error
    attempts.known.lost = true
    throw attempts.unrepeatable ? new NotSentAgain(error) : error
  }
}

/** Behind the SDK's retries, which have a high priority in this step: once an attempt. */
export const watchedAt = /* @__PURE__ */ at('finalizeRequest', 'Attempts')

/** Gives what the first attempt came to, without making it again. */
export const replayFirst: SdkMiddleware = next => async request => {
  const { attempts } = request
  const { first } = attempts
  if (!first) return next(request)
  attempts.first = undefined
  if ('error' in first) throw first.error
  return first
}

/** Behind all else. */
export const replayedAt = /* @__PURE__ */ at('deserialize', 'FirstAttempt')
