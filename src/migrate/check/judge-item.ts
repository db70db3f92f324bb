import type { CompiledEntity } from '../../entity/compiled-entity.js'
import { decodeStored, isOwn } from '../../entity/decode-item.js'
import { SCHEMA_VERSION } from '../../entity/evolution.js'
import { isMadeOf } from '../../entity/key-part.js'
import { isExpired } from '../../entity/time-to-live.js'
import { isOutdated, schemaVersionOf } from '../../entity/upgrade-stored.js'
import type { Issue } from '../../errors/item-errors.js'
import { InvalidItemError } from '../../errors/monotable-error.js'
import { encodeItem } from '../../schema/encode.js'
import type { StoredItem } from '../../schema/item-model.js'
import { onceFor } from '../../schema/once.js'
import type { Found } from './findings.js'
import { generalPath } from './general-path.js'
import { indexKeyFaults } from './index-keys.js'

/** What is to be said of an item of an entity, unique values aside. */
export function judgeItem(entity: CompiledEntity, stored: StoredItem, now: Date): readonly Found[] {
  const found: Found[] = []
  const tell = (kind: Found['kind'], subject: string | undefined, reason: string) => {
    const same = found.some(other => other.kind === kind && other.subject === subject && other.reason === reason)
    if (!same) found.push({ kind, entity: entity.name, subject, reason })
  }
  // Its time is over: whatever else is wrong with it is over too.
  if (isExpired(entity, stored, now)) {
    tell('expired', entity.timeToLive!.entry.name, 'their time is over')
    return found
  }
  const { discriminator, evolution } = entity
  const named = isOwn(entity, stored)
  if (discriminator) {
    const { attribute, value } = discriminator
    const alias = named && stored[attribute]?.S !== value ? stored[attribute]?.S : undefined
    if (!named) tell('noDiscriminator', attribute, `no '${attribute}', which would be '${value}'`)
    if (alias !== undefined) tell('alias', attribute, `'${alias}' in the place of '${value}'`)
  }
  const version = entity.managed.version?.storedName
  if (version !== undefined && !Object.hasOwn(stored, version)) tell('noVersion', version, `no '${version}'`)

  const schemaVersion = schemaVersionOf(stored)
  if (evolution && schemaVersion > evolution.version) {
    tell('newer', SCHEMA_VERSION, `version ${schemaVersion}, and the definitions are of ${evolution.version}`)
    return found
  }
  const outdated = isOutdated(entity, stored)
  if (outdated)
    tell('outdated', SCHEMA_VERSION, `version ${schemaVersion}, and the definitions are of ${evolution!.version}`)

  const decoded = decodeStored(withoutExtensions(entity), stored, undefined, named)
  if (decoded.kind === 'foreign') tell('key', undefined, decoded.reason)
  if (decoded.kind === 'invalid') for (const issue of decoded.issues) tellIssue(entity, issue, tell)
  if (decoded.kind !== 'item') return found

  const encoded = encodeAgain(entity, decoded.item, issue =>
    tellIssue(entity, issue, tell, ' when it is written again'),
  )
  if (!encoded) return found
  const attributes = new Map(Object.entries(encoded))
  for (const part of entity.primaryKey)
    if (!part.own && !isMadeOf(part, attributes, stored[part.name]!))
      tell('key', part.name, `'${part.source}' makes another ${part.role} of the attributes than the item has`)
  // Those of an older schema have the index keys of their time, until they are written.
  if (outdated) return found
  for (const { kind, subject, reason } of indexKeyFaults(entity, stored, name => encoded[name]))
    tell(kind, subject, reason)
  const known = knownNames(entity)
  for (const name of Object.keys(stored))
    if (!known.has(name)) tell('unknownAttribute', name, `'${name}' is not in the schema`)
  return found
}

type Tell = (kind: Found['kind'], subject: string | undefined, reason: string) => void

function tellIssue({ model }: CompiledEntity, { path, code, message }: Issue, tell: Tell, when = ''): void {
  tell(
    code === 'key' ? 'key' : 'invalid',
    generalPath(model, path) || undefined,
    `${message.replace(/\.$/, '')}${when}`,
  )
}

/** The item as a write would encode it: with defaults, by the names of the schema. */
function encodeAgain(
  { model }: CompiledEntity,
  item: object,
  refuse: (issue: Issue) => void,
): Record<string, unknown> | undefined {
  try {
    return encodeItem(model, item as Readonly<Record<string, unknown>>)
  } catch (error) {
    if (!(error instanceof InvalidItemError)) throw error
    for (const issue of (error.details as { readonly issues: readonly Issue[] }).issues) refuse(issue)
    return undefined
  }
}

/** What extensions show to the application is not what is stored. */
const withoutExtensions = /* @__PURE__ */ onceFor(
  (entity: CompiledEntity): CompiledEntity => ({ ...entity, extensions: [] }),
)

/** The names of all stored attributes that the entity, its table or the library knows. */
const knownNames = /* @__PURE__ */ onceFor(({ table, model, discriminator }: CompiledEntity): ReadonlySet<string> => {
  const indexes = [...table.indexes.values()].flatMap(index => [...index.partitionKey, ...index.sortKey])
  const keys = [table.partitionKey, ...(table.sortKey ? [table.sortKey] : []), ...indexes]
  return new Set([
    ...keys.map(key => key.name),
    ...model.entries.filter(entry => entry.stored).map(entry => entry.storedName),
    ...(discriminator ? [discriminator.attribute] : []),
    ...(table.timeToLive === undefined ? [] : [table.timeToLive]),
    SCHEMA_VERSION,
  ])
})
