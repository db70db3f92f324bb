import type { HistoryEntry } from './control-entities.js'
import type { Subject } from './scope.js'

/** What somebody has done to a migration, as it is told. */
export interface HistoryItem {
  /** What was done: `run`, `verify` or `undo`. */
  readonly action: HistoryEntry['action']
  /** Who did it. */
  readonly owner: string
  /** When it began: ISO text. */
  readonly startedAt: string
  /** When it ended; not known of what never said so. */
  readonly endedAt?: string
  /**
   * `incomplete` of a verify that found something left; `stopped` by its signal; `lost`: it never said how it ended, so that its
   * process died, or was cut off.
   */
  readonly outcome: HistoryEntry['outcome'] | 'lost'
  /** What it failed with. */
  readonly reason?: string
  /** What was counted until then. */
  readonly counts: Readonly<Record<string, number>>
}

/** What tells how something went that was begun. */
export type Conclude = (
  outcome: HistoryEntry['outcome'],
  counts: Readonly<Record<string, number>>,
  error?: unknown,
) => Promise<void>

/** Notes that something is begun, before it is. */
export async function beginEntry(
  { control, data, migration }: Subject,
  action: HistoryEntry['action'],
  owner: string,
  now: () => Date,
): Promise<Conclude> {
  const subject = { table: data.name, migration }
  const startedAt = now().toISOString()
  const id = crypto.randomUUID()
  await control.entries.create({ ...subject, startedAt, id, action, owner, outcome: 'running', counts: {} })
  return async (outcome, counts, error) => {
    const reason =
      error === undefined ? undefined : error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    await control.entries
      .update({ ...subject, startedAt, id })
      .set({
        outcome,
        endedAt: now().toISOString(),
        counts: { ...counts },
        ...(reason && { reason: reason.slice(0, 2000) }),
      })
      .returning('none')
  }
}

/** What was done to a migration, the oldest first. */
export async function readHistory(
  { control, data, migration }: Subject,
  isHeld: boolean,
  signal: AbortSignal | undefined,
): Promise<readonly HistoryItem[]> {
  const found = await control.entries.query({ table: data.name, migration }).consistent().signal(signal).all()
  return found.map(({ action, owner, startedAt, endedAt, outcome, reason, counts }, index) => ({
    action,
    owner,
    startedAt,
    ...(endedAt !== undefined && { endedAt }),
    // Of those that have not ended only the last can be under way, and only while the lease is held.
    outcome: outcome === 'running' && !(isHeld && index === found.length - 1) ? 'lost' : outcome,
    ...(reason !== undefined && { reason }),
    counts,
  }))
}
