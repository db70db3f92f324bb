import type { Table } from '../../table/table-types.js'
import type { Draft } from './divide.js'
import { entityKey, type KeyContext } from './entity-keys.js'
import { indexPatterns } from './index-patterns.js'
import { inferMember } from './infer-type.js'
import type { InferredAttribute, InferredEntity } from './inferred-model.js'

/** What was given up of a draft, because items were found that it is not true of. */
export interface Concessions {
  /** The values in its keys are no attributes: they are in the key alone. */
  readonly untied?: boolean
  /** The keys of its indexes are attributes by themselves. */
  readonly untemplated?: boolean
  /** Attributes that take anything, by their names in code. */
  readonly open?: readonly string[]
}

/** A draft with its name and what was given up of it. */
export interface NamedDraft {
  readonly name: string
  readonly draft: Draft
  readonly concessions: Concessions
}

/** Makes an entity of a draft. `typeAttribute` tells kinds apart, if there is one. */
export function buildEntity(
  { name, draft, concessions }: NamedDraft,
  table: Table,
  typeAttribute: string | undefined,
  known: ReadonlyMap<string, string>,
): InferredEntity {
  const isTyped = typeAttribute !== undefined && draft.type !== undefined && typeAttribute !== table.timeToLive
  const keyNames = [table.partitionKey.name, ...(table.sortKey ? [table.sortKey.name] : [])]
  const hidden = new Set([...keyNames, ...(isTyped ? [typeAttribute] : [])])
  const context: KeyContext = {
    table,
    excluded: new Set([...hidden, ...(typeAttribute === undefined ? [] : [typeAttribute]), '__proto__']),
    known,
    tied: !concessions.untied,
  }
  const key = entityKey(draft, { ...context, excluded: hiddenFor(context, hidden) })
  const { patterns, made, notes } = indexPatterns(draft, table, key, context.excluded, !concessions.untemplated)
  const stored = [...draft.attributes].filter(
    ([attribute]) => attribute !== '__proto__' && !made.has(attribute) && (key.used.includes(attribute) || !hidden.has(attribute)),
  )
  const attributes = stored.map(([attribute, summary]): InferredAttribute => {
    const name = key.names.get(attribute)!
    const inferred = inferMember(name, summary, draft.count)
    return {
      ...inferred,
      ...(concessions.open?.includes(name) && { type: { kind: 'unknown' } }),
      ...(name !== attribute && { storedName: attribute }),
    }
  })
  const inKey = (attribute: InferredAttribute) => key.used.includes(attribute.storedName ?? attribute.name)
  return {
    name,
    count: draft.count,
    key: { partitionKey: key.partitionKey, ...(key.sortKey !== undefined && { sortKey: key.sortKey }) },
    discriminator: isTyped ? { attribute: typeAttribute, value: draft.type!, aliases: [] } : false,
    attributes: [
      ...key.keyOnly,
      ...attributes.filter(inKey),
      ...attributes.filter(attribute => !inKey(attribute)).sort((a, b) => Number(a.optional) - Number(b.optional)),
    ],
    keyOnly: key.keyOnly.map(attribute => attribute.name),
    indexes: patterns,
    notes: [...notes, ...notesOf(draft, concessions, typeAttribute)],
  }
}

/** Key attributes are named in code too, where they are the attribute itself; the type attribute is, where it tells nothing. */
const hiddenFor = ({ excluded }: KeyContext, hidden: ReadonlySet<string>) =>
  new Set([...excluded].filter(name => hidden.has(name) || name === '__proto__'))

function notesOf({ type, attributes, count }: Draft, { untied, untemplated, open }: Concessions, typeAttribute: string | undefined) {
  const telling = typeAttribute === undefined ? 0 : (attributes.get(typeAttribute)?.count ?? 0)
  const notes: string[] = []
  if (type === undefined && telling > 0)
    notes.push(`Only ${telling} of ${count} have '${typeAttribute}': the key alone tells what they are.`)
  if (untied) notes.push('Values in the key are not always those of the attributes that look like them: they are kept apart.')
  if (untemplated) notes.push('The keys of indexes are not always made the same way: they are attributes, to be written by hand.')
  for (const name of open ?? []) notes.push(`'${name}' takes anything: its values did not come out as they are stored.`)
  return notes
}
