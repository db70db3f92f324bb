import type { Candidate } from './candidate.js'
import type { EntityKey } from './entity-keys.js'
import type { InferredEntity } from './inferred-model.js'
import { overlaps } from './overlap.js'

/** What a reader should know of an entity's key and attributes: what is a guess, and what was given up. */
export function notesOf(
  { draft, concessions: { untied, untemplated, unpadded, unpaired, open, taken } }: Candidate,
  { keyOnly, madeUp, names, tableKeys }: EntityKey,
  typeAttribute: string | undefined,
): readonly string[] {
  const { type, attributes, count } = draft
  const notes: string[] = []
  const telling = typeAttribute === undefined ? 0 : (attributes.get(typeAttribute)?.count ?? 0)
  if (type === undefined && telling > 0)
    notes.push(`Only ${telling} of ${count} have '${typeAttribute}': the key alone tells what they are.`)
  if (madeUp.length > 0)
    notes.push(
      madeUp.length > 1
        ? `The names ${listed(madeUp)} are made up: nothing tells what these values are.`
        : `The name ${listed(madeUp)} is made up: nothing tells what this value is.`,
    )
  for (const { name } of keyOnly) {
    const other = [...names.values()].find(each => likeKey(each, name))
    if (other !== undefined)
      notes.push(`'${other}' is not in every item what '<${name}>' in its key is: both are kept.`)
  }
  const texts = draft.samples.flatMap(item => tableKeys.map(name => item[name]?.S ?? ''))
  const missing = texts.map(text => missingText.exec(text)?.[2]).find(Boolean)
  if (missing) notes.push(`Some of its keys hold '${missing}': somebody made them of a value that was not there.`)
  for (const { keys, count: items } of taken ?? [])
    notes.push(
      `${items} with keys such as ${keys} are among them, though their attributes are others: nothing tells them apart.`,
    )
  if (untied)
    notes.push('Values in the key are not always those of the attributes that look like them: they are kept apart.')
  if (untemplated)
    notes.push('The keys of indexes are not always made the same way: they are attributes, to be written by hand.')
  if (unpadded) notes.push('Digits in the key are not always of one length: they are texts.')
  if (unpaired) notes.push('A value that looks the same in two places of its key is not always: each has a name.')
  for (const name of open ?? [])
    notes.push(`'${name}' takes anything of its kind: its values did not come out as they are stored.`)
  return notes
}

const listed = (names: readonly string[]) => names.map(name => `'<${name}>'`).join(', ')

/** What JavaScript writes in the place of a value that is not there. */
const missingText = /(^|[#|:/_-])(undefined|null|NaN|\[object Object\])(?=$|[#|:/_-])/

/** Whether a name in the key is another attribute's but for its first letter, or for 'key' before it. */
const likeKey = (attribute: string, name: string) =>
  attribute !== name && [attribute, `key${attribute}`].some(each => each.toLowerCase() === name.toLowerCase())

/** Says of entities that only their discriminators tell apart that it is so. */
export function noteSharedKeys(entities: readonly InferredEntity[]): readonly InferredEntity[] {
  const byKey = (entity: InferredEntity): InferredEntity => ({ ...entity, discriminator: false })
  return entities.map(entity => {
    const { discriminator } = entity
    if (!discriminator) return entity
    const others = entities.filter(other => other !== entity && overlaps(byKey(entity), byKey(other)))
    if (others.length === 0) return withDefault(entity, discriminator)
    const names = others.map(({ name }) => name).join(', ')
    const note = `Its keys could be those of ${names}: '${discriminator.attribute}' alone tells them apart.`
    return { ...entity, notes: [...entity.notes, note] }
  })
}

/** The library's own discriminator need not be said where keys alone tell entities apart too. */
const withDefault = (entity: InferredEntity, discriminator: Exclude<InferredEntity['discriminator'], false>) =>
  discriminator.attribute === 'entity' && discriminator.value === entity.name && discriminator.aliases.length === 0
    ? { ...entity, discriminator: { ...discriminator, isDefault: true as const } }
    : entity
