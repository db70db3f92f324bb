import type { TableDifference } from '../../table/drift.js'
import type { Table } from '../../table/table-types.js'
import { type PlaceOptions, shellWord } from './next-command.js'

/** What is compared, and where it is. */
export interface Compared {
  readonly table: Table
  readonly tableName: string
  readonly place: PlaceOptions
  /** The command that makes the table. */
  readonly create: string
}

/** How to mend a difference between a table and its definition: on which side, and with which command. */
export function driftAdvice(difference: TableDifference, compared: Compared): string {
  const { subject, defined } = difference
  if (defined === 'ACTIVE') return 'Wait until it is active, and compare again.'
  if (subject === 'time-to-live') return timeToLiveAdvice(difference, compared)
  const [, index] = /^index '(.*)'$/s.exec(subject) ?? []
  return index === undefined ? tableAdvice(difference, compared) : indexAdvice(index, difference, compared)
}

const tableAdvice = ({ actual }: TableDifference, { create }: Compared): string =>
  actual === undefined
    ? `To make it: ${create}`
    : "A table's key can't be changed. Define it as it is; or make another table, and move the items."

function indexAdvice(name: string, { severity, defined, actual }: TableDifference, compared: Compared): string {
  const index = compared.table.indexes.get(name)
  if (!index) {
    const updates = [{ Delete: { IndexName: name } }]
    return `Define it, if something is to read it. If nothing is: ${updateTable(compared, ['--global-secondary-index-updates', JSON.stringify(updates)])}`
  }
  if (severity === 'additional') return 'Nothing has to be done. Define its projection as it is, if more is to be read.'
  if (actual !== undefined && defined !== undefined)
    return 'What an index is can not be changed. Define it as it is; or add another one, move the access patterns to it, and delete this one.'
  if (index.kind === 'local')
    return 'A local index is made with its table alone. Define a global one; or make another table, and move the items.'
  const { AttributeDefinitions = [], KeySchema = [], GlobalSecondaryIndexes = [] } = compared.table.createTableInput()
  const create = GlobalSecondaryIndexes.find(({ IndexName }) => IndexName === name)!
  const keys = new Set([...KeySchema, ...create.KeySchema!].map(({ AttributeName }) => AttributeName))
  const attributes = AttributeDefinitions.filter(({ AttributeName }) => keys.has(AttributeName))
  return `To add it, which takes a while on a large table: ${updateTable(compared, [
    '--attribute-definitions',
    JSON.stringify(attributes),
    '--global-secondary-index-updates',
    JSON.stringify([{ Create: create }]),
  ])}`
}

function timeToLiveAdvice({ defined, actual }: TableDifference, compared: Compared): string {
  const set = (attribute: string, enabled: boolean) =>
    aws(compared, [
      'update-time-to-live',
      '--table-name',
      compared.tableName,
      '--time-to-live-specification',
      JSON.stringify({ Enabled: enabled, AttributeName: attribute }),
    ])
  if (defined === undefined) return `Define timeToLive: '${actual}', if that is meant. If not: ${set(actual!, false)}`
  if (actual === undefined) return `To turn it on: ${set(defined, true)}`
  return `Define timeToLive: '${actual}'; or turn that off and, when DynamoDB allows it an hour later, the other on:\n  ${set(actual, false)}\n  ${set(defined, true)}`
}

const updateTable = (compared: Compared, options: readonly string[]): string =>
  aws(compared, ['update-table', '--table-name', compared.tableName, ...options])

const aws = ({ place: { region, endpoint } }: Compared, words: readonly string[]): string =>
  [
    'aws',
    'dynamodb',
    ...words,
    ...(region === undefined ? [] : ['--region', region]),
    ...(endpoint === undefined ? [] : ['--endpoint-url', endpoint]),
  ]
    .map(shellWord)
    .join(' ')
