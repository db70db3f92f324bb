import type { FindingKind } from '../history.js'

/** A library that is broken on purpose: a text of its sources is replaced by another. */
export interface Break {
  readonly name: string
  /** What goes wrong in it. */
  readonly what: string
  /** In which workloads that shows. */
  readonly workloads: readonly string[]
  /** What has to be found, one of these: anything else may come of it, and shows nothing. */
  readonly kinds: readonly FindingKind[]
  /** Where it shows on one transport alone. */
  readonly transport?: 'standard' | 'fast'
  readonly edits: readonly Edit[]
}

export interface Edit {
  /** In src/. */
  readonly file: string
  readonly from: string
  readonly to: string
}
