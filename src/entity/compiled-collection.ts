import { DefinitionError } from '../errors/monotable-error.js'
import type { Template } from '../key/template-types.js'
import type { Table, TableIndex } from '../table/table-types.js'
import { type CompiledEntity, type CompiledPattern, compiledEntity } from './compiled-entity.js'
import type { AnyEntity } from './entity-types.js'

/** One entity of a collection. */
interface CollectionMember {
  /** What the application calls it. */
  readonly name: string
  readonly entity: CompiledEntity
  /** Its access pattern on the collection's index; undefined on the table. */
  readonly pattern: CompiledPattern | undefined
}

/** A collection, ready for use. */
export interface CompiledCollection {
  readonly table: Table
  /** Undefined for the table's own key. */
  readonly index: TableIndex | undefined
  readonly members: readonly CollectionMember[]
}

/** A definition as data, its types let go. */
interface Definition {
  readonly index?: string
  readonly partitionKey: Template
  readonly entities: Readonly<Record<string, AnyEntity>>
}

// Registered, so that the ESM and the CJS copy of this package understand each other's collections.
const compiled = Symbol.for('monotable.collection')

/** Puts the compiled form beside a definition, out of the way of whoever prints it. */
export const attachCollection = <C extends object>(collection: C, value: CompiledCollection): C =>
  Object.defineProperty(collection, compiled, { value })

/** The compiled form of a collection. */
export const compiledCollection = (collection: object): CompiledCollection =>
  (collection as { [compiled]: CompiledCollection })[compiled]

/** @throws DefinitionError `definition.collection` */
export function compileCollection({ index: indexName, partitionKey, entities }: Definition): CompiledCollection {
  const check: (right: unknown, reason: string) => asserts right = (right, reason) => {
    if (!right) throw new DefinitionError('definition.collection', { reason })
  }
  const sources: readonly string[] = typeof partitionKey === 'string' ? [partitionKey] : partitionKey
  const named = Object.entries(entities).map(([name, entity]) => [name, compiledEntity(entity)] as const)
  const [first] = named
  check(first, 'it has no entities')
  const { table } = first[1]
  const index = indexName === undefined ? undefined : table.indexes.get(indexName)
  check(indexName === undefined || index, `the table '${table.name}' has no index '${indexName}'`)
  const members = named.map(([name, entity], at): CollectionMember => {
    check(entity.table === table, `'${entity.name}' is of another table than '${first[1].name}'`)
    check(
      named.findIndex(([, other]) => other.name === entity.name) === at,
      `'${entity.name}' is in it twice, or another entity of that name`,
    )
    const pattern = [...entity.patterns.values()].find(each => each.index === index)
    check(!index || pattern, `${entity.name} has no access pattern on the index '${indexName}'`)
    const parts = pattern?.partitionKey ?? [entity.partitionKey]
    const own = parts.map(part => part.source)
    check(
      own.length === sources.length && own.every((source, at) => source === sources[at]),
      `the partition key of ${entity.name} is '${own.join("', '")}'`,
    )
    return { name, entity, pattern }
  })
  return { table, index, members }
}
