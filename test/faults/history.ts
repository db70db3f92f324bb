/** What is known of a write from what the library said: it was made, it was not, or nobody knows. */
export type Outcome = 'done' | 'not done' | 'unknown'

/**
 * What a write is to do to one place: an item, or a part of one that is kept track of by itself. A token is a value that no other
 * write has, so that what is found tells which write it is of.
 */
export type Effect =
  /** The place holds the token, and nothing else. `fresh`: only where nothing was. */
  | { readonly kind: 'write'; readonly place: string; readonly token: string; readonly fresh?: true }
  /** The place holds nothing. */
  | { readonly kind: 'clear'; readonly place: string }
  /** An amount is added to a number, which is this then where it is known. */
  | { readonly kind: 'add'; readonly place: string; readonly amount: number; readonly gave?: number | undefined }
  /** The token is one more in a list. */
  | { readonly kind: 'append'; readonly place: string; readonly token: string }
  /** One write at most may have done this. */
  | { readonly kind: 'claim'; readonly place: string }

/** An effect, with what became of it. What it did it did between two moments of one count that all writers share. */
export type Done = Effect & {
  readonly call: string
  readonly outcome: Outcome
  readonly start: number
  /** When nothing of it was under way any more, not even what the client had given up. */
  readonly end: number
}

/** What a read gave. */
export type Observation =
  | { readonly kind: 'register'; readonly place: string; readonly token: string | undefined; readonly weak?: true }
  | { readonly kind: 'list'; readonly place: string; readonly tokens: readonly string[]; readonly weak?: true }

export type Seen = Observation & { readonly call: string; readonly start: number; readonly end: number }

/** What is at every place in the end, as the plain SDK reads it. */
export interface State {
  readonly registers: Map<string, string>
  readonly counters: Map<string, number>
  readonly lists: Map<string, readonly string[]>
  /** What should not be there, or is not as it should be, whatever was written. */
  readonly wrong: string[]
}

export const emptyState = (): State => ({ registers: new Map(), counters: new Map(), lists: new Map(), wrong: [] })

/** A write that was acknowledged and is not there, one that was made twice, or something that no write explains. */
export type FindingKind = 'lost' | 'doubled' | 'unexplained'

export interface Finding {
  readonly kind: FindingKind
  readonly text: string
  /** All that was done to the place, in order. */
  readonly effects?: readonly Done[]
}

/** All that a workload did. */
export interface History {
  readonly effects: readonly Done[]
  readonly seen: readonly Seen[]
}
