import { MonotableError } from '../errors/monotable-error.js'
import type { AttributePath } from './attribute-path.js'
import type { Refs } from './refs-types.js'

/**
 * Under it, a reference or a computed value keeps the node that it stands for.
 * A symbol of ours, so that no value of a user's can be taken for one, whatever JSON it came from.
 */
const node: unique symbol = Symbol('monotable')

/** Something that operators know for more than a value. */
export interface Standing<Node> {
  readonly [node]: Node
}

export function standFor<Node>(meant: Node): Standing<Node> {
  return Object.freeze({ [node]: Object.freeze(meant) })
}

/** The node that a reference or computed value stands for; undefined of a plain value. */
export function meaningOf<Node>(value: unknown): Node | undefined {
  return typeof value === 'object' && value !== null ? (value as Partial<Standing<Node>>)[node] : undefined
}

/**
 * The place that an operator was given.
 * @throws MonotableError `expression.invalidValue` where it was given something else
 */
export function placeOf(operator: string, value: unknown): AttributePath {
  const meant = meaningOf<{ readonly kind: string }>(value)
  if (meant?.kind === 'attribute') return meant as AttributePath
  throw new MonotableError('expression.invalidValue', {
    path: operator,
    reason: 'its first argument must be an attribute of the item',
  })
}

/** The item as a place: `refs.capability.skills[0]` stands for that path. Every name is an attribute's, `then` too. */
export function createRefs<Item>(): Refs<Item> {
  return refTo([]) as Refs<Item>
}

/** Nothing is inherited, so no name means anything else than an attribute. */
const blank = Object.freeze(Object.create(null))

function refTo(segments: readonly string[]): object {
  return new Proxy(blank, {
    get(_, name) {
      if (typeof name === 'string') return refTo(Object.freeze([...segments, name]))
      return name === node ? Object.freeze({ kind: 'attribute', segments }) : undefined
    },
  })
}
