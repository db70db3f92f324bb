import { MonotableError } from '../errors/monotable-error.js'
import { checkKey, checkKeyValue } from './check-key.js'
import type { Expressions } from './expressions.js'

/** How each operator is written, of its place and the placeholders of its values. */
const operators: Readonly<Record<string, (place: string, value: string, high: string) => string>> = {
  eq: (place, value) => `${place} = ${value}`,
  lt: (place, value) => `${place} < ${value}`,
  lte: (place, value) => `${place} <= ${value}`,
  gt: (place, value) => `${place} > ${value}`,
  gte: (place, value) => `${place} >= ${value}`,
  beginsWith: (place, value) => `begins_with(${place}, ${value})`,
  between: (place, low, high) => `${place} BETWEEN ${low} AND ${high}`,
}

/** DynamoDB's limit on the attributes of a partition key, and of a sort key, of an index. */
const MAX_ATTRIBUTES = 4

/**
 * The key condition of a query.
 * @throws MonotableError `query.invalid`; InvalidKeyError
 */
export function writeKeyCondition(partition: object, sortKey: object | undefined, expressions: Expressions): string {
  const equal = checkKey(partition, MAX_ATTRIBUTES).map(
    ([name, value]) => `${expressions.name(name)} = ${expressions.value(value)}`,
  )
  const asked = Object.entries(sortKey ?? {}).filter(([, condition]) => condition !== undefined)
  if (asked.length > MAX_ATTRIBUTES) throw invalid(`a sort key has ${MAX_ATTRIBUTES} attributes at most`)
  const bounds = asked.map(([name, condition], index) => {
    const [operator, value] = operatorIn(name, condition)
    if (operator !== 'eq' && index < asked.length - 1)
      throw invalid(
        `only the last attribute of a sort key takes another operator than eq, and '${name}' is not the last`,
      )
    const values = operator === 'between' ? pairIn(name, value) : [value]
    const [low, high] = values.map(each => expressions.value(checkKeyValue(name, each, operator === 'beginsWith')))
    return operators[operator]!(expressions.name(name), low!, high!)
  })
  return [...equal, ...bounds].join(' AND ')
}

/** The one operator of a condition on a sort-key attribute. */
function operatorIn(name: string, condition: object): readonly [string, unknown] {
  const [entry, ...others] = Object.entries(condition ?? {}).filter(([, value]) => value !== undefined)
  if (!entry || others.length > 0 || !Object.hasOwn(operators, entry[0]))
    throw invalid(`'${name}' needs exactly one of ${Object.keys(operators).join(', ')}`)
  return entry
}

function pairIn(name: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value) && value.length === 2) return value
  throw invalid(`between on '${name}' needs two bounds, [low, high]`)
}

const invalid = (reason: string) =>
  new MonotableError('query.invalid', { reason: `The sort key can't be asked so: ${reason}.` })
