import { MonotableError } from '../errors/monotable-error.js'
import type { Path } from '../schema/path.js'
import type { Expressions } from './expressions.js'

/**
 * A projection expression: each place once, for DynamoDB refuses one that is in another. Undefined of no paths.
 * @throws MonotableError `query.invalid`
 */
export function writeProjection(given: readonly unknown[] | undefined, expressions: Expressions): string | undefined {
  const paths = given?.map(readPath) ?? []
  const distinct = paths.filter(
    (path, index) => !paths.some((other, at) => holds(other, path) && (other.length < path.length || at < index)),
  )
  return distinct.map(path => expressions.path(path)).join(', ') || undefined
}

const holds = (outer: Path, inner: Path) => outer.every((segment, index) => segment === inner[index])

/** Reads `'address.city'`, `'tags[0]'`, or `['a.name.with.dots']`. */
function readPath(given: unknown): Path {
  if (Array.isArray(given) && given.length === 1) return given
  const path: (string | number)[] = []
  let rest = `.${given}`
  while (rest !== '') {
    const [token, name, index] = /^\.([^.[\]]+)|^\[(\d+)\]/.exec(rest) ?? []
    if (token === undefined)
      throw new MonotableError('query.invalid', {
        reason: `'${given}' is no path. Write 'address.city' or 'tags[0]', and a name that has dots or brackets itself as ['its.name'].`,
      })
    path.push(name ?? Number(index))
    rest = rest.slice(token.length)
  }
  return path
}
