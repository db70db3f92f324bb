import { DefinitionError } from '../errors/monotable-error.js'
import type { Template } from '../key/template-types.js'
import { createItemModel, type ItemModel } from '../schema/item-model.js'
import type { ObjectSchema, Output } from '../schema/object-schema.js'
import type { KeyAttributeModel, Table } from '../table/table-types.js'
import { attachCompiled, type CompiledEntity, type CompiledPattern } from './compiled-entity.js'
import type { AnyPatterns, EntityDefinition } from './definition-types.js'
import type { Discriminator, Entity, PatternDefinition } from './entity-types.js'
import { createKeyPart, isRestorable, type KeyPart } from './key-part.js'
import { findTimestamp, findVersion } from './managed.js'

/** A definition as data, its types let go. */
interface Definition {
  readonly name: string
  readonly table: Table
  readonly schema: ObjectSchema
  readonly key: { readonly partitionKey: Template; readonly sortKey?: Template }
  readonly indexes?: AnyPatterns
  readonly version?: string
  readonly timestamps?: { readonly createdAt?: string; readonly updatedAt?: string }
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
 * Queries and writes are checked against it by the compiler.
 *
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
  const Patterns extends Readonly<Record<string, PatternDefinition<string>>> = {},
  const Version extends string = never,
  const CreatedAt extends string = never,
  const UpdatedAt extends string = never,
  const StoredAs extends { readonly [K in keyof Output<S>]?: string } = {},
>(
  definition: EntityDefinition<Name, T, S, PK, SK, Patterns, Version, CreatedAt, UpdatedAt, StoredAs>,
): Entity<Name, T, S, PK, SK, Patterns, Version, CreatedAt, UpdatedAt, StoredAs> {
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
    StoredAs
  >
  return Object.freeze(attachCompiled(entity, compile(definition as unknown as Definition)))
}

function compile(definition: Definition): CompiledEntity {
  const { name, table, key, keyOnly = [], timestamps = {} } = definition
  const refuse = (reason: string) => new DefinitionError('definition.entity', { entity: name, reason })
  const model = createItemModel(name, definition.schema, { storedAs: definition.storedAs ?? {}, keyOnly })
  const escapes = definition.keys === 'escape'

  if ((key.sortKey === undefined) !== (table.sortKey === undefined))
    throw refuse(
      `table '${table.name}' has ${table.sortKey ? 'a' : 'no'} sort key, and the entity's key must ${table.sortKey ? '' : 'not '}give its template`,
    )
  const [partitionKey] = createParts(
    model,
    [table.partitionKey],
    'partition key',
    key.partitionKey,
    escapes,
    refuse,
  ) as [KeyPart]
  const [sortKey] = table.sortKey ? createParts(model, [table.sortKey], 'sort key', key.sortKey, escapes, refuse) : []
  const primary = [partitionKey, ...(sortKey ? [sortKey] : [])]
  for (const part of primary) {
    for (const entry of part.entries) {
      if (entry.model.optional && entry.model.defaultValue === undefined)
        throw refuse(
          `'${entry.name}' is part of the primary key, and optional in the schema: an item can't do without it`,
        )
    }
  }
  checkKeyOnly(primary, keyOnly, refuse)

  const managed = {
    version: findVersion(model, definition.version, refuse),
    createdAt: findTimestamp(model, timestamps.createdAt, refuse),
    updatedAt: findTimestamp(model, timestamps.updatedAt, refuse),
  }
  const patterns = new Map<string, CompiledPattern>()
  for (const [patternName, pattern] of Object.entries(definition.indexes ?? {}))
    patterns.set(patternName, createPattern(patternName, pattern, model, table, partitionKey, escapes, refuse))
  checkPatterns([...patterns.values()], refuse)
  for (const part of [
    ...primary,
    ...[...patterns.values()].flatMap(pattern => [...pattern.partitionKey, ...pattern.sortKey]),
  ]) {
    for (const moving of [managed.version, managed.updatedAt?.entry]) {
      if (moving && part.entries.includes(moving))
        throw refuse(`'${moving.name}' changes with every write, and can't be part of the key '${part.source}'`)
    }
  }

  const discriminator =
    definition.discriminator === false ? undefined : (definition.discriminator ?? { attribute: 'entity', value: name })
  if (discriminator) checkDiscriminator(model, discriminator, table, refuse)
  for (const entry of model.attributes.values()) {
    if (entry.storedName === '__proto__')
      throw refuse(`'${entry.name}' is stored as '__proto__', which the AWS SDK loses when it reads: it needs another name`)
  }
  return Object.freeze({
    name,
    table,
    model,
    partitionKey,
    sortKey,
    patterns,
    managed,
    discriminator,
    discriminated: definition.discriminator !== undefined && definition.discriminator !== false,
    hasKeyOnly: keyOnly.length > 0,
    onInvalid: definition.onInvalid ?? 'throw',
  })
}

type Refuse = (reason: string) => DefinitionError

function createParts(
  model: ItemModel,
  keys: readonly KeyAttributeModel[],
  role: KeyPart['role'],
  template: Template | undefined,
  escapes: boolean,
  refuse: Refuse,
): readonly KeyPart[] {
  const sources: readonly string[] = template === undefined ? [] : typeof template === 'string' ? [template] : template
  if (sources.length !== keys.length)
    throw refuse(
      `the ${role} has ${keys.length} attributes (${keys.map(key => key.name).join(', ')}), and ${sources.length} templates are given for it`,
    )
  return keys.map((key, index) => createKeyPart(model, key, role, sources[index] as string, escapes))
}

function createPattern(
  name: string,
  pattern: PatternDefinition<string>,
  model: ItemModel,
  table: Table,
  tablePartitionKey: KeyPart,
  escapes: boolean,
  refuse: Refuse,
): CompiledPattern {
  if (name in Function.prototype)
    throw refuse(`an access pattern can't be named '${name}', which every function has: choose another name`)
  const index = table.indexes.get(pattern.index)
  if (index === undefined)
    throw refuse(
      `the access pattern '${name}' uses the index '${pattern.index}', which table '${table.name}' does not have`,
    )
  if (index.kind === 'local' && pattern.partitionKey !== undefined && pattern.partitionKey !== tablePartitionKey.source)
    throw refuse(`the access pattern '${name}' is on a local index, whose partition key is the table's: leave it out`)
  const partitionKey =
    index.kind === 'local'
      ? [tablePartitionKey]
      : createParts(model, index.partitionKey, 'partition key', pattern.partitionKey, escapes, refuse)
  const sortKey = createParts(model, index.sortKey, 'sort key', pattern.sortKey, escapes, refuse)
  return Object.freeze({ name, index, partitionKey, sortKey })
}

function checkPatterns(patterns: readonly CompiledPattern[], refuse: Refuse): void {
  const byIndex = new Map<string, string>()
  const templates = new Map<string, KeyPart>()
  for (const { name, index, partitionKey, sortKey } of patterns) {
    const other = byIndex.get(index.name)
    if (other !== undefined)
      throw refuse(
        `the access patterns '${other}' and '${name}' are on one index, '${index.name}': an item has one key in it`,
      )
    byIndex.set(index.name, name)
    for (const part of [...partitionKey, ...sortKey]) {
      const same = templates.get(part.name)
      if (same && same.source !== part.source)
        throw refuse(`the key attribute '${part.name}' is made by two templates, '${same.source}' and '${part.source}'`)
      templates.set(part.name, part)
    }
  }
}

function checkKeyOnly(primary: readonly KeyPart[], keyOnly: readonly string[], refuse: Refuse): void {
  for (const name of keyOnly) {
    const places = primary
      .flatMap(part => part.entries.map((entry, index) => ({ part, entry, index })))
      .filter(place => place.entry.name === name)
    if (places.length === 0) throw refuse(`'${name}' is keyOnly, but not part of the primary key`)
    if (!places.some(({ part, index }) => isRestorable(part, index)))
      throw refuse(
        `'${name}' is keyOnly, and the key changes its case: let the schema do so too, as in z.string().toLowerCase()`,
      )
  }
}

function checkDiscriminator(model: ItemModel, discriminator: Discriminator, table: Table, refuse: Refuse): void {
  const { attribute } = discriminator
  for (const entry of model.attributes.values()) {
    if (entry.stored && entry.storedName === attribute)
      throw refuse(
        `the schema's '${entry.name}' is stored as '${attribute}', where the discriminator goes: name another with discriminator: { attribute, value }, or false for none`,
      )
  }
  if (attribute === table.partitionKey.name || attribute === table.sortKey?.name || attribute === table.timeToLive)
    throw refuse(`the discriminator can't be '${attribute}', which the table uses`)
}
