import type { Texts } from './texts.js'

/** One thing that is wrong with an item: where, what, and zod's code or one of ours. Holds no attribute values. */
export interface Issue {
  /** Where in the item: names of attributes and places in lists. */
  readonly path: readonly (string | number)[]
  /** zod's code, such as `invalid_type`, or one of ours. */
  readonly code: string
  /** What is wrong, for people. */
  readonly message: string
}

/** The key of an item as the entity names it, or as stored where it can't be parsed. */
export type KeyDetails = Readonly<Record<string, unknown>>

/** The details of every error about an item's content, by code. */
export interface ItemErrors {
  'item.invalid': { entity: string; issues: readonly Issue[] }
  'item.invalidStored': { entity: string; issues: readonly Issue[]; written?: true }
  'item.tooLarge': { entity: string; bytes: number; limit: number }
  'item.exists': { entity: string }
  'item.notFound': { entity: string }
  'item.foreign': { entity: string; reason: string; written?: true }
  /** The versions of the schema: the one that the item is of, and the newest that this code knows. */
  'item.newer': { entity: string; found: number; known: number }
  'condition.failed': { entity: string }
  'version.conflict': { entity: string; expected: number; current: number | undefined }
}

const unfit = ({ issues }: { readonly issues: readonly Issue[] }) =>
  `does not fit its schema.${issues.map(issue => `\n  ${issue.path.join('.') || 'item'}: ${issue.message}`).join('')}`

export const itemErrors: Texts<ItemErrors> = {
  'item.invalid': d => `This ${d.entity} was not written: it ${unfit(d)}`,
  'item.invalidStored': d => `${d.written ? 'The write was made, but the' : 'A'} stored ${d.entity} ${unfit(d)}`,
  'item.tooLarge': d => `This ${d.entity} takes ${d.bytes} bytes; DynamoDB allows ${d.limit}.`,
  'item.exists': d =>
    `Another ${d.entity} with this key is there already. Use update to change it, or put (with its version) to replace it.`,
  'item.notFound': d => `There is no ${d.entity} with this key. To allow for that, use get or upsert.`,
  'item.foreign': d => `The item under this key is not a ${d.entity}: ${d.reason}.`,
  'item.newer': d =>
    `This ${d.entity} is of version ${d.found} of its schema, and this code knows version ${d.known}: nothing was written, for it would lose what is new. Deploy the newer code here too.`,
  'condition.failed': d => `The condition on this ${d.entity} does not hold; nothing was written.`,
  'version.conflict': d =>
    `This ${d.entity} has changed: version ${d.expected} was expected, and ${
      d.current === undefined ? 'the item is gone' : `it is at ${d.current}`
    }. Read it again and repeat the change.`,
}
