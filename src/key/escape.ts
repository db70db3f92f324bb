/*
 * Percent-escaping for entities with keys: 'escape'. Every character up to '%' and the first character of the text that
 * follows the placeholder become %XX; an empty value becomes a lone '%'. No escaped value can then hold that text, and
 * because all that sorts up to '%' is escaped alike, code-point order is kept unless the text begins with a later character.
 */

import { firstCharacter } from './order.js'

/** Escapes a value that stands before `delimiter`, '' where nothing follows it. */
export function escapeText(text: string, delimiter: string): string {
  const special = firstCharacter(delimiter)
  const escaped = Array.from(text, character =>
    character <= '%' || character === special ? escapeCharacter(character) : character,
  )
  return escaped.join('') || '%'
}

/** The reverse of escapeText, undefined where a text is not UTF-8. Lenient: texts that escapeText never makes may pass. */
export function unescapeText(text: string): string | undefined {
  try {
    return text === '%' ? '' : decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** Whether escaped values that stand before `delimiter` sort as the values do. */
export const escapeKeepsOrder = (delimiter: string): boolean => firstCharacter(delimiter) <= '%'

function escapeCharacter(character: string): string {
  const escaped = encodeURIComponent(character)
  // Letters, digits and some marks come out as they are.
  return escaped === character ? `%${character.charCodeAt(0).toString(16).toUpperCase()}` : escaped
}
