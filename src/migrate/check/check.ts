import type { CompiledEntity } from '../../entity/compiled-entity.js'
import { matchesKey } from '../../entity/decode-item.js'
import { candidates } from '../../entity/identify.js'
import { isSentinel } from '../../entity/unique.js'
import { DefinitionError } from '../../errors/monotable-error.js'
import { tell } from '../../operation/tell.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { TableDrift } from '../../table/drift.js'
import type { Table } from '../../table/table-types.js'
import { type Definitions, settleDefinitions } from '../definitions.js'
import { throwIfAborted } from '../source/aborted.js'
import type { ItemSource } from '../source/item-source.js'
import type { CheckReport } from './check-report.js'
import type { FindingKind } from './finding-kinds.js'
import { Findings, type Found } from './findings.js'
import { judgeItem } from './judge-item.js'
import { keyShape } from './key-shape.js'
import { isStoreEntry } from './own-items.js'
import { UniqueValues } from './unique-values.js'

/** How far a check is. */
export interface CheckProgress {
  /** How many items were read, in both readings together. */
  readonly read: number
  /** How many there will be in one reading, where that is known. */
  readonly total: number | undefined
  /** 2 while items are read once more, to see which unique values are not in order. */
  readonly pass: 1 | 2
}

/** What `check` takes beside definitions and items. */
export interface CheckOptions {
  /** How the table compares with its definition, from `db.checkTable()`: it is told with the rest. */
  readonly drift?: TableDrift | undefined
  /** Kinds of findings that are no violations here: `['noEntity']` for a table that others use too. */
  readonly tolerate?: readonly FindingKind[] | undefined
  /**
   * Beginnings of partition keys whose items are of a key-value store or a checkpointer: those of a store with the layout `flat`, or
   * with a `valueAttribute` of its own, can't be told otherwise.
   */
  readonly storePrefixes?: readonly string[] | undefined
  /** How many example keys of each finding are kept: 5 where it is not given. */
  readonly examples?: number | undefined
  /** The time, for what has expired. */
  readonly now?: (() => Date) | undefined
  /** Ends it, with `request.aborted`. */
  readonly signal?: AbortSignal | undefined
  /** Is told how far it is, each thousand items and at the end of each reading. What it throws fails nothing. */
  readonly onProgress?: ((progress: CheckProgress) => void) | undefined
}

/** So many items between two words of progress. */
const STEP = 1000

/**
 * Holds every item of a table against its definitions. Reads only: each item once (Scan, where the source is a table), and once
 * more where unique values and the items that keep them do not agree. Keeps 24 bytes for each unique value in memory, and nothing
 * else of items but the examples. Items that are written meanwhile may be seen half way: what it says of unique values then may be
 * over already.
 *
 * @param source where the items come from: a table, a file
 * @param definitions a database, entities by their names, or entities of one table
 * @throws DefinitionError `definition.database`, `definition.overlap`; `definition.table` where the items have other keys than
 *   the definitions; MonotableError `request.failed`, `request.aborted`
 * @example
 * const report = await check(source, { agents: Agent, users: User })
 * if (!report.ok) console.error(describeReport(report).join('\n'))
 */
export async function check(
  source: ItemSource,
  definitions: Definitions,
  options: CheckOptions = {},
): Promise<CheckReport> {
  const { table, tableName, entities } = settleDefinitions(definitions)
  checkKeys(table, source.table)
  const { drift, examples = 5, tolerate = [], storePrefixes = [], now = () => new Date() } = options
  const compiled = entities.map(({ entity }) => entity)
  const time = now()
  const findings = new Findings(table, examples, new Set(tolerate))
  const unique = new UniqueValues(table, compiled, time)
  const counts = new Map<CompiledEntity, number>()
  const own = { sentinels: 0, storeEntries: 0 }
  let wrong = 0
  const tell = (found: readonly Found[], stored: StoredItem, known: readonly Found[] = []) => {
    findings.add(found, stored)
    if (findings.areWrong(found) && !findings.areWrong(known)) wrong++
  }

  const read = await forEachItem(source, options, 1, 0, stored => {
    if (isSentinel(stored)) {
      own.sentinels++
      if (unique.constraintOf(stored)) unique.noteSentinel(stored)
      else tell([{ kind: 'sentinelUnknown', reason: 'no constraint has such keys' }], stored)
      return
    }
    const [entity, ...others] = candidates(compiled, stored)
    if (entity && others.length === 0) {
      counts.set(entity, (counts.get(entity) ?? 0) + 1)
      unique.noteItem(entity, stored)
      tell(judgeItem(entity, stored, time), stored)
    } else if (entity) {
      const names = [entity, ...others].map(each => `'${each.name}'`).join(' or ')
      tell([{ kind: 'severalEntities', subject: keyShape(table, stored), reason: `it may be ${names}` }], stored)
    } else if (isStoreEntry(table, storePrefixes, stored)) own.storeEntries++
    else tell([{ kind: 'noEntity', subject: keyShape(table, stored), reason: whyNone(compiled, stored) }], stored)
  })

  const again = unique.compare()
  if (again)
    await forEachItem(source, options, 2, read, stored => {
      if (isSentinel(stored)) return tell(unique.judgeSentinel(stored), stored)
      const [entity, ...others] = candidates(compiled, stored)
      if (!entity || others.length > 0) return
      const found = unique.judgeItem(entity, stored)
      // What was found in the first reading has counted the item already.
      if (found.length > 0) tell(found, stored, judgeItem(entity, stored, time))
    })

  const list = findings.list()
  return Object.freeze({
    ok: list.every(({ severity }) => severity === 'note') && (drift?.matches ?? true),
    table: tableName,
    read,
    passes: again ? 2 : 1,
    entities: Object.freeze(
      entities.map(({ name, entity }) => Object.freeze({ entity: entity.name, name, count: counts.get(entity) ?? 0 })),
    ),
    own: Object.freeze(own),
    wrong,
    kinds: findings.kinds(),
    findings: list,
    ...(drift && { drift }),
  })
}

/** Gives each item to `work`, and says how far it is. */
async function forEachItem(
  source: ItemSource,
  { signal, onProgress }: CheckOptions,
  pass: 1 | 2,
  before: number,
  work: (stored: StoredItem) => void,
): Promise<number> {
  let read = before
  const report = () => tell(onProgress, { read, total: source.itemCount, pass })
  throwIfAborted(signal, 'check')
  for await (const stored of source.items({ signal })) {
    throwIfAborted(signal, 'check')
    work(stored)
    if (++read % STEP === 0) report()
  }
  report()
  return read
}

/** @throws DefinitionError where nothing could be said of the items, for their keys are called otherwise */
function checkKeys(defined: Table, actual: Table): void {
  const names = ({ partitionKey, sortKey }: Table) => [partitionKey.name, sortKey?.name ?? 'no sort key'].join(', ')
  if (names(defined) === names(actual)) return
  const reason = `its key is ${names(defined)} as it is defined, and the items have ${names(actual)}`
  throw new DefinitionError('definition.table', { table: defined.name, reason })
}

/** Why an item is of no entity. */
function whyNone(entities: readonly CompiledEntity[], stored: StoredItem): string {
  const near = entities.find(entity => matchesKey(entity, stored))
  if (!near) return 'no key template makes such a key'
  const { attribute } = near.discriminator!
  const said = stored[attribute]?.S
  const what = said === undefined ? 'is no text' : said.length <= 40 ? `is '${said}'` : 'is another'
  return `its key is as of '${near.name}', and its '${attribute}' ${what}`
}
