/** A place in an item: names of attributes and indexes of lists. */
export type Path = readonly (string | number)[]

/** A path as people write it: `capability.skills[0]`. */
export function formatPath(path: Path): string {
  return path
    .map((segment, at) => (typeof segment === 'number' ? `[${segment}]` : at === 0 ? segment : `.${segment}`))
    .join('')
}

/**
 * Reads what `formatPath` writes, where names are plain (they hold no dots and no brackets).
 * @returns undefined where the text is not a path.
 */
export function parsePath(text: string): Path | undefined {
  if (!/^[^.[\]]+(?:\.[^.[\]]+|\[(?:0|[1-9]\d*)\])*$/.test(text)) return undefined
  return Array.from(text.matchAll(/\[(\d+)\]|[^.[\]]+/g), ([name, index]) =>
    index === undefined ? name : Number(index),
  )
}
