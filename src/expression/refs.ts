import { type AttributePath, invalidValue } from './attribute-path.js'
import type { Value } from './condition.js'
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

export const standFor = <Node>(meant: Node): Standing<Node> => Object.freeze({ [node]: meant })

/** The node that a reference or computed value stands for, or else that of a plain value. */
export function operandOf<Node>(value: unknown): Node | Value {
  const meant = typeof value === 'object' ? (value as Partial<Standing<Node>> | null)?.[node] : undefined
  return meant ?? Object.freeze({ kind: 'value', value })
}

/**
 * The place that an operator was given.
 * @throws MonotableError `expression.invalidValue` where it was given something else
 */
export function placeOf(operator: string, value: unknown): AttributePath {
  const meant = operandOf<AttributePath>(value)
  if (meant.kind === 'attribute') return meant
  throw invalidValue([operator], 'its first argument must be an attribute of the item')
}

/** The item as a place: `refs.capability.skills[0]` stands for that path. Every name is an attribute's, `then` too. */
export const createRefs = <Item>(): Refs<Item> => refTo([]) as Refs<Item>

/** Nothing is inherited, so no name means anything else than an attribute. */
const blank = Object.freeze(Object.create(null))

const refTo = (segments: readonly string[]): object =>
  new Proxy(blank, {
    get(_, name) {
      if (typeof name === 'string') return refTo(Object.freeze([...segments, name]))
      return name === node ? Object.freeze({ kind: 'attribute', segments }) : undefined
    },
  })
