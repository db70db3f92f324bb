import { DefinitionError } from '../errors/monotable-error.js'
import { unusableInKeys } from './order.js'

/** What a placeholder does to its value: `<seq:pad(8)>`, `<email:lower>`, `<code:upper>`. */
export type Modifier =
  | { readonly kind: 'pad'; readonly width: number }
  | { readonly kind: 'lower' }
  | { readonly kind: 'upper' }

/** One `<attribute>` or `<attribute:modifier>` of a key template. */
export interface Placeholder {
  readonly attribute: string
  readonly modifier: Modifier | undefined
}

/** A key template as data. */
export interface KeyTemplate {
  readonly source: string
  /** The text before, between and after the placeholders: always one more than there are placeholders. */
  readonly literals: readonly string[]
  readonly placeholders: readonly Placeholder[]
}

/** DynamoDB's numbers have no more digits. */
const maximumWidth = 38

/**
 * Reads a key template such as `team#<teamCode>` or `<createdAt>#<seq:pad(8)>`.
 *
 * @param source Literal text and placeholders. An attribute name may hold anything but `<`, `>` and `:`.
 * @throws DefinitionError `definition.template`: the template is empty, malformed, has an unknown modifier, or has two
 * placeholders with no text between them.
 */
export function parseTemplate(source: string): KeyTemplate {
  if (source === '') throw refusal(source, 'has no text: give it literal text, <attribute> placeholders, or both')
  if (unusableInKeys.test(source)) throw refusal(source, 'holds a lone surrogate or U+10FFFF, which keys do not take')
  // Splitting by a pattern with one group gives literal, placeholder, literal, …, literal.
  const parts = source.split(/<([^<>]*)>/)
  const literals = parts.filter((_, index) => index % 2 === 0)
  const inner = parts.filter((_, index) => index % 2 === 1)
  for (const literal of literals) {
    if (literal.includes('<')) throw refusal(source, "has a '<' without its '>'")
    if (literal.includes('>')) throw refusal(source, "has a '>' without its '<'")
  }
  const gap = literals.slice(1, -1).indexOf('')
  if (gap !== -1) {
    throw refusal(source, `needs text between '<${inner[gap]}>' and '<${inner[gap + 1]}>' to tell where the first ends`)
  }
  const placeholders = inner.map(text => parsePlaceholder(source, text))
  return Object.freeze({ source, literals: Object.freeze(literals), placeholders: Object.freeze(placeholders) })
}

function parsePlaceholder(source: string, text: string): Placeholder {
  const colon = text.indexOf(':')
  const attribute = colon === -1 ? text : text.slice(0, colon)
  if (attribute === '') throw refusal(source, `has a placeholder without an attribute, '<${text}>'`)
  const modifier = colon === -1 ? undefined : parseModifier(source, text, text.slice(colon + 1))
  return Object.freeze({ attribute, modifier })
}

function parseModifier(source: string, placeholder: string, text: string): Modifier {
  if (text === 'lower' || text === 'upper') return Object.freeze({ kind: text })
  const pad = /^pad(?:\((.*)\))?$/s.exec(text)
  if (pad === null) {
    throw refusal(source, `has an unknown modifier in '<${placeholder}>': it takes one of pad(n), lower and upper`)
  }
  const width = /^[1-9]\d?$/.test(pad[1] ?? '') ? Number(pad[1]) : Number.POSITIVE_INFINITY
  if (width > maximumWidth) {
    throw refusal(source, `has a bad width in '<${placeholder}>': pad takes a whole number from 1 to ${maximumWidth}`)
  }
  return Object.freeze({ kind: 'pad', width })
}

function refusal(template: string, reason: string): DefinitionError {
  return new DefinitionError('definition.template', { template, reason })
}
