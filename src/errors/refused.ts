/** What the compiler refuses; `Reason` says why, in the user's words. Nothing has this type, so nothing can be given for it. */
export interface Refused<Reason extends string> {
  /** Why: what the compiler shows. */
  readonly refused: Reason
}
