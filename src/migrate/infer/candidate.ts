import type { Draft } from './divide.js'

/** What was given up of a draft, because items were found that it is not true of. */
export interface Concessions {
  /** The values in its keys are no attributes: they are in the key alone. */
  readonly untied?: boolean
  /** The keys of its indexes are attributes by themselves. */
  readonly untemplated?: boolean
  /** Attributes that take anything, by their names in code; those that are in keys take any text. */
  readonly open?: readonly string[]
  /** What has keys that it could have too, and is taken for one of it, though its attributes are others. */
  readonly taken?: readonly { readonly keys: string; readonly count: number }[]
  /** Numbers in keys are texts: not all of them have the same number of digits. */
  readonly unpadded?: boolean
  /** A value that is in a key twice has two names: it is not the same in all of them. */
  readonly unpaired?: boolean
  /** What keeps unique values is left over: the library does not take the constraints. */
  readonly unkept?: boolean
  /** A word that ids begin with is no literal text: not all of them do. */
  readonly unglued?: boolean
}

/** A draft, and what was given up of it. */
export interface Candidate {
  readonly draft: Draft
  readonly concessions: Concessions
}
