import type { KeyRole } from '../errors/key-errors.js'
import { DefinitionError, InvalidKeyError } from '../errors/monotable-error.js'
import type { KeyValue, PlaceholderDomain } from './domain.js'
import { unusableInKeys, utf8Length } from './order.js'
import { decodeText, encodeText, fitsSlot, type Slot } from './slot.js'
import type { KeyTemplate } from './template.js'

/** A key template with what its placeholders' values can be: enough to make keys and to read them back. */
export interface KeyFormat {
  readonly template: KeyTemplate
  /** One per placeholder. */
  readonly slots: readonly Slot[]
}

/** The most bytes that DynamoDB takes in a key of each role. */
export const keyLimits = { 'partition key': 2048, 'sort key': 1024 } as const satisfies Record<KeyRole, number>

/**
 * Joins a template with its placeholders' domains.
 *
 * @param domains One per placeholder.
 * @param escapes Whether values that the template can't hold are percent-escaped instead of refused.
 * @throws DefinitionError `definition.template`: a modifier does not fit its attribute's type.
 */
export function createKeyFormat(
  template: KeyTemplate,
  domains: readonly PlaceholderDomain[],
  escapes: boolean,
): KeyFormat {
  const slots = template.placeholders.map((placeholder, index) => {
    const { attribute, modifier } = placeholder
    const domain = domains[index]!
    const { type } = domain
    if (modifier !== undefined && (modifier.kind === 'pad' ? type === 'boolean' : type !== 'string')) {
      const reason = `can't have '${modifier.kind}' on '${attribute}', which is a ${type}`
      throw new DefinitionError('definition.template', { template: template.source, reason })
    }
    // Digits need no escaping, and keep their number without it.
    const slot = {
      ...placeholder,
      domain,
      delimiter: template.literals[index + 1]!,
      escape: escapes && modifier?.kind !== 'pad',
    }
    return Object.freeze(slot)
  })
  return Object.freeze({ template, slots: Object.freeze(slots) })
}

/**
 * Makes a key. Two different tuples of values never make the same one, `lower` and `upper` apart.
 *
 * @param value Gives the value of an attribute, in its stored form.
 * @throws InvalidKeyError a value does not fit (see formatPlaceholder), or the key is longer than DynamoDB takes.
 */
export function formatKey(format: KeyFormat, value: (attribute: string) => unknown, role: KeyRole): string {
  let key = format.template.literals[0]!
  for (const [index, { attribute, delimiter }] of format.slots.entries()) {
    key += formatPlaceholder(format, index, value(attribute)) + delimiter
  }
  const bytes = utf8Length(key)
  const limit = keyLimits[role]
  if (bytes > limit) throw new InvalidKeyError('key.tooLong', { role, bytes, limit, template: format.template.source })
  return key
}

/**
 * The text of one placeholder: a value of a key, or the bound of a range over it.
 * @throws InvalidKeyError the value is missing, mistyped, empty, holds its delimiter, or can't be part of a key.
 */
export function formatPlaceholder(format: KeyFormat, index: number, value: unknown): string {
  const slot = format.slots[index]!
  const { attribute, modifier } = slot
  const text = encodeText(slot, valueText(format, slot, value))
  if (text === undefined) {
    throw new InvalidKeyError('key.padding', { attribute, width: modifier?.kind === 'pad' ? modifier.width : 0 })
  }
  if (!fitsSlot(slot, text)) throw misfit(format, slot, text)
  return text
}

/**
 * The text that a placeholder's text begins with where the value begins with `value`, which may be empty. For a padded
 * placeholder `value` is the first of its digits.
 * @throws InvalidKeyError the value is missing, mistyped, holds the delimiter, or can't be part of a key.
 */
export function formatPrefix(format: KeyFormat, index: number, value: unknown): string {
  const slot = format.slots[index]!
  const { modifier, delimiter } = slot
  const prefix = valueText(format, slot, value)
  if (prefix === '' || modifier?.kind === 'pad') return prefix
  const text = encodeText(slot, prefix)!
  if (delimiter !== '' && text.includes(delimiter)) throw misfit(format, slot, text)
  return text
}

/** The placeholders' texts in a key, as they stand there; undefined where the key is not of this template. */
export function splitKey(format: KeyFormat, text: string): readonly string[] | undefined {
  let start = format.template.literals[0]!.length
  if (!text.startsWith(format.template.literals[0]!)) return undefined
  const texts: string[] = []
  for (const { delimiter } of format.slots) {
    const end = delimiter === '' ? text.length : text.indexOf(delimiter, start)
    if (end <= start) return undefined
    texts.push(text.slice(start, end))
    start = end + delimiter.length
  }
  return start === text.length ? texts : undefined
}

/** Reads a key back into its attributes, in their stored form; undefined unless they make just this key. */
export function parseKey(format: KeyFormat, text: string): ReadonlyMap<string, KeyValue> | undefined {
  const texts = splitKey(format, text)
  if (texts === undefined || unusableInKeys.test(text)) return undefined
  const values = new Map<string, KeyValue>()
  for (const [index, slot] of format.slots.entries()) {
    const value = decodeText(slot, texts[index]!)
    if (value === undefined) return undefined
    // Of an attribute that a template has twice, the place without a modifier tells most.
    if (slot.modifier === undefined || !values.has(slot.attribute)) values.set(slot.attribute, value)
  }
  const same = format.slots.every(
    (slot, index) => encodeText(slot, String(values.get(slot.attribute))) === texts[index],
  )
  return same ? values : undefined
}

/** The text of a value before its modifier. -0 becomes '0'. */
function valueText(format: KeyFormat, { attribute, domain }: Slot, value: unknown): string {
  if (value === undefined) {
    throw new InvalidKeyError('key.missingAttribute', { attribute, template: format.template.source })
  }
  const type = typeof value
  if (type !== domain.type) {
    const received = value === null ? 'null' : type === 'object' ? 'an object' : `a ${type}`
    throw new InvalidKeyError('key.wrongType', { attribute, expected: `a ${domain.type}`, received })
  }
  const text = String(value)
  if (type === 'number' && !Number.isFinite(value)) {
    throw new InvalidKeyError('key.illFormedValue', { attribute, reason: 'it is not a finite number' })
  }
  if (unusableInKeys.test(text)) {
    throw new InvalidKeyError('key.illFormedValue', { attribute, reason: 'it holds a lone surrogate or U+10FFFF' })
  }
  return text
}

function misfit(format: KeyFormat, { attribute, delimiter }: Slot, text: string): InvalidKeyError {
  const template = format.template.source
  return text === ''
    ? new InvalidKeyError('key.emptyValue', { attribute, template })
    : new InvalidKeyError('key.delimiterInValue', { attribute, template, delimiter })
}
