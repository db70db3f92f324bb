import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { StoredPath } from '../../expression/attribute-path.js'
import type { Condition, Raw } from '../../expression/condition.js'
import { compareStored } from '../../expression/stored-values.js'
import { keyLimits } from '../../key/key-format.js'
import { lastCharacter, utf8Length } from '../../key/order.js'
import { storedTest } from '../guards.js'

/** From where to where a key attribute is; an end that is missing is open. */
interface Bounds {
  readonly low?: AttributeValue | undefined
  readonly high?: AttributeValue | undefined
}

/**
 * The smallest range of keys that holds several.
 * @param ranges for each, what is asked of the key attributes in their order: one test of each, to the first that is not `eq`
 */
export function enclosingRange(ranges: readonly (readonly Condition[])[]): readonly Condition[] {
  const common: Condition[] = []
  for (const at of (ranges[0] ?? []).keys()) {
    const tests = ranges.flatMap(range => range[at] ?? [])
    if (tests.length < ranges.length) break
    if (new Set(tests.map(test => JSON.stringify(test))).size > 1) return [...common, ...enclose(tests)]
    common.push(tests[0]!)
  }
  return common
}

/** What holds all that passes one of the tests of a key attribute. */
function enclose(tests: readonly Condition[]): readonly Condition[] {
  const [name] = (tests[0]!.operands[0] as StoredPath).segments as readonly [string]
  const bounds = tests.map(boundsOf)
  const low = outermost(
    bounds.map(each => each.low),
    -1,
  )
  const high = outermost(
    bounds.map(each => each.high),
    1,
  )
  if (low?.S !== undefined && high?.S === low.S + lastCharacter) return [storedTest(name, 'beginsWith', low)]
  if (low && high) return [storedTest(name, 'between', low, high)]
  return low || high ? [storedTest(name, low ? 'gte' : 'lte', (low ?? high)!)] : []
}

function boundsOf({ kind, operands }: Condition): Bounds {
  const [first, second] = (operands.slice(1) as readonly Raw[]).map(operand => operand.value)
  switch (kind) {
    case 'eq':
      return { low: first, high: first }
    case 'between':
      return { low: first, high: second }
    case 'beginsWith':
      return { low: first, high: endOf(first!) }
    default:
      return kind === 'lt' || kind === 'lte' ? { high: first } : { low: first }
  }
}

/** What comes after every text that begins so; open where DynamoDB would take it for too long, and for binaries. */
function endOf({ S }: AttributeValue): AttributeValue | undefined {
  const end = S !== undefined && S + lastCharacter
  return end && utf8Length(end) <= keyLimits['sort key'] ? { S: end } : undefined
}

/** The least or greatest of some ends; open where one of them is. */
const outermost = (ends: readonly (AttributeValue | undefined)[], sign: 1 | -1): AttributeValue | undefined =>
  ends.reduce((outer, end) => outer && end && (compareStored(end, outer) * sign > 0 ? end : outer))
