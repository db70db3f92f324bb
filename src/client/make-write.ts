import type { DocumentCommands } from '../driver/documents.js'
import { inDoubt } from '../errors/in-doubt.js'
import type { WriteCommand } from '../operation/transport.js'
import type { StoredItem } from '../schema/item-model.js'
import { sending, type TableContext } from './context.js'
import type { NotMade } from './results.js'

/** What a write has sent, as it is stored. */
export interface Sent {
  readonly Item?: StoredItem
  readonly ExpressionAttributeValues?: StoredItem
}

/** One write, ready to be sent. */
export interface Write<N extends WriteCommand> {
  readonly command: N
  readonly input: DocumentCommands[N]['input']
  /** Whether it would be another one when it is made twice, or give something else back. */
  readonly unrepeatable: boolean
  /** Whether the item that is there is what this write leaves. */
  isDone(stored: StoredItem | undefined, sent: Sent | undefined): boolean
  readonly signal: AbortSignal | undefined
}

/** A write that was made, and what it gives back. */
interface Done {
  readonly success: true
  readonly attributes: Record<string, any> | undefined
  /** Whether what it gives back is the item as it was found after a lost answer. */
  readonly found: boolean
}

/**
 * Makes a write. After a lost answer, a condition that fails on the write's own work is no failure; on anything else that is there
 * nobody can tell.
 * @throws MonotableError `request.failed`, `request.aborted`
 */
export async function makeWrite<N extends WriteCommand>(
  { documents, tableName }: TableContext,
  { command, input, unrepeatable, isDone, signal }: Write<N>,
): Promise<Done | NotMade<any>> {
  const outcome = await documents.write(command, input, { ...sending({ signal }), unrepeatable })
  if (outcome.written) return { success: true, attributes: outcome.output.Attributes, found: false }
  const { refused, resent } = outcome
  const current = refused?.current
  if (!resent) return { success: false, ...(current && { current }) }
  if (isDone(refused?.stored, refused?.sent)) return { success: true, attributes: current, found: true }
  throw inDoubt(command, tableName, {
    item: current,
    ...('Key' in input && { key: input.Key as Record<string, unknown> }),
  })
}
