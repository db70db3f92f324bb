/** Works through values, so many at a time; gives the results in the order of the values. The first error ends it. */
export async function inParallel<T, R>(
  values: readonly T[],
  concurrency: number,
  work: (value: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = Array(values.length)
  const queue = values.entries()
  const worker = async () => {
    for (const [index, value] of queue) results[index] = await work(value, index)
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, values.length) }, worker))
  return results
}
