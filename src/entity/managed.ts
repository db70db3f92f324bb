import { accepts } from '../schema/encode.js'
import type { AttributeEntry, ItemModel } from '../schema/item-model.js'
import type { Check } from './check.js'
import type { TimestampAttribute } from './compiled-entity.js'

/** The version attribute. */
export function findVersion(model: ItemModel, name: string | undefined, check: Check): AttributeEntry | undefined {
  const entry = find(model, name, check)
  check(!entry || entry.model.kind === 'number', `the version '${name}' must be a number, such as z.int()`)
  return entry
}

/** The forms in which a schema may want the time; the first that it takes is the attribute's. */
const forms: readonly TimestampAttribute['from'][] = [time => time.toISOString(), time => time, time => time.getTime()]

/** A timestamp attribute, and the form of the time in it. */
export function findTimestamp(
  model: ItemModel,
  name: string | undefined,
  check: Check,
): TimestampAttribute | undefined {
  const entry = find(model, name, check)
  if (entry === undefined) return undefined
  const from = forms.find(form => accepts(entry.model, form(new Date(0))))
  check(from, `the timestamp '${name}' takes neither ISO text nor a Date nor milliseconds`)
  return { entry, from }
}

function find(model: ItemModel, name: string | undefined, check: Check): AttributeEntry | undefined {
  const entry = model.attributes.get(name ?? '')
  check(entry || name === undefined, `'${name}' is not an attribute of the schema`)
  return entry
}
