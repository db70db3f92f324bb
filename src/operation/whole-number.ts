import { MonotableError } from '../errors/monotable-error.js'

/**
 * A count that was given, as it is.
 * @throws MonotableError of this code unless it is a whole number from 1, and no more than the most
 */
export function wholeNumber(
  code: 'query.invalid' | 'batch.invalid',
  name: string,
  value: number,
  most = Number.MAX_SAFE_INTEGER,
): number {
  if (Number.isInteger(value) && value >= 1 && value <= most) return value
  const reason = `${name} takes a whole number from 1${most < Number.MAX_SAFE_INTEGER ? ` to ${most}` : ''}`
  // The text of the one is a sentence, that of the other a part of one.
  throw new MonotableError(code, { reason: code === 'query.invalid' ? `${reason}.` : reason })
}
