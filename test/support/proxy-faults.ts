/**
 * What becomes of one request on its way to a real server. *before* and *after* say whether the server has acted by then: the
 * connection is dropped, or the answer is held back, or it is a 500 or 503, or never comes.
 */
export type ProxyFault =
  | 'pass'
  | 'drop before'
  | 'drop after'
  /** Sent on, or answered, after so many milliseconds. */
  | 'slow before'
  | 'slow after'
  | '500 before'
  | '500 after'
  | '503 before'
  | '503 after'
  /** Silence, until the client gives up. */
  | 'hang before'
  | 'hang after'
  /** Silence, and the server acts so many milliseconds later, when the client has given up. */
  | 'late'
  /** 400, ProvisionedThroughputExceededException. */
  | 'throttle'
  /** 400, ThrottlingException. */
  | 'throttling'
  /** 400, RequestLimitExceeded. */
  | 'request limit'
  /** 400, ExpiredTokenException. */
  | 'expired'
  /** The transaction is cancelled for another one; a write that is none is refused for one. */
  | 'conflict'
  /** 400, TransactionInProgressException: one with the same token is under way. */
  | 'in progress'
  /** The second half of a batch is left over, or all of it. */
  | 'unprocessed'
  | 'all unprocessed'
  /** The server has acted, and its answer is no JSON, or ends too soon, or with a connection that is cut, or breaks off into silence. */
  | 'malformed'
  | 'truncated'
  | 'cut'
  | 'stalled'
  /** The answer comes in small pieces. */
  | 'trickle'

const isBatch = (operation: string) => operation.startsWith('Batch')
const isWrite = (operation: string) => /^(Put|Update|Delete)Item$|^TransactWrite/.test(operation)

/** Whether a server could fail so: only batches leave something over, and only writes of items meet transactions. */
export function isPossible(fault: ProxyFault, operation: string): boolean {
  if (fault === 'unprocessed' || fault === 'all unprocessed') return isBatch(operation)
  if (fault === 'in progress') return operation === 'TransactWriteItems'
  return fault === 'conflict' ? isWrite(operation) : true
}

/** The answer to a request. */
export interface Answer {
  readonly status: number
  readonly body: string
}

/** What a request is answered that never reaches the server; undefined of a fault that is none of these. */
export function refusalOf(fault: ProxyFault, operation: string, input: any): Answer | undefined {
  switch (fault) {
    case 'throttle':
      return refusal(400, 'ProvisionedThroughputExceededException')
    case 'throttling':
      return refusal(400, 'ThrottlingException')
    case 'request limit':
      return refusal(400, 'RequestLimitExceeded')
    case 'expired':
      return refusal(400, 'ExpiredTokenException')
    case 'conflict':
      return conflict(operation, input)
    case 'in progress':
      return refusal(400, 'TransactionInProgressException')
    case '500 before':
      return serverError(500)
    case '503 before':
      return serverError(503)
    case 'all unprocessed':
      return { status: 200, body: JSON.stringify(leftOver(operation, {}, input.RequestItems)) }
    default:
      return undefined
  }
}

export const serverError = (status: 500 | 503): Answer =>
  refusal(status, status === 500 ? 'InternalServerError' : 'ServiceUnavailable')

const refusal = (status: number, type: string, more: object = {}): Answer => ({
  status,
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'a planned fault', ...more }),
})

function conflict(operation: string, { TransactItems = [] }: { TransactItems?: unknown[] }): Answer {
  if (!operation.startsWith('Transact')) return refusal(400, 'TransactionConflictException')
  const CancellationReasons = TransactItems.map((_, index) =>
    index === 0 ? { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' } : { Code: 'None' },
  )
  return refusal(400, 'TransactionCanceledException', { CancellationReasons })
}

/** The answer to a batch, with what is said to be unprocessed of it. */
export const leftOver = (operation: string, answer: object, rest: object): object =>
  operation === 'BatchGetItem'
    ? { Responses: {}, ...answer, UnprocessedKeys: rest }
    : { ...answer, UnprocessedItems: rest }

/** The entries of a batch in two: what is sent, and what will be left over. */
export function halved(input: any): { sent: object; rest: object | undefined } {
  const sent: Record<string, unknown> = {}
  const rest: Record<string, unknown> = {}
  for (const [table, entries] of Object.entries<any>(input.RequestItems)) {
    const list: unknown[] = entries.Keys ?? entries
    const half = Math.ceil(list.length / 2)
    const part = (some: unknown[]) => (entries.Keys ? { ...entries, Keys: some } : some)
    sent[table] = part(list.slice(0, half))
    if (half < list.length) rest[table] = part(list.slice(half))
  }
  return { sent: { ...input, RequestItems: sent }, rest: Object.keys(rest).length > 0 ? rest : undefined }
}
