import { InvalidKeyError } from '../errors/monotable-error.js'

/** A key of a table has two attributes at most. */
export const KEY_ATTRIBUTES = 2

/**
 * The attributes of a key.
 * @param most how many there can be
 * @param names the names of the key's attributes, where they are known
 * @throws InvalidKeyError
 */
export function checkKey(
  key: object,
  most: number,
  names?: readonly string[],
): readonly (readonly [string, unknown])[] {
  const given = Object.entries(key ?? {})
  const template = (names ?? []).join(', ')
  for (const name of names ?? [])
    if (!given.some(([each]) => each === name))
      throw new InvalidKeyError('key.missingAttribute', { attribute: name, template })
  if (given.length === 0)
    throw new InvalidKeyError('key.missingAttribute', { attribute: 'partition key', template: '{}' })
  const [extra] = given.find(([name], index) => (names ? !names.includes(name) : index >= most)) ?? []
  if (extra !== undefined)
    throw new InvalidKeyError('key.illFormedValue', {
      attribute: extra,
      reason: names ? `the key has ${names.join(' and ')}` : `a key has ${most} attributes at most here`,
    })
  for (const [name, value] of given) checkKeyValue(name, value)
  return given
}

/** @throws InvalidKeyError for what is no value of a key, and for what is empty where that can't be */
export function checkKeyValue(name: string, value: any, mayBeEmpty = false): unknown {
  const type = typeof value
  const isNumber = type === 'bigint' || type === 'number' || typeof value?.toAttributeValue === 'function'
  const isBinary = ArrayBuffer.isView(value) || value instanceof ArrayBuffer
  if (type !== 'string' && !isNumber && !isBinary)
    throw new InvalidKeyError('key.wrongType', {
      attribute: name,
      expected: 'string, number or binary',
      received: value === null ? 'null' : type,
    })
  if (!mayBeEmpty && (value === '' || (isBinary && value.byteLength === 0)))
    throw new InvalidKeyError('key.emptyValue', {
      attribute: name,
      template: name,
      type: isBinary ? 'binary' : 'string',
    })
  return value
}
