/** A function that works its value out when first asked: what a schema that holds itself is made of is not all there before. */
export function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
