/** A place in an item: names of attributes and indexes of lists. */
export type Path = readonly (string | number)[]

/** A path as people write it: `capability.skills[0]`. */
export function formatPath(path: Path): string {
  return path
    .map((segment, at) => (typeof segment === 'number' ? `[${segment}]` : at === 0 ? segment : `.${segment}`))
    .join('')
}
