import type { CancellationReason, TransactWriteItem } from '@aws-sdk/client-dynamodb'
import { isExpired } from '../../entity/time-to-live.js'
import { MonotableError, TransactionFailedError } from '../../errors/monotable-error.js'
import type { TransactionOperation, TransactionReason } from '../../errors/write-errors.js'
import { evaluateCondition } from '../../expression/evaluate-condition.js'
import type { StoredItem } from '../../schema/item-model.js'
import { itemSize } from '../../schema/item-size.js'
import { pause } from '../backoff.js'
import type { SharedContext } from '../context.js'
import { conditionFailure, type Expectation } from '../failure.js'
import type { SendOptions } from '../transport.js'
import type { CompiledWrite, Old } from '../write/compiled-write.js'
import { readCurrent } from '../write/read-old.js'
import {
  isInvalidPath,
  isMissingOperand,
  isOvertaken,
  isValidation,
  lacksItem,
  MAX_ATTEMPTS,
} from '../write/run-write.js'
import {
  createToken,
  isCondition,
  isInnocent,
  isPassing,
  sendTransaction,
  transactionItem,
} from '../write/send-transaction.js'
import type { SentinelChange } from '../write/sentinels.js'
import { takenError } from '../write/taken.js'
import { demandOf, invalid, type Step } from './merge.js'
import { type SentinelStep, transactionSentinels } from './transaction-sentinels.js'

/** DynamoDB's limits on a transaction. */
const MAX_OPERATIONS = 100
const MAX_BYTES = 4 * 1024 * 1024

/** Why a step failed, and the error of each of its operations that is to blame. */
interface Blame {
  readonly reason: TransactionReason
  readonly errors?: readonly (MonotableError | undefined)[]
}

/**
 * Makes the steps of a transaction, all or none. Steps that must are made of their items as they are read, and the whole is made
 * anew where one of those has changed meanwhile.
 * @returns the steps as they were compiled
 * @throws TransactionFailedError, MonotableError `transaction.invalid`, `request.*`
 */
export async function runTransaction(
  shared: SharedContext,
  steps: readonly Step[],
  token: string | undefined,
  sending: SendOptions,
): Promise<readonly CompiledWrite[]> {
  const reads = new Set(steps.flatMap(({ write }, step) => (write.readsFirst ? [step] : [])))
  const kept = new Set<string>()
  const keptName = (step: number, { constraint }: SentinelChange) => `${step} ${constraint.name}`
  for (let attempt = 1; ; attempt++) {
    const olds = await Promise.all(
      steps.map(({ write }, step) =>
        reads.has(step) ? blaming(steps, step, attempt, () => readCurrent(write.context, write, sending)) : undefined,
      ),
    )
    const lacking = steps.flatMap(({ write }, step): [number, Blame][] => {
      const error = olds[step] && lacksItem(write.context, write, olds[step])
      return error ? [[step, blameAll(steps[step]!, error)]] : []
    })
    if (lacking.length > 0) throw failed(steps, lacking, attempt)
    const compiled = await Promise.all(steps.map((_, step) => compileStep(steps, step, olds[step], attempt)))
    const missing = compiled.findIndex(
      ({ expected }, step) => olds[step] && !olds[step].item && expected.item === 'present',
    )
    if (missing >= 0)
      throw failed(steps, [[missing, conditionBlame(steps[missing]!, compiled[missing]!.expected, undefined)]], attempt)
    const { sentinels, clash } = transactionSentinels(steps, compiled, (step, change) =>
      kept.has(keptName(step, change)),
    )
    if (clash) throw failed(steps, [[clash.step, uniqueBlame(steps[clash.step]!, clash.change, undefined)]], attempt)
    const items = [...compiled.map(transactionItem), ...sentinels.map(sentinel => sentinel.item)]
    checkLimits(items)
    const outcome = await sendOrFindPath(shared, items, token ?? createToken(), sending)
    if (outcome === 'no parent') {
      const unread = steps.flatMap(({ write }, step) => (write.keepsItem && !reads.has(step) ? [step] : []))
      if (unread.length === 0 || token !== undefined) throw failed(steps, [], attempt)
      for (const step of unread) reads.add(step)
      continue
    }
    if (outcome.written) return compiled

    const blames: [number, Blame][] = []
    let again = false
    for (const [index, reason] of outcome.reasons.entries()) {
      if (isInnocent(reason)) continue
      const sentinel: SentinelStep | undefined = sentinels[index - steps.length]
      const { write } = steps[index] ?? {}
      if (sentinel && isCondition(reason)) {
        // A value from before the constraint can be another item's: then it is not this one's to give free.
        if (sentinel.change.to)
          blames.push([sentinel.step, uniqueBlame(steps[sentinel.step]!, sentinel.change, reason)])
        else kept.add(keptName(sentinel.step, sentinel.change))
        again ||= !sentinel.change.to
      } else if (write && isCondition(reason) && isOvertaken(write.context, write, compiled[index]!, reason.Item)) {
        reads.add(index)
        again = true
      } else if (write && isCondition(reason))
        blames.push([index, conditionBlame(steps[index]!, compiled[index]!.expected, reason.Item)])
      else if (write?.keepsItem && isInvalidPath(reason.Message) && !reads.has(index)) {
        reads.add(index)
        again = true
      } else blames.push([sentinel?.step ?? index, otherBlame(reason)])
    }
    // A token that is the caller's stands for one set of bytes: what has to be made anew is another transaction.
    if (blames.length === 0 && again && token === undefined && attempt < MAX_ATTEMPTS) {
      await pause(attempt, sending.signal)
      continue
    }
    const overtaken = outcome.reasons.flatMap((reason, index): [number, Blame][] =>
      isInnocent(reason) ? [] : [[sentinels[index - steps.length]?.step ?? index, { reason: 'conflict' }]],
    )
    throw failed(steps, blames.length > 0 ? blames : overtaken, outcome.attempts)
  }
}

async function compileStep(
  steps: readonly Step[],
  step: number,
  old: Old | undefined,
  attempt: number,
): Promise<CompiledWrite> {
  const { write } = steps[step]!
  return old ? blaming(steps, step, attempt, async () => write.compileWrite(old)) : write.compiled()
}

/** What an item that was read shows of a write is a reason of its operation, as if DynamoDB had found it. */
async function blaming<T>(steps: readonly Step[], step: number, attempt: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const reason = error instanceof MonotableError && found.get(error.code)
    if (!reason) throw error
    throw failed(steps, [[step, blameAll(steps[step]!, error as MonotableError, reason)]], attempt)
  }
}

/** Codes of errors about the item that is there, or is not, and the reasons that they are. */
const found: ReadonlyMap<string, TransactionReason> = new Map([
  ['item.notFound', 'condition'],
  ['item.exists', 'condition'],
  ['item.foreign', 'condition'],
  ['item.newer', 'condition'],
  ['version.conflict', 'condition'],
  ['condition.failed', 'condition'],
  ['unique.taken', 'unique'],
])

/** Sends it. That a path leads through nothing may be said of the whole, and not as a reason of one operation. */
async function sendOrFindPath(...parameters: Parameters<typeof sendTransaction>) {
  try {
    return await sendTransaction(...parameters)
  } catch (error) {
    if (isValidation(error) && isInvalidPath(error.message)) return 'no parent'
    if (isValidation(error) && isMissingOperand(error.message))
      throw invalid('one of its updates computes with an attribute that is not there: guard it with ifNotExists')
    throw error
  }
}

function checkLimits(items: readonly TransactWriteItem[]): void {
  if (items.length > MAX_OPERATIONS)
    throw invalid(
      `it has ${items.length} operations, those on unique values among them; DynamoDB takes ${MAX_OPERATIONS}`,
    )
  const bytes = items.reduce((sum, { Put }) => sum + (Put?.Item ? itemSize(Put.Item) : 0), 0)
  if (bytes > MAX_BYTES) throw invalid(`its items take ${bytes} bytes; DynamoDB takes ${MAX_BYTES}`)
}

/** Of the operations that a step was made of, those are to blame whose own demands the item does not meet. */
function conditionBlame({ operations, write }: Step, expected: Expectation, current: StoredItem | undefined): Blame {
  const { entity, now } = write.context
  const time = now()
  const failure = (demand: Expectation) => conditionFailure(entity, write.key, demand, current, time)
  const seen = current && !isExpired(entity, current, time) ? current : {}
  const errors = operations.map(operation => {
    const error = failure(demandOf(operation))
    const { condition } = operation.node
    const holds = !condition || evaluateCondition(condition, entity.model, seen)
    return error.code === 'condition.failed' && holds ? undefined : error
  })
  // Conditions that extensions add are nobody's own.
  return { reason: 'condition', errors: errors.some(Boolean) ? errors : operations.map(() => failure(expected)) }
}

/** A check takes no value. */
const uniqueBlame = (
  { operations, write }: Step,
  change: SentinelChange,
  reason: CancellationReason | undefined,
): Blame => ({
  reason: 'unique',
  errors: operations.map(({ node }) =>
    node.kind === 'check' ? undefined : takenError(write.context.entity, change, reason?.Item),
  ),
})

const otherBlame = (reason: CancellationReason): Blame => {
  if (!isPassing(reason)) return { reason: 'other' }
  return { reason: reason.Code === 'TransactionConflict' ? 'conflict' : 'throttled' }
}

const blameAll = ({ operations }: Step, error: MonotableError, reason: TransactionReason = 'condition'): Blame => ({
  reason,
  errors: operations.map(() => error),
})

/** The error for a transaction of which some steps are to blame. */
function failed(
  steps: readonly Step[],
  blames: readonly (readonly [number, Blame])[],
  attempts: number,
): TransactionFailedError {
  const errors: (MonotableError | undefined)[] = []
  const operations: TransactionOperation[] = []
  for (const [step, { positions, operations: own, write }] of steps.entries()) {
    const blame = blames.find(([index]) => index === step)?.[1]
    for (const [index, position] of positions.entries()) {
      const error = blame?.errors?.[index]
      errors[position] = error
      operations[position] = {
        entity: write.context.entity.name,
        operation: own[index]!.node.kind,
        reason: blame && (error || !blame.errors) ? blame.reason : 'none',
        ...(error && { code: error.code }),
      }
    }
  }
  return new TransactionFailedError('transaction.failed', { operations, attempts }, { errors })
}
