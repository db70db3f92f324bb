import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { $ZodUnknown } from 'zod/v4/core'
import type { Issue } from '../errors/item-errors.js'
import type { Storage } from './attribute-model.js'
import { typeOf } from './attribute-model.js'
import { bareObject } from './bare-object.js'
import { SetStorage } from './collections.js'
import { Fault, nestIssues, within } from './fault.js'
import { checkName, isPlainObject } from './maps.js'
import { Model } from './model.js'
import { readInteger, readNumber } from './numbers.js'
import {
  bigintStorage,
  binaryStorage,
  booleanStorage,
  inexact,
  mismatch,
  nullStorage,
  numberStorage,
  stringStorage,
} from './scalars.js'

/** What the schema leaves open: each value is stored by what it is. */
export const anyStorage: Storage = {
  kind: 'any',
  types: ['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M'],
  parts: [],
  get element() {
    return anything
  },
  child: () => anything,
  marshal,
  unmarshal,
}

const unknown = new $ZodUnknown({ type: 'unknown' })
const anything = new Model(unknown, unknown, anyStorage)

function marshal(value: unknown): AttributeValue {
  switch (typeof value) {
    case 'string':
      return stringStorage.marshal(value)
    case 'number':
      return numberStorage.marshal(value)
    case 'bigint':
      return bigintStorage.marshal(value)
    case 'boolean':
      return booleanStorage.marshal(value)
  }
  if (value === null) return nullStorage.marshal(value)
  if (Array.isArray(value)) return { L: value.map(marshalElement) }
  if (value instanceof Uint8Array) return binaryStorage.marshal(value)
  if (value instanceof Set) return marshalSet(value)
  if (isPlainObject(value)) return { M: marshalMembers(value) }
  throw mismatch('something that DynamoDB can store (use a codec for this)', value)
}

function marshalElement(value: unknown, index: number): AttributeValue {
  try {
    return marshal(value)
  } catch (error) {
    throw within(error, index)
  }
}

function marshalMembers(value: Record<string, unknown>): Record<string, AttributeValue> {
  const stored = bareObject<AttributeValue>()
  for (const name of Object.keys(value)) {
    try {
      if (value[name] === undefined) continue
      checkName(name)
      stored[name] = marshal(value[name])
    } catch (error) {
      throw within(error, name)
    }
  }
  return stored
}

const sets = { S: new SetStorage(anything, 'S'), N: new SetStorage(anything, 'N'), B: new SetStorage(anything, 'B') }

function marshalSet(value: ReadonlySet<unknown>): AttributeValue {
  const types = new Set([...value].map(element => typeOf(marshal(element))))
  const [type = 'S'] = types
  if (types.size > 1 || !Object.hasOwn(sets, type))
    throw new Fault('mixedSet', 'is a set whose elements are not all strings, all numbers or all binaries')
  return sets[type as keyof typeof sets].marshal(value)
}

function unmarshal(stored: AttributeValue, issues: Issue[]): unknown {
  switch (typeOf(stored)) {
    case 'N':
      return unmarshalNumber(stored.N!, issues)
    case 'NULL':
      return null
    case 'SS':
      return sets.S.unmarshal(stored, issues)
    case 'NS':
      return sets.N.unmarshal(stored, issues)
    case 'BS':
      return sets.B.unmarshal(stored, issues)
    case 'L':
      return stored.L!.map((element, index) => unmarshalPart(element, index, issues))
    case 'M': {
      const value = bareObject<unknown>()
      for (const [name, member] of Object.entries(stored.M!)) value[name] = unmarshalPart(member, name, issues)
      return value
    }
    default:
      return stored.S ?? stored.BOOL ?? stored.B
  }
}

function unmarshalPart(stored: AttributeValue, segment: string | number, issues: Issue[]): unknown {
  const start = issues.length
  const value = unmarshal(stored, issues)
  if (issues.length > start) nestIssues(issues, start, segment)
  return value
}

/** A number where that holds it and can be written again, else a bigint. */
function unmarshalNumber(text: string, issues: Issue[]): number | bigint | undefined {
  const value = readNumber(text)
  if (value !== undefined && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value
  const integer = readInteger(text)
  if (integer === undefined) issues.push(inexact)
  return integer
}
