/**
 * Works through values, so many at a time, until one fails or `stopped` says so. It ends when nothing is under way any more: what
 * follows can count on that nothing is written behind its back.
 * @returns whether all was done
 * @throws the first error
 */
export async function runPool<T>(
  values: Iterable<T>,
  concurrency: number,
  stopped: () => boolean,
  work: (value: T) => Promise<void>,
): Promise<boolean> {
  const queue = values[Symbol.iterator]()
  let failure: { readonly error: unknown } | undefined
  let done = true
  const worker = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      if (failure || stopped()) {
        done = false
        return
      }
      try {
        await work(next.value)
      } catch (error) {
        failure ??= { error }
      }
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  if (failure) throw failure.error
  return done
}
