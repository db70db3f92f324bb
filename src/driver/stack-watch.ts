import type { SdkConfig, SdkMiddleware, SdkStack } from './middleware-types.js'

/** One entry of a client's middleware stack. */
interface Entry {
  readonly middleware: SdkMiddleware
  readonly name?: string
}

/** Tells whether the middleware of a client is the SDK's own alone, and whether it is still as it was. */
export interface StackWatch {
  /** Whether something was added, taken away or put elsewhere since the last time. True at first. */
  changed(stack: SdkStack): boolean
  /** Whether all of it is the SDK's own, so that parts of it can be made by cheaper ones. */
  readonly stock: boolean
  /** A middleware of the SDK's by its name. */
  find(name: string): SdkMiddleware | undefined
}

/** What the SDK itself puts into a client of DynamoDB's, in this order. */
const absolute = [
  'serializerMiddleware',
  'deserializerMiddleware',
  'getUserAgentMiddleware',
  'retryMiddleware',
  'contentLengthMiddleware',
  'hostHeaderMiddleware',
  'loggerMiddleware',
  'recursionDetectionMiddleware',
]
const relative = ['httpAuthSchemeMiddleware', 'httpSigningMiddleware']
/** Who overrides one of the SDK's own by its name gets it out of this order. */
const own = [...absolute, ...relative].join()

/** @returns a watch over one client's stack, which costs less at each request than to resolve the stack once. */
export function createStackWatch(): StackWatch {
  let known: readonly Entry[] | undefined
  let position = 0
  let same = true
  const compare = (middleware: SdkMiddleware) => {
    same &&= known?.[position]?.middleware === middleware
    position++
  }
  const comparing = { add: compare, addRelativeTo: compare }
  return {
    changed(stack) {
      position = 0
      same = known !== undefined
      stack.applyToStack(comparing)
      if (same && position === known!.length) return false
      const entries: Entry[] = []
      const note = (middleware: SdkMiddleware, options: object) => entries.push({ middleware, ...options })
      stack.applyToStack({ add: note, addRelativeTo: note })
      known = entries
      return true
    },
    get stock() {
      return known?.map(({ name }) => name).join() === own
    },
    find: name => known?.find(entry => entry.name === name)?.middleware,
  }
}

/** Whether a logger does nothing with what it is told, as that of a client that was given none. */
export const isSilent = ({ logger }: SdkConfig): boolean => isEmpty(logger?.info) && isEmpty(logger?.error)

/** By its source: its class may have lost its name to a minifier. */
const isEmpty = (method: unknown): boolean => method === undefined || /\{\s*\}$/.test(String(method))
