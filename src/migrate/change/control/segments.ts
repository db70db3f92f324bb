import { MonotableError } from '../../../errors/monotable-error.js'
import type { StoredItem } from '../../../schema/item-model.js'
import { changedOf, createTally } from '../tally.js'
import { isOvertaken } from './is-overtaken.js'
import type { Scope } from './scope.js'
import { readStored, writeStored } from './stored-text.js'

/** How far a segment has come. */
export interface Checkpoint {
  readonly segment: number
  /** Behind which key it goes on; at the beginning of the segment where there is none. */
  readonly after: StoredItem | undefined
  readonly done: boolean
  readonly counts: Readonly<Record<string, number>>
}

/** Takes a segment for the holder of a lease: from now on nobody with an older one can say how far it is. */
export async function claimSegment(scope: Scope, segment: number, token: number): Promise<Checkpoint> {
  const { segments } = scope.control
  const key = keyOf(scope, segment)
  const found = await segments.get(key).consistent()
  if (!found) {
    await segments.create({ ...key, token, done: false, counts: {} })
    return { segment, after: undefined, done: false, counts: {} }
  }
  const { after, done, counts } = await segments
    .update(key)
    .set({ token })
    .condition((old, { lte }) => lte(old.token, token))
  return { segment, after: after === undefined ? undefined : readStored(after), done, counts }
}

/**
 * Notes how far a segment has come, behind the writes that it speaks of.
 * @throws MonotableError `migration.refused` where another runner has the segment
 */
export async function writeCheckpoint(
  scope: Scope,
  token: number,
  { segment, after, done, counts }: Checkpoint,
): Promise<void> {
  try {
    await scope.control.segments
      .update(keyOf(scope, segment))
      .set({ done, counts: { ...counts }, ...(after && { after: writeStored(after) }) })
      .condition((old, { eq }) => eq(old.token, token))
      .returning('none')
  } catch (error) {
    if (!isOvertaken(error)) throw error
    throw new MonotableError(
      'migration.refused',
      { migration: scope.migration, because: 'lost', reason: 'another runner has taken it over' },
      { cause: error },
    )
  }
}

/** The segments of a pass as they are noted. */
export async function readSegments(
  { control, data, migration, epoch, pass }: Scope,
  signal: AbortSignal | undefined,
): Promise<readonly Checkpoint[]> {
  const query = control.segments.query({ table: data.name, migration }).eq({ epoch, pass }).consistent()
  const found = await query.signal(signal).all()
  return found.map(({ segment, after, done, counts }) => ({
    segment,
    after: after === undefined ? undefined : readStored(after),
    done,
    counts,
  }))
}

/** How many items were changed in an epoch, by all of its passes, as far as their segments have noted it. */
export async function countChanged({ control, data, migration, epoch }: Scope): Promise<number> {
  const found = await control.segments.query({ table: data.name, migration }).eq({ epoch }).consistent().all()
  return found.reduce((sum, { counts }) => sum + changedOf(createTally(counts)), 0)
}

const keyOf = ({ data, migration, epoch, pass }: Scope, segment: number) => ({
  table: data.name,
  migration,
  epoch,
  pass,
  segment,
})
