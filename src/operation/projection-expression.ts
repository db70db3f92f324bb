import type { Placeholders } from '../expression/placeholders.js'
import type { Path } from '../schema/path.js'

/** A projection expression of the paths asked for and of attributes that are needed whole, without overlaps. */
export function projectionExpression(
  fetch: readonly Path[],
  whole: ReadonlySet<string>,
  placeholders: Placeholders,
): string {
  const paths = fetch.filter(([head]) => !whole.has(String(head)))
  return [...paths, ...[...whole].map(name => [name])].map(path => placeholders.path(path)).join(', ')
}
