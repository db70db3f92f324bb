import type { CompiledEntity } from '../../entity/compiled-entity.js'
import { decodeStored } from '../../entity/decode-item.js'
import { encodeWhole } from '../../entity/encode-item.js'
import { candidates } from '../../entity/identify.js'
import { isSentinel, isSentinelKey } from '../../entity/unique.js'
import type { KeyDetails } from '../../errors/item-errors.js'
import { MonotableError } from '../../errors/monotable-error.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { Table } from '../../table/table-types.js'
import { keyOf } from '../infer/settle.js'
import { differences } from './same-value.js'

/** Why items do not come out of an entity as they are stored. */
export interface Failure {
  /** The entity that they are of; missing where that is none, or several. */
  readonly entity?: string
  readonly kind: 'own' | 'unclaimed' | 'ambiguous' | 'invalid' | 'different' | 'key'
  /** Of attributes, by the names that they are stored under; `invalid` by those of the schema. */
  readonly names: readonly string[]
  readonly reason: string
  count: number
  readonly examples: KeyDetails[]
  /** The same items whole. */
  readonly items: StoredItem[]
}

/** What came of a pass over all items. */
export interface Verification {
  readonly total: number
  readonly covered: number
  /** How many keep unique values, as the definitions say: these are covered too, and of no entity. */
  readonly sentinels: number
  /** How many of those that are covered call themselves by an alias: written again, they would have the first name. */
  readonly renamed: number
  /** By the names of entities, how many items come out of them as they are stored. */
  readonly counts: ReadonlyMap<string, number>
  readonly failures: readonly Failure[]
}

const EXAMPLES = 5

/** Reads every item through the one entity that it is of, and writes it again, in memory: what comes out must be what is stored. */
export async function verify(
  items: AsyncIterable<StoredItem>,
  entities: readonly CompiledEntity[],
  table: Table,
): Promise<Verification> {
  let total = 0
  let sentinels = 0
  let renamed = 0
  const counts = new Map(entities.map(({ name }) => [name, 0]))
  const failures = new Map<string, Failure>()
  for await (const item of items) {
    total++
    if (isSentinel(item) && entities.some(({ unique }) => isSentinelKey(table, unique, item))) {
      sentinels++
      continue
    }
    const found = check(item, entities)
    if ('as' in found) {
      counts.set(found.as, counts.get(found.as)! + 1)
      if (found.renamed) renamed++
    } else {
      const id = JSON.stringify([found.entity, found.kind, found.names])
      const failure = failures.get(id) ?? { ...found, count: 0, examples: [], items: [] }
      failures.set(id, failure)
      failure.count++
      if (failure.examples.length < EXAMPLES) {
        failure.examples.push(keyOf(item, table))
        failure.items.push(item)
      }
    }
  }
  const covered = [...counts.values()].reduce((sum, count) => sum + count, sentinels)
  return { total, covered, sentinels, renamed, counts, failures: [...failures.values()] }
}

type Unfit = Pick<Failure, 'entity' | 'kind' | 'names' | 'reason'>
type Fit = { readonly as: string; readonly renamed: boolean }

/** The name of the entity that an item comes out of as it is stored; or why there is none. */
function check(item: StoredItem, entities: readonly CompiledEntity[]): Fit | Unfit {
  if (isSentinel(item))
    return {
      kind: 'own',
      names: [],
      reason: 'They keep unique values for monotable: the definitions have to say which.',
    }
  const [entity, ...others] = candidates(entities, item)
  if (entity === undefined) return { kind: 'unclaimed', names: [], reason: 'No entity has such keys.' }
  const { name } = entity
  if (others.length > 0) {
    const names = [name, ...others.map(other => other.name)]
    return { kind: 'ambiguous', names, reason: `They may be of ${names.join(' or ')}.` }
  }
  const decoded = decodeStored(entity, item)
  if (decoded.kind === 'foreign')
    return {
      entity: name,
      kind: 'unclaimed',
      names: [],
      reason: `They have keys as of ${name}, but ${decoded.reason}.`,
    }
  if (decoded.kind === 'invalid') {
    const names = [...new Set(decoded.issues.map(({ path }) => String(path[0] ?? '')))].sort()
    const reason = `They do not fit the schema of ${name}: ${list(names)}.`
    return { entity: name, kind: 'invalid', names, reason }
  }
  try {
    const { stored } = encodeWhole(entity, decoded.item as Readonly<Record<string, unknown>>)
    const different = differences(item, stored)
    const names = different.filter(each => !isAlias(entity, item, each)).sort()
    const how = names.every(each => stored[each] === undefined) ? 'without' : 'with another'
    const reason = `${name} would write them ${how} ${list(names)}.`
    return names.length === 0
      ? { as: name, renamed: different.length > 0 }
      : { entity: name, kind: 'different', names, reason }
  } catch (error) {
    if (!(error instanceof MonotableError)) throw error
    return { entity: name, kind: 'key', names: [error.code], reason: `${name} can't write them: ${error.message}` }
  }
}

/** Whether an attribute is the discriminator with an old value: it is read, and the one to write is another. */
const isAlias = ({ discriminator }: CompiledEntity, item: StoredItem, name: string) =>
  discriminator !== undefined &&
  name === discriminator.attribute &&
  Boolean(discriminator.aliases?.includes(item[name]?.S as string))

const list = (names: readonly string[]) => names.map(name => `'${name}'`).join(', ')
