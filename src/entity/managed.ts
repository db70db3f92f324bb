import type { DefinitionError } from '../errors/monotable-error.js'
import { accepts } from '../schema/encode.js'
import type { AttributeEntry, ItemModel } from '../schema/item-model.js'
import type { TimestampAttribute } from './compiled-entity.js'

type Refuse = (reason: string) => DefinitionError

function find(model: ItemModel, name: string, use: string, refuse: Refuse): AttributeEntry {
  const entry = model.attributes.get(name)
  if (entry === undefined) throw refuse(`${use} '${name}' is not an attribute of the schema`)
  return entry
}

/** The version attribute. */
export function findVersion(model: ItemModel, name: string | undefined, refuse: Refuse): AttributeEntry | undefined {
  if (name === undefined) return undefined
  const entry = find(model, name, 'the version', refuse)
  if (entry.model.kind !== 'number') throw refuse(`the version '${name}' must be a number, such as z.int()`)
  return entry
}

/** The forms in which a schema may want the time; the first that it takes is the attribute's. */
const forms: readonly TimestampAttribute['from'][] = [time => time.toISOString(), time => time, time => time.getTime()]

/** A timestamp attribute, and the form of the time in it. */
export function findTimestamp(
  model: ItemModel,
  name: string | undefined,
  refuse: Refuse,
): TimestampAttribute | undefined {
  if (name === undefined) return undefined
  const entry = find(model, name, 'the timestamp', refuse)
  const from = forms.find(form => accepts(entry.model, form(new Date(0))))
  if (from === undefined) throw refuse(`the timestamp '${name}' takes neither ISO text nor a Date nor milliseconds`)
  return Object.freeze({ entry, from })
}
