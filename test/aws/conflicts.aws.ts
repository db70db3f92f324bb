import { beforeAll, describe, expect, it } from 'vitest'
import { MonotableError, type ResponseEvent, UniqueConstraintError } from '../../src/index.js'
import { ids, note, onLocal, useTable } from './support.js'

const table = useTable('conflicts')
const { db } = table
const team = 'docs'

describe('clients that write one item at the same time', () => {
  beforeAll(async () => {
    await table.create()
    await db.notes.create({ team, id: 'counter', text: '' })
    await db.users.create({ team, id: 'shared', email: 'shared@example.com', plan: 'free' })
  })
  const counter = { team, id: 'counter' }

  it('in transactions: each is made once, and none is lost', async () => {
    const before = await db.notes.getOrThrow(counter).consistent()
    let requests = 0
    const hooks = {
      onResponse({ attempts = 1 }: ResponseEvent) {
        requests += attempts
      },
    }
    const apps = [table.open({ hooks }), table.open({ hooks, transport: 'fast' })]
    const made = await settled(
      ids(10).flatMap(id =>
        apps.map((app, at) =>
          app.transactWrite([
            app.notes.update(counter).add({ count: 1 }),
            app.notes.put({ team, id: `${id}-${at}`, text: id }),
          ]),
        ),
      ),
    )
    const after = await db.notes.getOrThrow(counter).consistent()
    expect(after.count - before.count).toBe(made.done)
    expect(made.codes.every(code => code === 'transaction.failed')).toBe(true)
    expect(made.done).toBeGreaterThan(0)
    note(
      `Of 20 transactions ${made.done} were made, in ${requests} requests; ${made.codes.length} gave up, and said so.`,
    )
  })

  it('with and without transactions: what is acknowledged is there, and nothing else', async () => {
    const before = await db.notes.getOrThrow(counter).consistent()
    const other = table.open()
    const made = await settled(
      ids(15).flatMap(() => [
        db.notes.update(counter).add({ count: 1 }),
        other.transactWrite([other.notes.update(counter).add({ count: 1 })]),
      ]),
    )
    const after = await db.notes.getOrThrow(counter).consistent()
    expect(after.count - before.count).toBe(made.done)
    // A write that meets a transaction is refused by DynamoDB; the library sends it again, but not for ever.
    for (const { details } of made.errors.filter(({ code }) => code === 'request.failed'))
      expect(details).toMatchObject({ name: 'TransactionConflictException', outcome: 'not written' })
    note(`Of 30 writes ${made.done} were made; ${made.codes.length} gave up, and said so.`)
    onLocal('transactions meet one another seldom, for it makes one after another.')
  })

  it('by their version: one after another, until all are made', async () => {
    const apps = [db, table.open()]
    const key = { team, id: 'shared' }
    const made = await settled(
      ids(4).flatMap(() => apps.map(app => app.users.modify(key, user => ({ ...user, logins: user.logins + 1 })))),
    )
    const { logins, version } = await db.users.getOrThrow(key).consistent()
    expect([logins, version]).toEqual([made.done, made.done + 1])
    expect(made.codes.every(code => code === 'write.contended')).toBe(true)
    note(`Of 8 changes ${made.done} were made; ${made.codes.length} gave up, and said so.`)
  })

  it('for a unique value: one gets it', async () => {
    const apps = [db, table.open(), table.open({ transport: 'fast' })]
    const outcomes = await Promise.allSettled(
      ids(4).flatMap(n =>
        apps.map((app, at) => app.users.create({ team, id: `u-${n}-${at}`, email: 'one@example.com', plan: 'free' })),
      ),
    )
    const errors = outcomes.flatMap(outcome => (outcome.status === 'rejected' ? [outcome.reason] : []))
    expect(errors).toHaveLength(11)
    // Who met the others each time has given up, and does not know who has the value.
    const lost = errors.filter(error => error instanceof UniqueConstraintError).length
    expect(errors.every(error => error instanceof UniqueConstraintError || error.code === 'transaction.failed')).toBe(
      true,
    )
    note(
      `Of 12 users one got the address; ${lost} were told that it is taken, ${11 - lost} that others were in the way.`,
    )
    const users = await db.users.scan().consistent().all()
    expect(users.filter(({ email }) => email === 'one@example.com')).toHaveLength(1)
  })
})

/** How many were made, and the errors of the others; what is not the library's fails the test. */
async function settled(works: readonly PromiseLike<unknown>[]) {
  const outcomes = await Promise.allSettled(works)
  const errors = outcomes.flatMap(outcome => (outcome.status === 'rejected' ? [outcome.reason as MonotableError] : []))
  for (const error of errors) if (!(error instanceof MonotableError)) throw error
  return { done: outcomes.length - errors.length, errors, codes: errors.map(({ code }) => code) }
}
