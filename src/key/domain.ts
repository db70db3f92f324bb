/** What an attribute can be where it is part of a text key, in its stored form. */
export type KeyValue = string | number | bigint | boolean

/** What the values of a placeholder can be, as the schema tells. The more is known, the more ranges are exact. */
export interface PlaceholderDomain {
  readonly type: 'string' | 'number' | 'bigint' | 'boolean'
  /** Every character its text can hold, where known (an ISO date, a uuid). */
  readonly characters?: string
  /** The texts of all values it can have, where few and known (an enum, a literal). */
  readonly values?: readonly string[]
}
