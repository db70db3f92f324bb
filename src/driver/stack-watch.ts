import type { SdkMiddleware, SdkStack } from './middleware-types.js'

/** One entry of a client's middleware stack. */
export interface StackEntry {
  readonly middleware: SdkMiddleware
  readonly name?: string
}

/** All that is in a stack, in the order in which it was added. */
export function entriesOf(stack: SdkStack): readonly StackEntry[] {
  const entries: StackEntry[] = []
  const note = (middleware: SdkMiddleware, options: object) => entries.push({ middleware, ...options })
  stack.applyToStack({ add: note, addRelativeTo: note })
  return entries
}

/** Tells whether a client's stack is as it was, which costs much less than to resolve it. */
export interface StackWatch {
  /** What the stack held when it was last looked at. */
  readonly entries: readonly StackEntry[]
  /** Whether something was added, taken away or put elsewhere since the last time. True at first. */
  changed(stack: SdkStack): boolean
}

export function createStackWatch(): StackWatch {
  let known: readonly StackEntry[] = []
  let position = 0
  let same = true
  const compare = (middleware: SdkMiddleware) => {
    same &&= known[position]?.middleware === middleware
    position++
  }
  const comparing = { add: compare, addRelativeTo: compare }
  return {
    get entries() {
      return known
    },
    changed(stack) {
      position = 0
      same = true
      stack.applyToStack(comparing)
      if (same && position === known.length && position > 0) return false
      known = entriesOf(stack)
      return true
    },
  }
}
