import type { Texts } from './texts.js'

/** Where in a table a key stands. */
export type KeyRole = 'partition key' | 'sort key'

/** The details of every error about a key, by code. */
export interface KeyErrors {
  'key.missingAttribute': { attribute: string; template: string }
  'key.wrongType': { attribute: string; expected: string; received: string }
  'key.emptyValue': { attribute: string; template: string; type?: 'binary' | 'string' }
  'key.delimiterInValue': { attribute: string; template: string; delimiter: string }
  'key.illFormedValue': { attribute: string; reason: string }
  'key.padding': { attribute: string; width: number }
  'key.tooLong': { role: KeyRole; bytes: number; limit: number; template: string }
}

const escaping = "or define the entity with keys: 'escape'."

export const keyErrors: Texts<KeyErrors> = {
  'key.missingAttribute': d => `The key '${d.template}' needs '${d.attribute}'.`,
  'key.wrongType': d => `'${d.attribute}' must be of type ${d.expected} in a key, not ${d.received}.`,
  'key.emptyValue': d =>
    d.type
      ? `'${d.attribute}' is empty, and DynamoDB takes no empty ${d.type} key '${d.template}'. Give it a value.`
      : `'${d.attribute}' is empty: in the key '${d.template}' that could not be told from a missing value. Give it a value, ${escaping}`,
  'key.delimiterInValue': d =>
    `'${d.attribute}' holds '${d.delimiter}', which ends it in the key '${d.template}': two items could share one key. Use another delimiter, ${escaping}`,
  'key.illFormedValue': d => `'${d.attribute}' can't be part of a key: ${d.reason}.`,
  'key.padding': d => `'${d.attribute}' must be a whole number of ${d.width} digits at most, and not negative.`,
  'key.tooLong': d =>
    `The ${d.role} '${d.template}' takes ${d.bytes} bytes with these values; DynamoDB allows ${d.limit}.`,
}
