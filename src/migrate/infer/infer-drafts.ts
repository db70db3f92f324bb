import type { StoredItem } from '../../schema/item-model.js'
import type { Table } from '../../table/table-types.js'
import type { ItemSource } from '../source/item-source.js'
import { findAliases } from './aliases.js'
import { createClustering } from './clusters.js'
import { type Draft, divide } from './divide.js'
import { excludedAttributes } from './entity-keys.js'
import { splitGlued } from './glued.js'
import type { Questions } from './questions.js'
import { createSentinels } from './sentinels.js'
import { findTimeToLive } from './time-to-live.js'
import { findTypeAttribute } from './type-attribute.js'
import { isSureTypeName } from './type-names.js'

/** What kinds of item there are, before they have names and templates. */
export interface Drafts {
  readonly itemCount: number
  /** The table, with its time-to-live where somebody said what that is. */
  readonly table: Table
  /** The attribute that tells kinds apart, if there is one. */
  readonly typeAttribute: string | undefined
  readonly drafts: readonly Draft[]
}

/**
 * Reads all items, once more where some keep unique values, and finds what kinds there are. Of each kind it keeps counts of all
 * items and some of them as samples, each as likely as any other: memory grows with kinds, not with items.
 */
export async function inferDrafts(
  read: () => AsyncIterable<StoredItem>,
  source: Pick<ItemSource, 'table' | 'isDescribed'>,
  questions: Questions,
): Promise<Drafts> {
  const clustering = createClustering(source.table)
  const sentinels = createSentinels(source.table)
  for await (const item of read()) if (!sentinels.take(item)) clustering.add(item)
  const clusters = clustering.finish()
  const isKnown = source.isDescribed || source.table.timeToLive !== undefined
  const table = isKnown ? source.table : await findTimeToLive(clusters, source.table, questions)
  const found = findTypeAttribute(clusters)
  const typeAttribute =
    found === undefined || isSureTypeName(found) || (await isType(found, questions)) ? found : undefined
  const divided = await findAliases(divide(clusters, table, typeAttribute), typeAttribute, questions)
  const drafts = await splitGlued(divided, table, excludedAttributes(table, typeAttribute), questions)
  return {
    itemCount: clustering.count,
    table,
    typeAttribute,
    drafts: sentinels.isEmpty ? drafts : await sentinels.assign(drafts, read()),
  }
}

const isType = async (name: string, questions: Questions) =>
  (await questions.ask({
    text: `Does '${name}' say what kind of item an item is?`,
    choices: ['yes, it tells entities apart', 'no, it is an attribute like others'],
    chosen: 0,
    why: 'Each of its values goes with keys of a form of their own; its name may mean something else.',
  })) === 0
