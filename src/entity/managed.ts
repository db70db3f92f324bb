import { accepts } from '../schema/encode.js'
import type { AttributeEntry, ItemModel } from '../schema/item-model.js'
import type { Check } from './check.js'
import type { TimestampAttribute } from './compiled-entity.js'
import type { Extension } from './extension.js'

/** The version attribute. */
export function findVersion(model: ItemModel, name: string | undefined, check: Check): AttributeEntry | undefined {
  const entry = find(model, name, check)
  check(!entry || entry.model.kind === 'number', `the version '${name}' must be a number, such as z.int()`)
  return entry
}

/** The forms in which a schema may want the time; the first that it takes is the attribute's. */
const forms: readonly TimestampAttribute['from'][] = [
  time => time.toISOString(),
  time => time,
  time => time.getTime(),
  time => `${time.toISOString().slice(0, -5)}Z`,
]

/** A time of our days, which a schema with bounds takes too. */
const probe = new Date('2026-01-01T12:00:00.123Z')

/** A timestamp attribute, and the form of the time in it. */
export function findTimestamp(
  model: ItemModel,
  name: string | undefined,
  check: Check,
): TimestampAttribute | undefined {
  const entry = find(model, name, check)
  if (entry === undefined) return undefined
  const from = forms.find(form => accepts(entry.model, form(probe)))
  check(from, `the timestamp '${name}' takes neither ISO text nor a Date nor milliseconds`)
  return { entry, from }
}

function find(model: ItemModel, name: string | undefined, check: Check): AttributeEntry | undefined {
  const entry = model.attributes.get(name ?? '')
  check(entry || name === undefined, `'${name}' is not an attribute of the schema`)
  return entry
}

/** `create` writes version 1, `put` the one after that which it replaces, and every update adds 1. */
export const versionExtension = ({ name }: AttributeEntry): Extension => ({
  name: 'version',
  beforeWrite({ kind, version = 0 }) {
    if (kind === 'update' || kind === 'upsert') return { increment: { [name]: 1 } }
    return kind === 'delete' ? undefined : { set: { [name]: kind === 'create' ? 1 : version + 1 } }
  },
})

/** A new item gets the time of its making, unless it is given; one that is replaced keeps what it is given. */
export const createdAtExtension = ({ entry: { name }, from }: TimestampAttribute): Extension => ({
  name: 'createdAt',
  beforeWrite: ({ kind, version, now }) =>
    kind === 'create' || kind === 'upsert' || (kind === 'put' && version === undefined)
      ? { setIfMissing: { [name]: from(now) } }
      : undefined,
})

/** Every write notes its time. */
export const updatedAtExtension = ({ entry: { name }, from }: TimestampAttribute): Extension => ({
  name: 'updatedAt',
  beforeWrite: ({ kind, now }) => (kind === 'delete' ? undefined : { set: { [name]: from(now) } }),
})
