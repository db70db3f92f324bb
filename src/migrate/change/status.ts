import { hasControlTable } from './control/control-table.js'
import { type HistoryItem, readHistory } from './control/history.js'
import { type QuarantinedItem, readQuarantined } from './control/quarantine.js'
import { scopeOf, subjectOf } from './control/scope.js'
import { readSegments } from './control/segments.js'
import { describeMigrated, type Setting } from './setting.js'
import { addTo, createTally, type MigrationCounts, type UndoCounts } from './tally.js'

/** How a migration stands. */
export interface MigrationStatus {
  /**
   * `none`: it was never run. `running`: a runner has the lease. `interrupted`: a run or an undo has not come to its end, and nobody
   * works on it: call it again. `done`, `undone`: the last run, or undo, has.
   */
  readonly state: 'none' | 'running' | 'interrupted' | 'done' | 'undone'
  /** What is under way, or was interrupted. */
  readonly action: 'run' | 'undo' | undefined
  /** Who has the lease of the table, and for what. */
  readonly lease: { readonly owner: string; readonly migration: string; readonly until: string } | undefined
  /** What the last run has counted, as far as it has come, whether it was undone since or not; `undefined` before the first. */
  readonly counts: MigrationCounts | undefined
  /** What undoing that has counted, as far as it has come; `undefined` where nobody has begun to. */
  readonly undo: UndoCounts | undefined
  /** How many segments of the table the last pass has done, and of how many. */
  readonly segments: { readonly done: number; readonly total: number } | undefined
  /** Items that the last pass has set aside, the first 100 of them. */
  readonly quarantined: readonly QuarantinedItem[]
}

const none: MigrationStatus = {
  state: 'none',
  action: undefined,
  lease: undefined,
  counts: undefined,
  undo: undefined,
  segments: undefined,
  quarantined: [],
}

/** What `status` and `history` take. */
export interface StatusOptions {
  /** Ends it, with `request.aborted`. */
  readonly signal?: AbortSignal | undefined
}

export async function status(setting: Setting, { signal }: StatusOptions): Promise<MigrationStatus> {
  await describeMigrated(setting, signal)
  if (!(await hasControlTable(setting, signal))) return none
  const { control, tableName, migration } = setting
  const key = { table: tableName, migration: migration.name }
  const [lease, state] = await Promise.all([
    leaseHeld(setting, signal),
    control.states.get(key).consistent().signal(signal),
  ])
  const told = lease && { owner: lease.owner, migration: lease.migration, until: new Date(lease.expires).toISOString() }
  if (!state) return { ...none, lease: told }
  const scope = scopeOf(setting, state)
  const segments = await readSegments(scope, signal)
  const counts = createTally(state.counts)
  // Of a run that is not done it is known how far its segments have come.
  if (!state.counts) for (const segment of segments) addTo(counts, segment.counts)
  const isHeld = lease?.migration === migration.name
  const underWay = state.state === 'running' || state.state === 'undoing'
  return {
    state: !underWay ? (state.state as 'done' | 'undone') : isHeld ? 'running' : 'interrupted',
    action: underWay ? (state.state === 'undoing' ? 'undo' : 'run') : undefined,
    lease: told,
    counts,
    undo: state.undo && { restored: 0, left: 0, ...state.undo },
    segments: {
      done: segments.filter(({ segment, done }) => done && segment < state.segments).length,
      total: state.segments,
    },
    quarantined: await readQuarantined(scope, 100, signal),
  }
}

/** What was done to a migration, the oldest first; nothing where there is no control table. */
export async function history(setting: Setting, { signal }: StatusOptions): Promise<readonly HistoryItem[]> {
  await describeMigrated(setting, signal)
  if (!(await hasControlTable(setting, signal))) return []
  const lease = await leaseHeld(setting, signal)
  return readHistory(subjectOf(setting), lease?.migration === setting.migration.name, signal)
}

async function leaseHeld({ control, tableName, now }: Setting, signal: AbortSignal | undefined) {
  const lease = await control.leases.get({ table: tableName }).consistent().signal(signal)
  return lease && lease.holder !== '' && lease.expires > now().getTime() ? lease : undefined
}
