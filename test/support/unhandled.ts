/** What was rejected while something was done, with nobody there to hear it. */
export async function unhandledIn(work: () => PromiseLike<unknown>): Promise<readonly unknown[]> {
  const unhandled: unknown[] = []
  const listener = (reason: unknown) => unhandled.push(reason)
  process.on('unhandledRejection', listener)
  try {
    await work()
    // They are told of once all that is ready has run.
    await new Promise(resolve => setImmediate(resolve))
  } finally {
    process.off('unhandledRejection', listener)
  }
  return unhandled
}

/** Listeners whose own trouble must not be that of who tells them. */
export const troubled = {
  throws: () => {
    throw new Error('the listener is broken')
  },
  rejects: async () => {
    throw new Error('the listener is broken')
  },
}
