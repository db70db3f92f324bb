import { DefinitionError } from '../errors/monotable-error.js'
import { unusableInKeys } from './order.js'

/** One `<attribute>` or `<attribute:modifier>` of a key template, and the text after it. */
export interface Placeholder {
  readonly attribute: string
  /** The case that `<email:lower>` and `<code:upper>` put their value in. */
  readonly casing: 'lower' | 'upper' | undefined
  /** How many digits `<seq:pad(8)>` makes of its number. */
  readonly width: number | undefined
  /** The literal text right after it, '' where it ends the template. */
  readonly delimiter: string
}

/** A key template as data. */
export interface KeyTemplate {
  readonly source: string
  /** The literal text before the first placeholder. */
  readonly prefix: string
  readonly placeholders: readonly Placeholder[]
}

/** Its groups are the attribute, its case and its width: DynamoDB's numbers have 38 digits at most. */
const placeholder = /<([^<>:]+)(?::(?:(lower|upper)|pad\(([1-9]|[12]\d|3[0-8])\)))?>/

/**
 * Reads a key template such as `team#<teamCode>` or `<createdAt>#<seq:pad(8)>`.
 *
 * @param source Literal text and placeholders. An attribute name may hold anything but `<`, `>` and `:`.
 * @throws DefinitionError `definition.template`: the template is empty, malformed, has an unknown modifier, or has two
 * placeholders with no text between them.
 */
export function parseTemplate(source: string): KeyTemplate {
  const refuse = (reason: string) => new DefinitionError('definition.template', { template: source, reason })
  if (source === '' || unusableInKeys.test(source)) throw refuse('must have text, without lone surrogates and U+10FFFF')
  // Splitting by a pattern with three groups gives literal, attribute, case, width, literal, …, literal.
  const parts = source.split(placeholder)
  const placeholders: Placeholder[] = []
  for (let at = 1; at < parts.length; at += 4) {
    const [attribute, casing, width, delimiter] = parts.slice(at) as [string, 'lower' | 'upper', string?, string?]
    placeholders.push({ attribute, casing, width: width === undefined ? width : Number(width), delimiter: delimiter! })
  }
  const prefix = parts[0]!
  const broken = [prefix, ...placeholders.map(each => each.delimiter)].find(literal => /[<>]/.test(literal))
  if (broken !== undefined)
    throw refuse(`is malformed at '${broken}': it takes <name>, <name:lower>, <name:upper> and <name:pad(n)>, n to 38`)
  const open = placeholders.slice(0, -1).find(each => each.delimiter === '')
  if (open) throw refuse(`needs text after '<${open.attribute}>' to tell where it ends`)
  return { source, prefix, placeholders }
}
