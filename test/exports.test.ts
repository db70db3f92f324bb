import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { subpaths } from '../entries.config.js'
import { unexported } from './support/signatures.js'

const folders = { '': '', ...subpaths }
type Subpath = keyof typeof folders

const indexOf = (subpath: Subpath): string =>
  fileURLToPath(new URL(`../src/${folders[subpath]}/index.ts`, import.meta.url))

/** Whose exports an application has anyway that uses this subpath. */
const beside: Partial<Record<Subpath, Subpath>> = { keyv: 'kv', unstorage: 'kv', migrate: '' }

/** What nobody has to name: parts of an exported type, and what the compiler works out for it, the sentences of its refusals among it. */
const inner: Partial<Record<Subpath, readonly string[]>> = {
  '': [
    // The details of errors by family, all of them in ErrorDetails.
    ...['DefinitionErrors', 'ItemErrors', 'KeyErrors', 'OperationErrors', 'WriteErrors'],
    // Of an entity's definition.
    ...['CheckTemplate', 'EntitiesByName', 'IndexName', 'NamesIn', 'ObjectSchema', 'OptionalOnCreate', 'Output'],
    ...['ReservedEntities', 'Shape', 'SortKeyType', 'SortPlaceholders', 'Template', 'Unless', 'WrongEntities'],
    'WrongPatterns',
    // Of operations and expressions.
    ...['Change', 'CommandName', 'Computation', 'EqualOperand', 'IfVersion', 'Leaf', 'Limits', 'Operand'],
    ...['PrefixOperand', 'RangeOperand', 'Returned', 'StoredType', 'Subject', 'Test'],
  ],
  client: ['PathOf', 'Projected', 'Where'],
  kv: ['Refused'],
  keyv: ['KeyvAdapter', 'OnStore'],
  unstorage: ['OnStore'],
  langgraph: ['ConnectionOptions', 'Layout'],
  migrate: ['HistoryEntry'],
}

it.each(Object.keys(folders) as Subpath[])('monotable/%s exports the types that its signatures name', subpath => {
  const other = beside[subpath]
  const named = unexported(indexOf(subpath), other === undefined ? undefined : indexOf(other))
  expect([...named].filter(([name]) => !inner[subpath]?.includes(name))).toEqual([])
  // What is listed above is there for a reason.
  expect(inner[subpath]?.filter(name => !named.has(name)) ?? []).toEqual([])
})
