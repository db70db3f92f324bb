import type { CompiledEntity } from '../../entity/compiled-entity.js'
import type { KeyPart } from '../../entity/key-part.js'

/** A way to read an entity. */
export interface AccessPattern {
  /** The call: `db.agents.query.byType({ type })`. */
  readonly call: string
  /** What it gives: `one Agent`, `Agents of one type`. */
  readonly gives: string
  /** The index that it reads; undefined for the table. */
  readonly index: string | undefined
  /** The attributes in whose order it gives items; none where there is one at most, or no sort key. */
  readonly order: readonly string[]
}

/**
 * Reading by the key; by the partition, where it can hold several items: of one alone, a query would be a get; and by each named access
 * pattern.
 */
export function accessPatternsOf(calledAs: string, entity: CompiledEntity): readonly AccessPattern[] {
  const { name, primaryKey, partitionKey, sortKey, patterns } = entity
  const client = `db${member(calledAs)}`
  const identity = namesOf(primaryKey)
  /** What a partition gives: where it is made of all that the primary key is, one item at most. */
  const given = (parts: readonly KeyPart[]) => {
    const names = namesOf(parts)
    if (identity.every(each => names.includes(each))) return `one ${name}`
    return names.length > 0 ? `${name} items of one ${names.join(', ')}` : `all ${name} items`
  }
  /** By what the items of a partition differ. */
  const orderOf = (partition: readonly KeyPart[], sort: readonly KeyPart[]) => {
    const fixed = namesOf(partition)
    return namesOf(sort).filter(each => !fixed.includes(each))
  }
  const get: AccessPattern = {
    call: `${client}.get(${argument(primaryKey)})`,
    gives: `one ${name}`,
    index: undefined,
    order: [],
  }
  const order = orderOf([partitionKey], sortKey ? [sortKey] : [])
  const query: AccessPattern = {
    call: `${client}.query(${argument([partitionKey])})`,
    gives: given([partitionKey]),
    index: undefined,
    order,
  }
  const named = Array.from(
    patterns.values(),
    (pattern): AccessPattern => ({
      call: `${client}.query${member(pattern.name)}(${argument(pattern.partitionKey)})`,
      gives: given(pattern.partitionKey),
      index: pattern.index.name,
      order: given(pattern.partitionKey) === `one ${name}` ? [] : orderOf(pattern.partitionKey, pattern.sortKey),
    }),
  )
  return [get, ...(order.length > 0 ? [query] : []), ...named]
}

const namesOf = (parts: readonly KeyPart[]) => [
  ...new Set(parts.flatMap(part => part.entries.map(entry => entry.name))),
]

const isWord = (name: string) => /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name)

const member = (name: string) => (isWord(name) ? `.${name}` : `[${JSON.stringify(name)}]`)

function argument(parts: readonly KeyPart[]): string {
  const names = namesOf(parts).map(name => (isWord(name) ? name : `${JSON.stringify(name)}: …`))
  return names.length > 0 ? `{ ${names.join(', ')} }` : '{}'
}
