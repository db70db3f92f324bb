import type { CancellationReason } from '@aws-sdk/client-dynamodb'
import { decodeStored, isOwn } from '../../entity/decode-item.js'
import { isExpired } from '../../entity/time-to-live.js'
import { isOutdated } from '../../entity/upgrade-stored.js'
import { MonotableError, TransactionFailedError } from '../../errors/monotable-error.js'
import { outcomeOf, requestErrorName } from '../../errors/outcome.js'
import { evaluateCondition } from '../../expression/evaluate-condition.js'
import type { StoredItem } from '../../schema/item-model.js'
import { pause } from '../backoff.js'
import type { Context } from '../context.js'
import { conditionFailure, itemOf } from '../failure.js'
import type { SendOptions } from '../transport.js'
import type { CompiledWrite, Old, Writable } from './compiled-write.js'
import { inDoubt, readWritten } from './in-doubt.js'
import { readCurrent } from './read-old.js'
import { isCondition, isInnocent, isPassing, MAX_CONFLICTS, sendWrite, transactionItem } from './send-transaction.js'
import { sendWithSentinels } from './send-with-sentinels.js'

/** How often a write is made anew when what it was made of has changed meanwhile. */
export const MAX_ATTEMPTS = 6

/** What came of one attempt to write. */
type Attempt =
  | { readonly kind: 'written'; readonly attributes: StoredItem | undefined }
  /** Its conditions did not hold for this item. */
  | { readonly kind: 'failed'; readonly current: StoredItem | undefined }
  /** A path leads through nothing. */
  | { readonly kind: 'no parent' }

/**
 * Makes one write. It reads first where it must, and is made anew where what it was made of has changed meanwhile.
 * @throws ItemExistsError, ItemNotFoundError, VersionConflictError, ConditionFailedError, UniqueConstraintError,
 *   InvalidItemError, MonotableError `write.contended`, `request.*`
 */
export async function runWrite(context: Context, builder: Writable, sending: SendOptions): Promise<object | undefined> {
  const { entity } = context
  let old: Old | undefined = builder.readsFirst ? await readCurrent(context, builder, sending) : undefined
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const lacking = old && lacksItem(context, builder, old)
    if (lacking) throw lacking
    const compiled = old ? await builder.compileWrite(old) : builder.compiled()
    if ('unchanged' in compiled) return compiled.unchanged
    if (old && !old.item && compiled.expected.item === 'present')
      throw conditionFailure(entity, builder.key, compiled.expected, undefined, context.now())
    const outcome = await attemptWrite(context, builder, compiled, old, sending)
    if (outcome.kind === 'written') return answer(context, builder, compiled, old, outcome.attributes, sending)
    if (outcome.kind === 'failed' && !isOvertaken(context, builder, compiled, outcome.current))
      throw conditionFailure(entity, builder.key, compiled.expected, outcome.current, context.now())
    if (attempt > 1) await pause(attempt, sending.signal)
    old = await readCurrent(context, builder, sending)
  }
  throw new MonotableError('write.contended', { entity: entity.name, attempts: MAX_ATTEMPTS }, { key: builder.key })
}

/**
 * The error for a write of another entity's item, or a change of what is not there, as it was read: there is nothing that the
 * write could be made of.
 */
export function lacksItem(
  { entity, now }: Context,
  { node, key }: Writable,
  { item }: Old,
): MonotableError | undefined {
  const { kind, version } = node
  const foreign = item !== undefined && !isOwn(entity, item)
  const lacks = kind === 'update' && (!item || isExpired(entity, item, now()))
  if (!foreign && !lacks) return undefined
  return conditionFailure(entity, key, { item: 'present', version }, item, now())
}

/** Whether a condition failed for a reason that reading the item again, and making the write of it, takes away. */
export function isOvertaken(
  { entity, now }: Context,
  { keepsItem, node }: Writable,
  { guard, command }: CompiledWrite,
  current: StoredItem | undefined,
): boolean {
  if (guard && !evaluateCondition(guard, entity.model, current ?? {})) return true
  if (!current || !keepsItem || !isOwn(entity, current)) return false
  // As a put it is made in the place of the expired item already.
  if (isExpired(entity, current, now())) return node.kind === 'upsert' && command === 'UpdateItem'
  return isOutdated(entity, current)
}

async function attemptWrite(
  context: Context,
  { node }: Writable,
  compiled: CompiledWrite,
  old: Old | undefined,
  sending: SendOptions,
): Promise<Attempt> {
  const { command, input, expected, sentinels, unrepeatable } = compiled
  const together = command === 'ConditionCheck' || sentinels.length > 0 || node.exactlyOnce
  try {
    if (together) return await attemptTogether(context, compiled, old, node.returning, sending)
    const outcome = await sendWrite(context, command, input, { unrepeatable, ...sending })
    if (outcome.written) return { kind: 'written', attributes: outcome.output.Attributes }
    const { current } = outcome
    const done = outcome.resent ? compiled.isDone(current) : false
    if (done === undefined) throw inDoubt(context, compiled, current)
    // It met its own work, of which the answer was lost, and with it the item as it was.
    if (done) return { kind: 'written', attributes: node.returning === 'old' && old ? old.item : current }
    return { kind: 'failed', current }
  } catch (error) {
    // It may have been made, and what it needs taken away since, where neither a version nor a token would tell.
    const isTold = together || expected.version !== undefined || outcomeOf(error) === 'not written'
    if (!isTold || !isValidation(error)) throw error
    if (command === 'UpdateItem' && isInvalidPath(error.message)) return { kind: 'no parent' }
    if (isMissingOperand(error.message)) throw nothingToComputeWith(context, { cause: error })
    throw error
  }
}

/** The write and its sentinels, in one transaction. */
async function attemptTogether(
  context: Context,
  compiled: CompiledWrite,
  old: Old | undefined,
  returning: 'old' | 'new' | 'none',
  sending: SendOptions,
): Promise<Attempt> {
  const outcome = await sendWithSentinels(context, [transactionItem(compiled)], compiled.sentinels, sending)
  if (outcome.written) {
    const attributes = returning === 'old' ? old?.item : old && compiled.after(old.item)
    return { kind: 'written', attributes }
  }
  const [own] = outcome.reasons
  if (own && isCondition(own)) return { kind: 'failed', current: own.Item }
  if (own && isInvalidPath(own.Message)) return { kind: 'no parent' }
  if (own && isMissingOperand(own.Message)) throw nothingToComputeWith(context)
  throw cancelled(context, compiled, outcome.reasons, outcome.attempts)
}

/** A transaction of one operation that was cancelled for something else than its conditions. */
function cancelled(
  { entity }: Context,
  { command }: CompiledWrite,
  reasons: readonly CancellationReason[],
  attempts: number,
): MonotableError {
  if (reasons.some(isPassing) && attempts >= MAX_CONFLICTS)
    return new MonotableError('write.contended', { entity: entity.name, attempts })
  const operations = reasons
    .slice(0, 1)
    .map(() => ({ entity: entity.name, operation: command, reason: 'other' as const }))
  const cause = new Error(reasons.find(reason => !isInnocent(reason))?.Message)
  return new TransactionFailedError('transaction.failed', { operations, attempts }, { cause })
}

/** DynamoDB has no code of its own for a path that leads through nothing. */
export const isInvalidPath = (message = ''): boolean => message.includes('document path')
export const isMissingOperand = (message = ''): boolean =>
  message.includes('refers to an attribute that does not exist')

/** Whether DynamoDB did not understand a request. */
export const isValidation = (error: unknown): error is MonotableError =>
  requestErrorName(error) === 'ValidationException'

const nothingToComputeWith = ({ entity }: Context, evidence?: { readonly cause: unknown }) =>
  new MonotableError(
    'update.invalid',
    { entity: entity.name, reason: 'it computes with an attribute that is not there: guard it with ifNotExists' },
    evidence,
  )

/** What the write gives back, decoded. */
async function answer(
  context: Context,
  builder: Writable,
  compiled: CompiledWrite,
  old: Old | undefined,
  attributes: StoredItem | undefined,
  sending: SendOptions,
): Promise<object | undefined> {
  const { entity } = context
  const { node } = builder
  const { returning } = node
  if (returning === 'none' || node.kind === 'check') return undefined
  if (returning === 'new' && compiled.item) return compiled.item
  // A transaction returns no items: what DynamoDB made of this one is read.
  const known = attributes ?? (returning === 'new' ? old && compiled.after(old.item) : undefined)
  const stored = known ?? (returning === 'new' ? await readWritten(context, builder.key, sending) : undefined)
  if (stored === undefined || (returning === 'old' && isExpired(entity, stored, context.now()))) return undefined
  return itemOf(entity, stored, decodeStored(entity, stored), true)
}
