import { MonotableError } from '../../../errors/monotable-error.js'
import { isOvertaken } from './is-overtaken.js'
import type { Subjected } from './scope.js'

/** What a lease is asked for with. */
export interface LeaseRequest extends Subjected {
  readonly owner: string
  /** How long it is held without being renewed, in milliseconds. */
  readonly leaseDuration: number
  readonly now: () => Date
}

/** The right to work on a table, alone, for a time. */
export interface Lease {
  /** Goes up with each lease of the table: what is written under an older one is refused. */
  readonly token: number
  /**
   * Renews it where a third of its time is over.
   * @throws MonotableError `migration.refused` where its time was over, or another runner has it
   */
  keep(): Promise<void>
  release(): Promise<void>
}

/**
 * Takes the lease of a table, where nobody has it or its time is over.
 * @throws MonotableError `migration.refused` with who has it and until when
 */
export async function acquireLease(request: LeaseRequest, action: 'run' | 'undo'): Promise<Lease> {
  const { control, tableName: table, owner, leaseDuration: duration, now } = request
  const { name: migration } = request.migration
  const refuse = (because: 'held' | 'lost', reason: string) =>
    new MonotableError('migration.refused', { migration, because, reason })
  const holder = crypto.randomUUID()
  const found = await control.leases.get({ table }).consistent()
  if (found && found.holder !== '' && found.expires > now().getTime())
    throw refuse(
      'held',
      `${found.owner} has the lease of the table '${table}' for the ${found.action} of '${found.migration}', until ${new Date(found.expires).toISOString()}; it is free then, unless it is renewed`,
    )
  const token = (found?.token ?? 0) + 1
  let expires = now().getTime() + duration
  // The one stands still while a machine sleeps, the other can be put back: its time is over when either says so.
  let deadline = performance.now() + duration
  try {
    await control.leases
      .put({ table, token, holder, owner, migration, action, expires })
      .condition((old, { and, eq, notExists }) =>
        found
          ? and(eq(old.token, found.token), eq(old.holder, found.holder), eq(old.expires, found.expires))
          : notExists(old.token),
      )
  } catch (error) {
    if (isRefusal(error)) throw refuse('held', 'another runner has just taken the lease of the table')
    throw error
  }

  const lost = () =>
    refuse('lost', 'its lease was taken over by another runner, or its time was over before it was renewed')
  let renewal: Promise<void> | undefined
  const renew = async () => {
    const [until, end] = [now().getTime() + duration, performance.now() + duration]
    try {
      await control.leases
        .update({ table })
        // Where an answer was lost, the holder tells whose work it is.
        .set({ expires: until, holder })
        .condition((old, { eq }) => eq(old.holder, holder))
        .returning('none')
      expires = until
      deadline = end
    } catch (error) {
      throw isRefusal(error) ? lost() : error
    } finally {
      renewal = undefined
    }
  }
  return {
    token,
    async keep() {
      const left = Math.min(expires - now().getTime(), deadline - performance.now())
      // Nothing more is sent, though nobody may have it yet: somebody may have it by the time that it arrives.
      if (left <= 0) throw lost()
      if (left > (duration * 2) / 3) return
      renewal ??= renew()
      await renewal
    },
    async release() {
      try {
        await control.leases
          .update({ table })
          .set({ holder: '', expires: 0 })
          .condition((old, { eq }) => eq(old.holder, holder))
          .returning('none')
      } catch (error) {
        if (!isRefusal(error)) throw error
      }
    },
  }
}

/** That another was first. */
const isRefusal = (error: unknown): boolean =>
  isOvertaken(error) || (error instanceof MonotableError && ['item.notFound', 'item.exists'].includes(error.code))
