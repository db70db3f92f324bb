import type { Change } from './change.js'

/** Why an item is set aside: it stays as it is, and is listed. */
export type QuarantineReason =
  /** It does not fit the old schema, or makes another key than it has. */
  | 'invalid'
  /** It is of a later version of the schema than the migration knows. */
  | 'newer'
  /** The transform threw, or gave nothing that can be stored. */
  | 'transform'
  /** What it would become is there already, and is another item; or a unique value of it is another item's. */
  | 'collision'
  /** It has more than 100 attributes and no version, so that nothing could keep a change of somebody else's from being lost. */
  | 'wide'
  /** It was changed by others each time that it was tried. */
  | 'contended'
  /** It was migrated, has been changed since, and the transform would change what it made once more. */
  | 'changed'

/** What is to become of an item. */
export type Decision = { readonly kind: 'foreign' | 'already' | 'untouched' } | Quarantined | Change

export interface Quarantined {
  readonly kind: 'quarantined'
  readonly reason: QuarantineReason
  /** What is wrong, in words. */
  readonly message: string
}

export const quarantine = (reason: QuarantineReason, message: string): Quarantined => ({
  kind: 'quarantined',
  reason,
  message,
})

export const isChange = (decision: Decision): decision is Change => 'steps' in decision
