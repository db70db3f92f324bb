import { isLocalEndpoint } from '../../driver/local-endpoint.js'
import { MonotableError } from '../../errors/monotable-error.js'
import type { Setting } from './setting.js'

/**
 * A table of a server that is not local is changed only where its name is said once more.
 * @throws MonotableError `migration.refused`
 */
export async function checkConsent(
  { client, tableName, migration }: Setting,
  confirm: string | undefined,
): Promise<void> {
  if (confirm === tableName || (confirm === undefined && (await isLocalEndpoint(client)))) return
  const reason =
    confirm === undefined
      ? `the table '${tableName}' is not on a local server: give its name as confirm once you have seen the plan`
      : `it was confirmed for the table '${confirm}', and would change '${tableName}'`
  throw new MonotableError('migration.refused', { migration: migration.name, because: 'unconfirmed', reason })
}
