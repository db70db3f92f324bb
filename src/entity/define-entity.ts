import type { Template } from '../key/template-types.js'
import { createItemModel } from '../schema/item-model.js'
import type { ObjectSchema, Output, Shape } from '../schema/object-schema.js'
import type { IndexName, KeyAttributeModel, Table } from '../table/table-types.js'
import { type Check, createCheck } from './check.js'
import { attachCompiled, type CompiledEntity, type CompiledPattern } from './compiled-entity.js'
import type { AnyPatterns, EntityDefinition, UniqueDefinition, WrongPatterns } from './definition-types.js'
import type { Discriminator, Entity, PatternDefinition } from './entity-types.js'
import { createEvolution, SCHEMA_VERSION, type Upgrade } from './evolution.js'
import { checkedExtension, type Extension } from './extension.js'
import { createKeyPart, isRestorable, type KeyPart } from './key-part.js'
import { createdAtExtension, findTimestamp, findVersion, updatedAtExtension, versionExtension } from './managed.js'
import { findTimeToLive } from './time-to-live.js'
import { createUnique, OWNER } from './unique.js'

/** A definition as data, its types let go. */
interface Definition {
  readonly name: string
  readonly table: Table
  readonly schema: ObjectSchema
  readonly key: { readonly partitionKey: Template; readonly sortKey?: Template }
  readonly indexes?: AnyPatterns
  readonly version?: string
  readonly timestamps?: { readonly createdAt?: string; readonly updatedAt?: string }
  readonly timeToLive?: string
  readonly unique?: readonly UniqueDefinition[]
  readonly schemaVersion?: number
  readonly upgrades?: Readonly<Record<number, Upgrade>>
  readonly writeBack?: boolean
  readonly extensions?: readonly Extension[]
  readonly keys?: 'strict' | 'escape'
  readonly keyOnly?: readonly string[]
  readonly storedAs?: Readonly<Record<string, string>>
  readonly discriminator?: Discriminator | false
  readonly onInvalid?: CompiledEntity['onInvalid']
}

/**
 * Declares an entity: a kind of item in a table, by its zod schema and its key templates. Sends nothing.
 *
 * A key template is literal text and `<attribute>` placeholders, with modifiers: `order#<seq:pad(8)>`, `<email:lower>`.
 * Queries and writes are checked against it by the compiler. Keys take 2048 bytes (partition) and 1024 (sort) at most.
 *
 * @param definition Name, table, schema, key, and what the entity has of indexes, version, timestamps, unique values and the rest: see EntityDefinition.
 * @throws DefinitionError when DynamoDB can't store the schema, a template can't tell its values apart, or the parts of
 *   the definition contradict each other.
 * @example
 * const Agent = defineEntity({
 *   name: 'Agent',
 *   table: AppTable,
 *   schema: z.object({ teamCode: z.string(), id: z.string(), type: z.string(), version: z.int() }),
 *   key: { partitionKey: 'team#<teamCode>', sortKey: 'agent#<id>' },
 *   indexes: { byType: { index: 'gsi1', partitionKey: 'type#<type>', sortKey: '<id>' } },
 *   version: 'version',
 * })
 */
export function defineEntity<
  const Name extends string,
  T extends Table,
  S extends ObjectSchema,
  const PK extends Template,
  const SK extends Template = [],
  const Patterns extends Readonly<Record<string, PatternDefinition<IndexName<T['~']['indexes']>>>> = {},
  const Version extends string = never,
  const CreatedAt extends string = never,
  const UpdatedAt extends string = never,
  const StoredAs extends { readonly [K in keyof Output<S>]?: string } = {},
  const TimeToLive extends string = never,
  Wrong = WrongPatterns<Patterns, Shape<S>>,
>(
  definition: EntityDefinition<
    Name,
    T,
    S,
    PK,
    SK,
    Patterns,
    Version,
    CreatedAt,
    UpdatedAt,
    StoredAs,
    TimeToLive,
    Wrong
  >,
): Entity<Name, T, S, PK, SK, Patterns, Version, CreatedAt, UpdatedAt, StoredAs, TimeToLive> {
  const { name, table, schema } = definition
  const entity = { name, table, schema } as Entity<
    Name,
    T,
    S,
    PK,
    SK,
    Patterns,
    Version,
    CreatedAt,
    UpdatedAt,
    StoredAs,
    TimeToLive
  >
  return Object.freeze(attachCompiled(entity, compile(definition as unknown as Definition)))
}

function compile(definition: Definition): CompiledEntity {
  const { name, table, key, keys, keyOnly = [], timestamps = {} } = definition
  const check: Check = createCheck(name)
  const model = createItemModel(name, definition.schema, { storedAs: storedNames(definition, check), keyOnly })

  const templates = new Map<string, string>()
  const createParts = (role: KeyPart['role'], attributes: readonly KeyAttributeModel[], given: Template = []) => {
    const sources: readonly string[] = typeof given === 'string' ? [given] : given
    const names = attributes.map(attribute => `'${attribute.name}'`)
    check(names.length === sources.length, `the ${role} needs a template for each of [${names}], not ${sources.length}`)
    return attributes.map((attribute, index) => {
      const part = createKeyPart(model, attribute, role, sources[index]!, keys === 'escape', check)
      const { name, source } = part
      const other = templates.get(name) ?? source
      check(other === source, `the key attribute '${name}' is made by two templates, '${other}' and '${source}'`)
      templates.set(name, source)
      return part
    })
  }

  const [partitionKey] = createParts('partition key', [table.partitionKey], key.partitionKey) as [KeyPart]
  const [sortKey] = createParts('sort key', table.sortKey ? [table.sortKey] : [], key.sortKey)
  const primary = sortKey ? [partitionKey, sortKey] : [partitionKey]
  const keyEntries = primary.flatMap(part => part.entries)
  for (const { name, model } of keyEntries)
    check(!model.optional || model.defaultValue, `'${name}' is part of the primary key, and optional in the schema`)
  for (const name of keyOnly)
    check(
      primary.some(part => part.entries.some((entry, index) => entry.name === name && isRestorable(part, index))),
      `'${name}' is keyOnly, and can't be read back from the primary key: it must be part of it, in a case that the schema gives it too`,
    )

  const patterns = new Map<string, CompiledPattern>()
  for (const [name, pattern] of Object.entries(definition.indexes ?? {})) {
    check(!(name in Function.prototype), `an access pattern can't be named '${name}', which every function has`)
    const index = table.indexes.get(pattern.index)
    check(index, `the access pattern '${name}' uses the index '${pattern.index}', which '${table.name}' does not have`)
    const other = [...patterns.values()].find(each => each.index === index)
    check(!other, `the access patterns '${other?.name}' and '${name}' are on one index, '${index.name}'`)
    const partition = index.kind === 'local' ? (pattern.partitionKey ?? key.partitionKey) : pattern.partitionKey
    const partitionKey = createParts('partition key', index.partitionKey, partition)
    const sortKey = createParts('sort key', index.sortKey, pattern.sortKey)
    patterns.set(name, { name, index, partitionKey, sortKey })
  }

  const bareKeys: KeyPart[] = []
  for (const index of table.indexes.values())
    for (const key of [...index.partitionKey, ...index.sortKey]) {
      const entry = [...model.attributes.values()].find(each => each.stored && each.storedName === key.name)
      if (entry && !templates.has(key.name) && !bareKeys.some(part => part.name === key.name))
        bareKeys.push(createKeyPart(model, key, 'sort key', `<${entry.name}>`, false, check, false))
    }

  const managed = {
    version: findVersion(model, definition.version, check),
    createdAt: findTimestamp(model, timestamps.createdAt, check),
    updatedAt: findTimestamp(model, timestamps.updatedAt, check),
  }
  const parts = [...patterns.values()].flatMap(pattern => [...pattern.partitionKey, ...pattern.sortKey])
  for (const entry of [...primary, ...parts].flatMap(part => part.entries))
    check(
      entry !== managed.version && entry !== managed.updatedAt?.entry,
      `'${entry.name}' changes with every write, and can't be part of a key`,
    )

  const timeToLive = findTimeToLive(model, table.timeToLive, check)
  check(!keyEntries.some(entry => entry === timeToLive?.entry), 'its time-to-live is part of the primary key')
  const unique = (definition.unique ?? []).map(each => createUnique(model, table, each, check))
  for (const { name, entries } of unique) {
    const { length } = unique.filter(other => other.name === name)
    check(length === 1, `two unique constraints are named '${name}'`)
    check(
      !entries.some(entry => entry === managed.version || entry === managed.updatedAt?.entry),
      `the unique constraint '${name}' uses an attribute that changes with every write`,
    )
  }
  const evolution = createEvolution(definition.schemaVersion, definition.upgrades, definition.writeBack ?? false, check)

  const given = definition.discriminator
  const discriminator = given === false ? undefined : (given ?? { attribute: 'entity', value: name })
  const taken = [table.partitionKey.name, table.sortKey?.name, table.timeToLive, ...parts.map(part => part.name)]
  for (const { name, stored, storedName } of model.attributes.values()) {
    if (stored) taken.push(storedName)
    check(
      !evolution || storedName !== SCHEMA_VERSION,
      `'${SCHEMA_VERSION}' holds the version of its schema: name it otherwise`,
    )
    check(storedName !== OWNER, `'${OWNER}' marks the library's own items: name it otherwise`)
    check(storedName !== '__proto__', `'${name}' is stored as '__proto__', which the AWS SDK loses when it reads`)
  }
  check(
    !taken.includes(discriminator?.attribute ?? ''),
    `the discriminator can't be '${discriminator?.attribute}', which the schema or the table uses: name another with discriminator: { attribute, value }, or false for none`,
  )
  const kept = [managed.version, managed.createdAt?.entry, managed.updatedAt?.entry]
  const fixed = new Set([...keyEntries, ...kept].flatMap(entry => (entry ? [entry.name] : [])))
  return {
    name,
    table,
    model,
    partitionKey,
    sortKey,
    primaryKey: primary,
    keyEntries,
    patterns,
    bareKeys,
    managed,
    timeToLive,
    unique,
    evolution,
    extensions: Object.freeze([
      ...(managed.version ? [versionExtension(managed.version)] : []),
      ...(managed.createdAt ? [createdAtExtension(managed.createdAt)] : []),
      ...(managed.updatedAt ? [updatedAtExtension(managed.updatedAt)] : []),
      ...(definition.extensions ?? []).map(each => checkedExtension(each, model, fixed)),
    ]),
    discriminator,
    discriminated: Boolean(given),
    hasKeyOnly: keyOnly.length > 0,
    onInvalid: definition.onInvalid ?? 'throw',
  }
}

/** Names that attributes are stored under: the time-to-live has the name that the table gives it. */
function storedNames({ table, timeToLive, storedAs = {} }: Definition, check: Check): Readonly<Record<string, string>> {
  if (timeToLive === undefined) return storedAs
  check(table.timeToLive, `it has a time-to-live, '${timeToLive}', and the table '${table.name}' has none`)
  const storedName = storedAs[timeToLive] ?? table.timeToLive
  check(
    storedName === table.timeToLive,
    `its time-to-live is stored as '${storedName}', and the table's is '${table.timeToLive}'`,
  )
  return { ...storedAs, [timeToLive]: storedName }
}
