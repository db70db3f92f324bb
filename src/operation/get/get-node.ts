/** Reads one item by its key. */
export interface GetNode {
  readonly kind: 'get' | 'getOrThrow' | 'exists'
  readonly key: Readonly<Record<string, unknown>>
  readonly consistent: boolean
  /** Whether an item is read too whose time is over, and that DynamoDB has not deleted yet. */
  readonly includeExpired: boolean
  readonly projection: readonly string[] | undefined
  readonly signal: AbortSignal | undefined
}
