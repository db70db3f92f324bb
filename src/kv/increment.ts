import { MonotableError } from '../errors/monotable-error.js'
import { Placeholders } from '../expression/placeholders.js'
import { expressionAttributes } from '../operation/expression-attributes.js'
import { encodeValue } from '../schema/encode.js'
import { anything } from '../schema/generic.js'
import { expiryOf, isAlive } from './expiry.js'
import { type KVContext, sending } from './kv-context.js'
import { type Counter, ENTRY } from './layout.js'
import { type Put, putIfAbsent } from './write-entry.js'

/** How often it is tried where others make and delete the entry meanwhile. */
const MAX_ATTEMPTS = 6

const MAX = Number.MAX_SAFE_INTEGER

/** What is to be added, and to what. */
export interface Increment extends Omit<Put, 'value'> {
  readonly amount: number
  readonly member: string | undefined
}

/**
 * Adds to the number of an entry (UpdateItem); where there is none that is to expire, puts one (PutItem). The sum.
 * @throws MonotableError `update.invalid`, `expression.invalidValue`, `write.contended`; `request.failed` with the outcome
 *   `unknown` where an answer was lost, for it must not be added twice
 */
export async function increment(context: KVContext, { key, amount, expires, member }: Increment): Promise<number> {
  const { layout, now } = context
  const counter = layout.counter(member)
  if (typeof amount !== 'number')
    throw new MonotableError('expression.invalidValue', { path: 'amount', reason: 'it is no number' })
  encodeValue(anything, amount, ['amount'], 'operand', ENTRY)
  const ends = expiryOf(context, expires) !== undefined
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const outcome = await add(context, key, amount, counter, ends)
    if (outcome.written) return Number(outcome.output.Attributes![counter.attribute]!.N)
    const { current } = outcome
    if (isAlive(layout.expiresAt, current, now()))
      throw new MonotableError(
        'update.invalid',
        { entity: ENTRY, reason: 'it adds to what is no number, or the sum is none that a number holds exactly' },
        { item: current },
      )
    if (await putIfAbsent(context, { key, value: amount, expires })) return amount
  }
  throw new MonotableError('write.contended', { entity: ENTRY, attempts: MAX_ATTEMPTS })
}

function add(
  context: KVContext,
  Key: Increment['key'],
  amount: number,
  { attribute, zeroWithout }: Counter,
  ends: boolean,
) {
  const { tableName, transport, layout, now } = context
  const placeholders = new Placeholders()
  const name = placeholders.name(attribute)
  const number = (value: number) => placeholders.value({ N: String(value) })
  // Between numbers there is nothing but numbers.
  const isNumber = `${name} BETWEEN ${number(-MAX - Math.min(amount, 0))} AND ${number(MAX - Math.max(amount, 0))}`
  const { expiresAt } = layout
  const expiry = expiresAt && placeholders.name(expiresAt)
  const isThere = expiry
    ? `(attribute_not_exists(${expiry}) OR ${expiry} > ${number(now().getTime())}) AND ${isNumber}`
    : isNumber
  // What has to expire is put with its time.
  const condition = ends ? isThere : `attribute_not_exists(${placeholders.name(zeroWithout)}) OR (${isThere})`
  return transport.write(
    'UpdateItem',
    {
      TableName: tableName,
      Key,
      UpdateExpression: `ADD ${name} ${number(amount)}`,
      ConditionExpression: condition,
      ...expressionAttributes(placeholders),
      ReturnValues: 'UPDATED_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
    { ...sending(context), unrepeatable: true },
  )
}
