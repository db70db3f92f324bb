import { MonotableError } from '../errors/monotable-error.js'
import { invalidValue } from '../expression/attribute-path.js'
import type { ConditionText } from './options.js'

/** What makes the placeholders that a command has. */
interface Names {
  name(name: string): string
  value(value: unknown): string
}

/** Placeholders, and words that are not the names of functions. */
const words = /[#:]\w+|\b[a-z]\w*\b(?!\s*\()/gi
const keywords = /^(and|or|not|in|between)$/i

/**
 * A condition of a user's, with our placeholders in the place of theirs, so that they can't be those of another expression of the
 * command; and in the place of names, so that they may be reserved words.
 * @throws MonotableError `expression.invalidValue` where a placeholder is not given, or is given and not used; `expression.empty`
 */
export function writeText({ expression, names = {}, values = {} }: ConditionText, command: Names): string {
  if (typeof expression !== 'string' || expression.trim() === '')
    throw new MonotableError('expression.empty', { reason: 'The text of a condition is empty: leave it out.' })
  const used = new Set<string>()
  const given = <V>(placeholder: string, of: Readonly<Record<string, V>>): V => {
    used.add(placeholder)
    const meant = Object.hasOwn(of, placeholder) ? of[placeholder] : undefined
    if (meant === undefined) throw invalidValue([placeholder], 'the expression uses it, and it is not given')
    return meant
  }
  const text = expression.replace(words, word => {
    if (word.startsWith('#')) return command.name(given(word, names))
    if (word.startsWith(':')) return command.value(given(word, values))
    return keywords.test(word) ? word : command.name(word)
  })
  for (const placeholder of [...Object.keys(names), ...Object.keys(values)])
    if (!used.has(placeholder)) throw invalidValue([placeholder], 'it is given, and the expression does not use it')
  return text
}
