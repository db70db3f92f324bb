import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { ScalarKind, Storage, StoredType } from './attribute-model.js'
import { Fault, mismatch, tell } from './fault.js'
import { formatNumber, formatNumeric, readInteger, readNumber, useExact } from './numbers.js'

/** What an encoded value is to DynamoDB; of what is no object, JavaScript's type. */
export function kindOf(value: unknown): string {
  if (typeof value !== 'object') return typeof value
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  if (value instanceof Uint8Array) return 'binary'
  return value instanceof Set ? 'set' : 'map'
}

/** @throws Fault for a text that has no UTF-8 */
export function checkText(text: string): string {
  if (!text.isWellFormed())
    throw new Fault('malformedText', 'holds half of a surrogate pair: it is not well-formed text')
  return text
}

/** Values that have no parts; `write` gives false for what is of another kind. */
function scalar(
  kind: ScalarKind,
  type: StoredType,
  expected: string,
  write: (value: unknown) => AttributeValue | false,
  unmarshal: Storage['unmarshal'],
): Storage {
  return {
    kind,
    types: [type],
    marshal(value) {
      const stored = write(value)
      if (stored === false) throw mismatch(expected, value)
      return stored
    },
    unmarshal,
  }
}

export const scalars: Readonly<Record<ScalarKind, Storage>> = {
  string: scalar(
    'string',
    'S',
    'a string',
    value => typeof value === 'string' && { S: checkText(value) },
    ({ S }) => S,
  ),
  number: scalar(
    'number',
    'N',
    'a number',
    value => typeof value === 'number' && { N: formatNumber(value) },
    ({ N }, issues, at) =>
      N && (readNumber(N) ?? tell(issues, at, 'inexactNumber', `a number can't hold this exactly: ${useExact}`)),
  ),
  bigint: scalar(
    'bigint',
    'N',
    'a bigint',
    value => typeof value === 'bigint' && { N: formatNumeric(String(value)) },
    ({ N }, issues, at) => N && (readInteger(N) ?? tell(issues, at, 'notInteger', 'expected an integer')),
  ),
  // Text of digits, kept as a number: all 38 digits survive, fractions too.
  numeric: scalar(
    'numeric',
    'N',
    'a string of digits',
    value => typeof value === 'string' && { N: formatNumeric(value) },
    ({ N }) => N,
  ),
  boolean: scalar(
    'boolean',
    'BOOL',
    'a boolean',
    value => typeof value === 'boolean' && { BOOL: value },
    ({ BOOL }) => BOOL,
  ),
  null: scalar(
    'null',
    'NULL',
    'null',
    value => value === null && { NULL: true },
    ({ NULL }) => (NULL ? null : undefined),
  ),
  binary: scalar(
    'binary',
    'B',
    'a Uint8Array',
    value => value instanceof Uint8Array && { B: value },
    ({ B }) => B,
  ),
}
