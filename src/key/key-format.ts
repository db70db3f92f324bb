import type { KeyRole } from '../errors/key-errors.js'
import { DefinitionError, InvalidKeyError } from '../errors/monotable-error.js'
import type { KeyValue, PlaceholderDomain } from './domain.js'
import { unusableInKeys, utf8Length } from './order.js'
import { createSlot, decodeText, encodeText, fitsSlot, type Slot } from './slot.js'
import type { KeyTemplate } from './template.js'

/** A key template with what its placeholders' values can be: enough to make keys and to read them back. */
export interface KeyFormat {
  readonly source: string
  /** The literal text before the first placeholder. */
  readonly prefix: string
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
  { source, prefix, placeholders }: KeyTemplate,
  domains: readonly PlaceholderDomain[],
  escapes: boolean,
): KeyFormat {
  const slots = placeholders.map((placeholder, index) => {
    const { attribute, casing, width } = placeholder
    const domain = domains[index]!
    const { type } = domain
    if (casing ? type !== 'string' : width && type === 'boolean') {
      const reason = `can't have a modifier on '${attribute}', which is a ${type}`
      throw new DefinitionError('definition.template', { template: source, reason })
    }
    return createSlot(placeholder, domain, escapes)
  })
  return { source, prefix, slots }
}

/**
 * Makes a key. Two different tuples of values never make the same one, `lower` and `upper` apart.
 *
 * @param value Gives the value of an attribute, in its stored form.
 * @throws InvalidKeyError a value does not fit (see formatPlaceholder), or the key is longer than DynamoDB takes.
 */
export function formatKey(format: KeyFormat, value: (attribute: string) => unknown, role: KeyRole): string {
  const { source, prefix, slots } = format
  let key = prefix
  for (let index = 0; index < slots.length; index++) {
    const { attribute, delimiter } = slots[index]!
    key += formatPlaceholder(format, index, value(attribute)) + delimiter
  }
  checkLength(utf8Length(key), role, source)
  return key
}

/** @throws InvalidKeyError `key.tooLong`: DynamoDB takes no key of so many bytes. */
export function checkLength(bytes: number, role: KeyRole, template: string): void {
  const limit = keyLimits[role]
  if (bytes > limit) throw new InvalidKeyError('key.tooLong', { role, bytes, limit, template })
}

/**
 * The text of one placeholder: a value of a key, or the bound of a range over it.
 * @throws InvalidKeyError the value is missing, mistyped, empty, holds its delimiter, or can't be part of a key.
 */
export function formatPlaceholder(format: KeyFormat, index: number, value: unknown): string {
  const slot = format.slots[index]!
  const { attribute, width = 0 } = slot
  const text = encodeText(slot, valueText(format, slot, value))
  if (text === undefined) throw new InvalidKeyError('key.padding', { attribute, width })
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
  const { width, delimiter } = slot
  const prefix = valueText(format, slot, value)
  if (prefix === '' || width) return prefix
  const text = encodeText(slot, prefix)!
  if (delimiter !== '' && text.includes(delimiter)) throw misfit(format, slot, text)
  return text
}

/** The placeholders' texts in a key, as they stand there; undefined where the key is not of this template. */
export function splitKey({ prefix, slots }: KeyFormat, text: string): readonly string[] | undefined {
  let start = prefix.length
  if (!text.startsWith(prefix)) return undefined
  const texts: string[] = []
  for (const { delimiter } of slots) {
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
  const { slots } = format
  const values = new Map<string, KeyValue>()
  for (let index = 0; index < slots.length; index++) {
    const slot = slots[index]!
    const value = decodeText(slot, texts[index]!)
    if (value === undefined) return undefined
    // Of an attribute that a template has twice, the place that keeps its case tells most.
    if (!slot.casing || !values.has(slot.attribute)) values.set(slot.attribute, value)
  }
  return slots.every((slot, index) => encodeText(slot, String(values.get(slot.attribute))) === texts[index])
    ? values
    : undefined
}

/** The text of a value before its modifier. -0 becomes '0'. */
function valueText({ source }: KeyFormat, { attribute, domain: { type } }: Slot, value: unknown): string {
  if (value === undefined) throw new InvalidKeyError('key.missingAttribute', { attribute, template: source })
  const received = value === null ? 'null' : typeof value
  if (received !== type) throw new InvalidKeyError('key.wrongType', { attribute, expected: type, received })
  const text = String(value)
  if (type === 'number' ? !Number.isFinite(value) : unusableInKeys.test(text)) {
    const reason = type === 'number' ? 'it is not finite' : 'it holds a lone surrogate or U+10FFFF'
    throw new InvalidKeyError('key.illFormedValue', { attribute, reason })
  }
  return text
}

function misfit({ source: template }: KeyFormat, { attribute, delimiter }: Slot, text: string): InvalidKeyError {
  return text === ''
    ? new InvalidKeyError('key.emptyValue', { attribute, template })
    : new InvalidKeyError('key.delimiterInValue', { attribute, template, delimiter })
}
