import type { Table } from '../../table/table-types.js'
import type { Candidate } from './candidate.js'
import type { Draft } from './divide.js'
import { type EntityKey, entityKey, excludedAttributes } from './entity-keys.js'
import { notesOf } from './entity-notes.js'
import { findUnique, storedSource, type UniqueSource } from './find-unique.js'
import { indexPatterns } from './index-patterns.js'
import { byName, inferMember } from './infer-type.js'
import type { InferredAttribute, InferredEntity, InferredUnique } from './inferred-model.js'
import { valuesInKey } from './key-values.js'
import type { KnownName } from './known-names.js'

/** Makes an entity of a draft. `typeAttribute` tells kinds apart, if there is one. */
export function buildEntity(
  name: string,
  { draft, concessions }: Candidate,
  table: Table,
  typeAttribute: string | undefined,
  known: ReadonlyMap<string, KnownName>,
): InferredEntity {
  const isTyped = typeAttribute !== undefined && draft.type !== undefined && typeAttribute !== table.timeToLive
  const keyNames = [table.partitionKey.name, ...(table.sortKey ? [table.sortKey.name] : [])]
  const hidden = new Set([...keyNames, ...(isTyped ? [typeAttribute] : []), '__proto__'])
  const excluded = excludedAttributes(table, typeAttribute)
  const key = entityKey(draft, {
    table,
    hidden,
    excluded,
    known,
    tied: !concessions.untied,
    padded: !concessions.unpadded,
    paired: !concessions.unpaired,
  })
  const { patterns, made, notes } = indexPatterns(draft, table, key, excluded, !concessions.untemplated)
  const stored = [...draft.attributes].filter(
    ([attribute]) => !made.has(attribute) && (key.used.includes(attribute) || !hidden.has(attribute)),
  )
  const indexKeys = new Set(
    [...table.indexes.values()].flatMap(index => [...index.partitionKey, ...index.sortKey]).map(({ name }) => name),
  )
  const isOpen = (name: string) => concessions.open?.includes(name)
  const attributes = stored.map(([attribute, summary]): InferredAttribute => {
    const name = key.names.get(attribute)!
    const inferred = inferMember(name, summary, draft.count)
    return {
      ...inferred,
      ...(isOpen(name) && opened(key.used.includes(attribute), indexKeys.has(attribute))),
      ...(name !== attribute && { storedName: attribute }),
    }
  })
  const inKey = (attribute: InferredAttribute) => key.used.includes(attribute.storedName ?? attribute.name)
  return {
    name,
    count: draft.count,
    key: { partitionKey: key.partitionKey, ...(key.sortKey !== undefined && { sortKey: key.sortKey }) },
    discriminator: isTyped ? { attribute: typeAttribute, value: draft.type!, aliases: draft.aliases ?? [] } : false,
    attributes: [
      ...key.keyOnly.map(each => (isOpen(each.name) ? { ...each, type: { kind: 'string' } as const } : each)),
      ...key.used.flatMap(used => attributes.filter(({ name, storedName = name }) => storedName === used)),
      ...attributes
        .filter(attribute => !inKey(attribute))
        .sort((a, b) => Number(a.optional) - Number(b.optional) || byName(a, b)),
    ],
    keyOnly: key.keyOnly.map(attribute => attribute.name),
    indexes: patterns,
    unique: concessions.unkept ? [] : uniqueOf(draft, key, attributes, table),
    notes: [...notes, ...notesOf({ draft, concessions }, key, typeAttribute)],
  }
}

/** The constraints whose values are those of attributes, be they in the key alone. */
function uniqueOf(
  draft: Draft,
  key: EntityKey,
  attributes: readonly InferredAttribute[],
  table: Table,
): readonly InferredUnique[] {
  const inKey = ({ name }: InferredAttribute): UniqueSource => ({
    name,
    textIn: item => valuesInKey(item, draft, key).find(([placeholder]) => placeholder === name)?.[1],
  })
  const sources = [
    ...attributes.map(({ name, storedName = name }) => storedSource(name, storedName)),
    ...key.keyOnly.map(inKey),
  ]
  const own = { template: key.partitionKey, attribute: table.partitionKey.name }
  return (draft.kept ?? []).flatMap(kept => findUnique(kept, sources, own) ?? [])
}

/** What an attribute that takes anything is: in keys it is text still, and elsewhere it need not be there. */
const opened = (inKey: boolean, inIndex: boolean): Pick<InferredAttribute, 'type'> & Partial<InferredAttribute> =>
  inKey
    ? { type: { kind: 'string' } }
    : inIndex
      ? { type: { kind: 'string' }, optional: true }
      : { type: { kind: 'unknown' }, optional: true }
