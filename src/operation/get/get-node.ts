/** Reads one item by its key. */
export interface GetNode {
  readonly kind: 'get' | 'getOrThrow' | 'exists'
  readonly key: Readonly<Record<string, unknown>>
  readonly consistent: boolean
  readonly projection: readonly string[] | undefined
  readonly signal: AbortSignal | undefined
}
