import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { StoredItem } from '../../schema/item-model.js'
import { defineTable } from '../../table/define-table.js'
import type { GlobalIndexDefinition, LocalIndexDefinition, Table } from '../../table/table-types.js'
import { throwIfAborted } from '../source/aborted.js'
import { createKeyGuess, type GuessedKeys } from '../source/guess-keys.js'
import { itemsIn, requestsOf } from '../source/item-forms.js'
import type { ItemSource } from '../source/item-source.js'
import { fileError, jsonValues } from '../source/json-values.js'
import { isWorkbench, readWorkbench, tableNameOf } from '../source/workbench.js'
import { readExport } from './export-folder.js'
import { readText } from './read-text.js'

/** What a file does not tell of its table. */
export interface FileSourceOptions {
  /** The name of the partition key; guessed where it is not given (`pk`, `PK`, `id`, …). */
  readonly partitionKey?: string | undefined
  /** The name of the sort key; guessed (`sk`, `SK`, …) where neither name is given. */
  readonly sortKey?: string | undefined
  /** The indexes of the table; guessed from names such as `gsi1pk` and `gsi1sk`. */
  readonly indexes?: Readonly<Record<string, GlobalIndexDefinition | LocalIndexDefinition>> | undefined
  /** Which table: of a model of NoSQL Workbench that has several, or the name that the table is to have. */
  readonly tableName?: string | undefined
  /** Ends the reading, with `request.aborted`. */
  readonly signal?: AbortSignal | undefined
}

/** So many keys are compared, to see whether they are keys. */
const KEYS_COMPARED = 200_000

/**
 * The items of a file or folder: plain JSON (an array, or an item a line), DynamoDB's JSON (the same, or `{ "Item": … }` a line),
 * a BatchWriteItem request, an answer of `aws dynamodb scan`, an export to S3 (its folder), a model of NoSQL Workbench. Files that
 * end in `.gz` are unpacked. Plain values are what the document client would store.
 * @throws MonotableError `file.invalid` with the line and what is wrong, also where no attribute could be the partition key; `request.aborted`
 * @example const source = await fileSource('export/AWSDynamoDB/01234-abcd')
 */
export async function fileSource(path: string, options: FileSourceOptions = {}): Promise<ItemSource> {
  const { signal } = options
  const info = await stat(path).catch(error => {
    throw fileError(path, undefined, `it can't be read (${(error as Error).message})`, error)
  })
  if (!info.isDirectory()) {
    const model = await workbenchOf(path, options)
    if (model) return model
  }
  const folder = info.isDirectory() ? await readExport(path, signal) : undefined
  const files = folder?.files.map(file => file.path) ?? [path]
  const items = (own?: AbortSignal) => read(files, own ?? signal)
  let name = folder?.tableName
  const guess = createKeyGuess()
  for await (const item of read(files, signal, found => (name ??= found))) guess.add(item)
  if (guess.count === 0) throw fileError(path, undefined, 'it has no items')
  const keys = guess.keys(options)
  if (keys === undefined) {
    const given = [options.partitionKey, options.sortKey].filter(each => each !== undefined)
    const reason = given.length
      ? `not every item has '${given.join("' and '")}' as a text, a number or a binary, as a key must be`
      : "it does not tell the table's key, and no attribute looks like one: give partitionKey, and sortKey if there is one"
    throw fileError(path, undefined, reason)
  }
  const table = defineTable({
    name: tableNameOf(options.tableName ?? name ?? basename(path).replace(/\.\w+(\.gz)?$/, '')),
    ...keys,
    indexes: options.indexes ?? keys.indexes,
  }) as Table
  const repeated = await countRepeated(items(), table)
  return Object.freeze({
    table,
    itemCount: guess.count,
    notes: [
      ...notesOf(options, keys),
      ...(repeated > 0
        ? [`${repeated} items have the key of another one: these may not be the keys of the table.`]
        : []),
    ],
    items: ({ signal: own } = {}) => items(own),
  } satisfies ItemSource)
}

async function* read(
  files: readonly string[],
  signal: AbortSignal | undefined,
  named: (table: string) => void = () => undefined,
): AsyncGenerator<StoredItem> {
  for (const file of files)
    for await (const value of jsonValues(readText(file, signal), file)) {
      const requests = requestsOf(value.value)
      if (requests) {
        const tables = requests.map(([table]) => table)
        if (tables.length > 1)
          throw fileError(file, value.line, `the request writes into several tables, '${tables.join("', '")}'`)
        named(tables[0]!)
      }
      for (const item of itemsIn(value, file)) {
        throwIfAborted(signal, 'fileSource')
        yield item
      }
    }
}

/** The model of NoSQL Workbench that a file is, if it is one. */
async function workbenchOf(
  path: string,
  { tableName: wanted, signal }: FileSourceOptions,
): Promise<ItemSource | undefined> {
  for await (const { value } of jsonValues(readText(path, signal), path)) {
    if (!isWorkbench(value)) return undefined
    const { table, items } = readWorkbench(value, path, wanted)
    return Object.freeze({
      table,
      itemCount: items.length,
      notes: [],
      items: async function* ({ signal: own = signal } = {}) {
        for (const item of items) {
          throwIfAborted(own, 'fileSource')
          yield item
        }
      },
    } satisfies ItemSource)
  }
  return undefined
}

function notesOf(options: FileSourceOptions, { partitionKey, sortKey, indexes }: GuessedKeys): readonly string[] {
  const nameOf = (key: typeof partitionKey) => (typeof key === 'string' ? key : (key as { name: string }).name)
  const notes: string[] = []
  if (options.partitionKey === undefined)
    notes.push(
      `The file does not tell the table's key: '${nameOf(partitionKey)}'${sortKey ? ` and '${nameOf(sortKey)}' are` : ' is'} taken for it.`,
    )
  const names = Object.keys(indexes)
  if (options.indexes === undefined && names.length > 0)
    notes.push(
      `The file does not tell the table's indexes: ${names.join(', ')} ${names.length > 1 ? 'are' : 'is'} guessed from names of attributes.`,
    )
  return notes
}

/** How many items have the key of another, of the first so many. */
async function countRepeated(items: AsyncIterable<StoredItem>, { partitionKey, sortKey }: Table): Promise<number> {
  const seen = new Set<string>()
  let read = 0
  for await (const item of items) {
    if (read === KEYS_COMPARED) break
    read++
    seen.add(JSON.stringify([item[partitionKey.name], sortKey && item[sortKey.name]]))
  }
  return read - seen.size
}
