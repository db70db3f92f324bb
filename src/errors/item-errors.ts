import type { Texts } from './texts.js'

/** One thing that is wrong with an item: where, what, and zod's code or one of ours. Holds no attribute values. */
export interface Issue {
  readonly path: readonly (string | number)[]
  readonly code: string
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
  'condition.failed': { entity: string }
  'version.conflict': { entity: string; expected: number; current: number | undefined }
}

const list = (issues: readonly Issue[]) =>
  issues.map(issue => `\n  ${issue.path.length === 0 ? 'item' : issue.path.join('.')}: ${issue.message}`).join('')

export const itemErrors: Texts<ItemErrors> = {
  'item.invalid': d => `This ${d.entity} was not written: it does not fit its schema.${list(d.issues)}`,
  'item.invalidStored': d =>
    `${d.written ? 'The write was made, but the' : 'A'} stored ${d.entity} does not fit its schema.${list(d.issues)}\nMend the item, widen the schema, or choose what happens with the entity's onInvalid.`,
  'item.tooLarge': d => `This ${d.entity} takes ${d.bytes} bytes; DynamoDB allows ${d.limit} an item.`,
  'item.exists': d =>
    `Another ${d.entity} with this key is there already. Use put to replace it (with the version it has, where it has one), or update to change it.`,
  'item.notFound': d => `There is no ${d.entity} with this key. To allow for that, read with get, or write with upsert.`,
  'item.foreign': d => `The item under this key is not a ${d.entity}: ${d.reason}.`,
  'condition.failed': d => `The condition on this ${d.entity} does not hold; nothing was written.`,
  'version.conflict': d =>
    `This ${d.entity} has changed: version ${d.expected} was expected, ${
      d.current === undefined ? 'and the item is gone' : `and it is at ${d.current}`
    }. Read it again and repeat the change.`,
}
