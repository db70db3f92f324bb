import type { TranslateConfig } from '@aws-sdk/lib-dynamodb'
import { MonotableError } from '../errors/monotable-error.js'
import { isPlainObject } from '../schema/maps.js'
import { formatPath, type Path } from '../schema/path.js'

type Options = NonNullable<TranslateConfig['marshallOptions']>

/** Where in a value something is that lib-dynamodb does not convert, and why. */
interface Finding {
  readonly path: Path
  readonly reason: string
}

/** The members of commands that hold values. */
const valued = ['Item', 'Key', 'ExclusiveStartKey', 'ExpressionAttributeValues', 'RequestItems']

/** The error for a command whose values lib-dynamodb has refused to convert: it says where, and holds no value. */
export function notStored(input: Readonly<Record<string, unknown>>, options: Options = {}): MonotableError {
  const found = valued.map(name => find(input[name] ?? null, [], options)).find(Boolean)
  const { path, reason } = found ?? { path: ['item'], reason: 'lib-dynamodb has no stored form for it' }
  return new MonotableError('expression.invalidValue', { path: formatPath(nameOf(path, input)), reason })
}

/** In requests of batches what is around an item is left out, and a value of an expression is told by what it belongs to. */
function nameOf([first, ...rest]: Path, input: Readonly<Record<string, unknown>>): Path {
  if ('RequestItems' in input) return rest.slice(3)
  const names = input.ExpressionAttributeNames as Readonly<Record<string, string>> | undefined
  if (!String(first).startsWith(':')) return [first!, ...rest]
  const texts = ['UpdateExpression', 'KeyConditionExpression', 'FilterExpression', 'ConditionExpression']
  const before = new RegExp(`(#\\w+)[^#]*${first}\\b`)
  const name = texts.map(text => before.exec(String(input[text] ?? ''))?.[1]).find(Boolean)
  return [names?.[name ?? ''] ?? first!, ...rest]
}

function find(value: unknown, path: Path, options: Options): Finding | undefined {
  const refuse = (reason: string) => ({ path, reason })
  if (path.length > 500) return refuse('it is nested too deep, or holds itself')
  if (value === undefined)
    return options.removeUndefinedValues
      ? undefined
      : refuse('it is undefined: leave it out, or set marshallOptions.removeUndefinedValues of the document client')
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return refuse('DynamoDB has no NaN and no Infinity')
    return options.allowImpreciseNumbers || Math.abs(value) <= Number.MAX_SAFE_INTEGER
      ? undefined
      : refuse('it is beyond Number.MAX_SAFE_INTEGER: use a bigint, or NumberValue of @aws-sdk/lib-dynamodb')
  }
  if (typeof value === 'symbol') return refuse('a symbol has no stored form')
  if (typeof value !== 'object' || value === null) return undefined
  if (value instanceof Set) return refuseSet(value, options, refuse)
  const parts = value instanceof Map ? [...value] : Object.entries(value)
  if (Array.isArray(value) || value instanceof Map || isPlainObject(value) || options.convertClassInstanceToMap) {
    for (const [name, part] of parts) {
      const finding = find(part, [...path, Array.isArray(value) ? Number(name) : name], options)
      if (finding) return finding
    }
    return undefined
  }
  return isConverted(value)
    ? undefined
    : refuse(`an instance of ${value.constructor?.name} has no stored form: give a plain object, or convert it`)
}

function refuseSet(value: ReadonlySet<unknown>, options: Options, refuse: (reason: string) => Finding) {
  const elements = [...value].filter(element => element !== undefined || !options.removeUndefinedValues)
  const isScalar = (element: unknown) =>
    /string|bigint|number/.test(typeof element) ? !find(element, [], options) : isConverted(element)
  if (elements.length > 0)
    return elements.every(isScalar) ? undefined : refuse('a set holds strings, numbers or binaries that can be stored')
  return options.convertEmptyValues
    ? undefined
    : refuse('DynamoDB stores no empty set: leave it out, or set marshallOptions.convertEmptyValues')
}

/** Binaries, and the numbers that lib-dynamodb wraps. */
const isConverted = (value: unknown): boolean =>
  ArrayBuffer.isView(value) ||
  value instanceof ArrayBuffer ||
  typeof (value as { toAttributeValue?: unknown } | null)?.toAttributeValue === 'function'
