import type { CompiledEntity, CompiledPattern } from '../../entity/compiled-entity.js'
import type { KeyPart } from '../../entity/key-part.js'
import { compareText } from '../../key/order.js'
import type { KeyAttributeModel, Table, TableIndex } from '../../table/table-types.js'
import type { NamedEntity, SettledDefinitions } from '../definitions.js'
import { type AccessPattern, accessPatternsOf } from './access-patterns.js'

/** What a diagram shows: plain data, worked out once for all forms. */
export interface DiagramModel {
  /** The table's name. */
  readonly title: string
  /** Counts of entities and indexes, the time-to-live. */
  readonly subtitle: string
  readonly entities: readonly EntityBox[]
  /** The table, then its indexes. */
  readonly views: readonly ViewBox[]
}

/** An entity. Others refer to it by its place. */
export interface EntityBox {
  readonly name: string
  /** What the application calls it: `agents`. */
  readonly calledAs: string
  /** Key attributes of the table, then of the indexes, each with its template. */
  readonly keys: readonly { readonly attribute: string; readonly template: string; readonly primary: boolean }[]
  /** What else is to be known of it, as pairs: `discriminator`, `entity = Agent`. */
  readonly facts: readonly (readonly [name: string, value: string])[]
  readonly attributes: readonly { readonly name: string; readonly type: string }[]
  readonly patterns: readonly AccessPattern[]
}

/** The table or an index, and what is together in it. */
export interface ViewBox {
  readonly name: string
  readonly kind: 'table' | 'global index' | 'local index'
  readonly key: readonly string[]
  /** What it holds of items; undefined of the table. */
  readonly holds: string | undefined
  readonly partitions: readonly PartitionBox[]
}

/** Item collections of one kind: the items of a partition, of one entity or several, in the order of their sort keys. */
export interface PartitionBox {
  readonly template: string
  readonly members: readonly MemberBox[]
}

export interface MemberBox {
  /** The place of its entity. */
  readonly entity: number
  /** Of a key of several attributes they are joined by a comma; undefined without a sort key. */
  readonly sort: string | undefined
  /** The name of the access pattern; undefined for the table. */
  readonly pattern: string | undefined
}

export function diagramModel({ table, tableName, entities }: SettledDefinitions): DiagramModel {
  return {
    title: tableName,
    subtitle: [
      counted(entities.length, 'entity', 'entities'),
      counted(table.indexes.size, 'index', 'indexes'),
      ...(table.timeToLive === undefined ? [] : [`time-to-live ${table.timeToLive}`]),
    ].join(' · '),
    entities: entities.map(named => entityBox(table, named)),
    views: [tableBox(table, entities), ...[...table.indexes.values()].map(index => indexBox(index, entities))],
  }
}

const counted = (count: number, one: string, many: string) =>
  `${count === 0 ? 'no' : count} ${count === 1 ? one : many}`

function entityBox(table: Table, { name, entity }: NamedEntity): EntityBox {
  const { primaryKey, patterns, model } = entity
  const parts = [...patterns.values()].flatMap(({ partitionKey, sortKey }) => [...partitionKey, ...sortKey])
  const seen = new Set(primaryKey.map(part => part.name))
  const indexKeys = parts.filter(part => !seen.has(part.name) && seen.add(part.name))
  const key = (part: KeyPart) => ({
    attribute: part.name,
    template: part.source,
    primary: primaryKey.includes(part),
  })
  return {
    name: entity.name,
    calledAs: name,
    keys: [...primaryKey, ...indexKeys].map(key),
    facts: factsOf(table, entity),
    attributes: model.entries.map(({ name, model: { kind, optional } }) => ({
      name,
      type: optional ? `${kind}?` : kind,
    })),
    patterns: accessPatternsOf(name, entity),
  }
}

function factsOf(table: Table, entity: CompiledEntity): EntityBox['facts'] {
  const { discriminator, managed, unique, timeToLive, evolution } = entity
  const { attribute, value, aliases = [] } = discriminator ?? {}
  const aliased = aliases.length > 0 ? `, also ${aliases.join(', ')}` : ''
  const facts: (readonly [string, string | undefined])[] = [
    ['told by', discriminator ? `${attribute} = ${value}${aliased}` : 'its key alone'],
    ['unique', unique.map(({ name }) => name).join(', ') || undefined],
    ['version', managed.version?.name],
    [
      'expires',
      timeToLive &&
        `${timeToLive.entry.name}${timeToLive.entry.name === table.timeToLive ? '' : ` (${table.timeToLive})`}`,
    ],
    ['schema', evolution && `version ${evolution.version}`],
  ]
  return facts.filter((fact): fact is readonly [string, string] => fact[1] !== undefined)
}

interface Placed {
  readonly partition: readonly KeyPart[]
  readonly sort: readonly KeyPart[]
  readonly entity: number
  readonly pattern: CompiledPattern | undefined
}

function tableBox(table: Table, entities: readonly NamedEntity[]): ViewBox {
  const placed = entities.map(({ entity }, at): Placed => {
    const { partitionKey, sortKey } = entity
    return { partition: [partitionKey], sort: sortKey ? [sortKey] : [], entity: at, pattern: undefined }
  })
  const key = [table.partitionKey, ...(table.sortKey ? [table.sortKey] : [])]
  return { name: table.name, kind: 'table', key: key.map(keyText), holds: undefined, partitions: partitionsOf(placed) }
}

function indexBox(index: TableIndex, entities: readonly NamedEntity[]): ViewBox {
  const placed = entities.flatMap(({ entity }, at): Placed[] => {
    const pattern = [...entity.patterns.values()].find(each => each.index === index)
    return pattern ? [{ partition: pattern.partitionKey, sort: pattern.sortKey, entity: at, pattern }] : []
  })
  const { name, kind, partitionKey, sortKey, projection } = index
  const held = { all: 'all attributes', keysOnly: 'keys alone' } as const
  return {
    name,
    kind: `${kind} index`,
    key: [...partitionKey, ...sortKey].map(keyText),
    holds: typeof projection === 'string' ? held[projection] : `keys and ${projection.join(', ')}`,
    partitions: partitionsOf(placed),
  }
}

const keyText = ({ name, type }: KeyAttributeModel) => (type === 'string' ? name : `${name} (${type})`)

/** Templates that differ in the names of their attributes alone make the same partitions. */
function partitionsOf(placed: readonly Placed[]): readonly PartitionBox[] {
  const partitions = new Map<string, Placed[]>()
  for (const each of placed) {
    const shape = joined(each.partition).replace(/<[^<>]*>/g, '<>')
    partitions.set(shape, [...(partitions.get(shape) ?? []), each])
  }
  return Array.from(partitions.values(), members => ({
    template: joined(members[0]!.partition),
    members: members
      .toSorted((a, b) => compareText(joined(a.sort).split('<')[0]!, joined(b.sort).split('<')[0]!))
      .map(({ entity, sort, pattern }) => ({
        entity,
        sort: sort.length > 0 ? joined(sort) : undefined,
        pattern: pattern?.name,
      })),
  }))
}

const joined = (parts: readonly KeyPart[]) => parts.map(part => part.source).join(', ')
