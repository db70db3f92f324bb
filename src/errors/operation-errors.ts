import type { Texts } from './texts.js'

/** Whether DynamoDB is known not to have acted on a request that failed, or to have acted before it failed. */
type Outcome = 'not written' | 'written' | 'unknown'

/** What the SDK says of errors ends in a full stop, or not. */
const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)

const uncertain = (outcome: Outcome) =>
  ({
    'not written': '',
    written: ' The write before it was made.',
    unknown: ' Whether DynamoDB acted on it is not known.',
  })[outcome]

/**
 * Why a migration does not go on: another runner has the lease, or has taken it over; a table that is not local was not named; the
 * definition can't work; the state it is in does not allow it; too many items were set aside; the counts don't add up.
 */
type MigrationRefusal = 'held' | 'lost' | 'unconfirmed' | 'definition' | 'state' | 'quarantine' | 'counts'

/** The details of every error about an operation (its expressions, pages and requests), by code. */
export interface OperationErrors {
  'expression.unknownPath': { path: string }
  'expression.invalidValue': { path: string; reason: string }
  'expression.keyOnly': { path: string }
  'expression.empty': { reason: string }
  'update.invalid': { entity: string; reason: string }
  'update.indexKey': { entity: string; pattern: string; missing: readonly string[] }
  'update.missingParent': { entity: string; path: string }
  'query.invalid': { reason: string }
  'query.incomplete': { requests: number; items: number }
  'cursor.invalid': { reason: string }
  'request.failed': {
    operation: string
    table: string | undefined
    name: string
    /** What DynamoDB or the SDK said of it. */
    reason: string
    outcome: Outcome
    written?: true
  }
  'request.aborted': { operation: string; outcome: Outcome; written?: true }
  'migration.refused': { migration: string; because: MigrationRefusal; reason: string }
  'local.unavailable': { tried: readonly string[] }
  'package.missing': { package: string; neededBy: string }
  /** A file of items, and the line, where one is to blame. */
  'file.invalid': { file: string; line: number | undefined; reason: string }
}

export const operationErrors: Texts<OperationErrors> = {
  'expression.unknownPath': d => `'${d.path}' is not an attribute of the schema.`,
  'expression.invalidValue': d => `The value for '${d.path}' does not fit: ${d.reason}.`,
  'expression.keyOnly': d => `'${d.path}' is stored in the key alone: DynamoDB can't use it here.`,
  'expression.empty': d => d.reason,
  'update.invalid': d => `This update of ${d.entity} can't be made: ${d.reason}.`,
  'update.indexKey': d =>
    `This update of ${d.entity} changes the index key of '${d.pattern}', and that needs '${d.missing.join("', '")}' too.`,
  'update.missingParent': d =>
    `'${d.path}' can't be set in this ${d.entity}: what holds it is not there, and its schema does not allow it with this alone. Set the whole of it.`,
  'query.invalid': d => d.reason,
  'query.incomplete': d =>
    `The query stopped before its end, after ${d.requests} requests with ${d.items} items. Raise maxRequests, or go on from error.cursor.`,
  'cursor.invalid': d => `The cursor can't be used here: ${d.reason}.`,
  'request.failed': d =>
    `${d.operation} on table '${d.table}' failed: ${d.name}: ${sentence(d.reason)}${uncertain(d.outcome)}`,
  'request.aborted': d => `${d.operation} was aborted.${uncertain(d.outcome)}`,
  'package.missing': d => `${d.neededBy} needs ${d.package}, which is not installed: npm install ${d.package}`,
  'file.invalid': d => `${d.file}${d.line ? `, line ${d.line}` : ''}: ${d.reason}.`,
  'migration.refused': d => `The migration '${d.migration}' does not go on: ${d.reason}.`,
  'local.unavailable': d => `DynamoDB Local can't be started. Tried: ${d.tried.join('; ')}.`,
}
