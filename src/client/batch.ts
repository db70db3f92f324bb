import { MonotableError } from '../errors/monotable-error.js'
import { outcomeOf, requestErrorName } from '../errors/outcome.js'
import { bytesAsText } from '../key/order.js'
import { drain } from '../operation/batch/drain.js'
import { inRequests, MAX_WRITES } from '../operation/batch/plan-writes.js'
import { Tally } from '../operation/batch/tally.js'
import { inParallel } from '../operation/in-parallel.js'
import { isThrottled } from '../operation/throttled.js'
import type { Attempts } from '../operation/transport.js'
import { bareObject } from '../schema/bare-object.js'
import { canonicalNumber } from '../schema/numbers.js'
import { checkKey } from './check-key.js'
import { sending, type TableContext } from './context.js'
import type { BatchOptions } from './options.js'
import { plainSize } from './plain-size.js'

const CONCURRENCY = 4

type Item = Readonly<Record<string, any>>

/** One write of a batch. It stands for those before it on the same key too, which it makes needless. */
interface Entry {
  readonly positions: number[]
  readonly request:
    | { readonly PutRequest: { readonly Item: Item } }
    | { readonly DeleteRequest: { readonly Key: Item } }
  readonly text: string
}

/** What came of a batch: how many of what was given were done, and which were not. */
interface Settled {
  readonly succeeded: number
  readonly failed: readonly number[]
}

/**
 * Puts items, or deletes the items of keys: any number, so many in a request, of 16 MB at most. What DynamoDB leaves unprocessed, or refuses because
 * it is too much at once, is sent again after a pause that grows, until nothing goes forward any more: that is told by position.
 * @throws BatchIncompleteError where anything else went wrong with a request; the others are made all the same
 * @throws InvalidKeyError, MonotableError `batch.invalid` before anything is sent
 */
export async function runBatch(
  context: TableContext,
  kind: 'put' | 'delete',
  given: Iterable<object>,
  { batchSize = MAX_WRITES, concurrency = CONCURRENCY, onProgress, signal }: BatchOptions,
): Promise<Settled> {
  if (!(Number.isInteger(batchSize) && batchSize >= 1 && batchSize <= MAX_WRITES))
    throw new MonotableError('batch.invalid', { reason: `batchSize is a whole number from 1 to ${MAX_WRITES}` })
  if (!(Number.isInteger(concurrency) && concurrency >= 1))
    throw new MonotableError('batch.invalid', { reason: 'concurrency is a whole number from 1' })
  const items = [...given] as Item[]
  if (items.length === 0) return { succeeded: 0, failed: [] }
  const names = await context.table.keyNames()
  const keys = items.map(item => keyOf(item, names, kind))
  const textOf = createKeyText(names, keys[0]!)
  const entries = merge(items, keys, kind, textOf)
  const subjectOf = (position: number) => ({ entity: 'item', operation: kind, key: keys[position]! })
  const tally = new Tally(subjectOf, items.length, onProgress)

  const writeChunk = async (chunk: readonly Entry[]): Promise<void> => {
    const send = async (left: readonly Entry[], attempts: Attempts) => {
      const input = { RequestItems: { [context.tableName]: left.map(({ request }) => request as never) } }
      const options = { ...sending({ signal }), attempts }
      const { UnprocessedItems = {} } = await context.documents.send('BatchWriteItem', input, options)
      const open = new Set(
        Object.values(UnprocessedItems)
          .flat()
          .map(({ PutRequest, DeleteRequest }) => textOf(PutRequest?.Item ?? DeleteRequest!.Key!)),
      )
      for (const { positions, text } of left)
        if (!open.has(text)) for (const position of positions) tally.succeed(position, undefined)
      tally.report()
      return left.filter(({ text }) => open.has(text))
    }
    const { left, cause } = await drain(chunk, send, signal)
    // One that can't be stored fails all that is sent with it: each by itself shows which it is.
    if (left.length > 1 && isRefused(cause)) {
      for (const entry of left) await writeChunk([entry])
      return
    }
    for (const { positions } of left) for (const position of positions) tally.fail(position, cause)
    tally.report()
  }
  const sizeOf = ({ positions }: Entry) => plainSize(kind === 'put' ? items[positions.at(-1)!]! : keys[positions[0]!]!)
  await inParallel(inRequests(entries, sizeOf, batchSize), concurrency, writeChunk)

  const broken = tally.failed.find(
    ({ cause }) => cause !== undefined && (!isThrottled(cause) || outcomeOf(cause) === 'unknown'),
  )
  if (broken) throw tally.error(broken.cause)
  return { succeeded: tally.done, failed: tally.failed.map(({ position }) => position).sort((a, b) => a - b) }
}

/** Whether it is what was sent that was wrong, and not how much it was, or where. */
const isRefused = (cause: unknown): boolean =>
  requestErrorName(cause) === 'ValidationException' ||
  (cause instanceof MonotableError && cause.code === 'expression.invalidValue')

/** The key in an item, or what was given for one. */
function keyOf(item: Item, names: readonly string[], kind: 'put' | 'delete'): Item {
  const key = bareObject<unknown>()
  for (const name of kind === 'put' ? names : Object.keys(item ?? {}))
    if (Object.hasOwn(item ?? {}, name)) key[name] = item[name]
  checkKey(key, names.length, names)
  return key
}

/** Each key once, with what was given for it last. */
function merge(
  items: readonly Item[],
  keys: readonly Item[],
  kind: 'put' | 'delete',
  textOf: (key: Item) => string,
): readonly Entry[] {
  const entries = new Map<string, Entry>()
  for (const [position, item] of items.entries()) {
    const text = textOf(keys[position]!)
    const positions = entries.get(text)?.positions ?? []
    positions.push(position)
    const request = kind === 'put' ? { PutRequest: { Item: item } } : { DeleteRequest: { Key: { ...keys[position]! } } }
    entries.set(text, { positions, request, text })
  }
  return [...entries.values()]
}

/**
 * The same text for the same key, given or come back: a number can come back as another object, by the document client's own
 * conversion. Of which type an attribute of the key is the first key tells.
 */
function createKeyText(names: readonly string[], first: Item): (item: Item) => string {
  const writers = names.map(name => {
    const value: unknown = first[name]
    if (typeof value === 'string') return String
    return ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? binaryText : numberText
  })
  return item =>
    names
      .map((name, index) => writers[index]!(item[name]))
      .map(text => `${text.length} ${text}`)
      .join('')
}

const numberText = (value: unknown): string => canonicalNumber(String(value))

function binaryText(value: unknown): string {
  if (!ArrayBuffer.isView(value))
    return value instanceof ArrayBuffer ? bytesAsText(new Uint8Array(value)) : String(value)
  return bytesAsText(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
}
