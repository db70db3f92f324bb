import { beforeAll, expect, it } from 'vitest'
import {
  changeName,
  muteEmail,
  openProfiles,
  recordLogin,
  rename,
  signedUpBetween,
  signUp,
  userByEmail,
} from '../../examples/user-profiles/profiles.js'
import { VersionConflictError } from '../../src/index.js'
import { localClient, tableName } from '../support/local.js'

let time = new Date('2026-02-01T12:00:00.000Z')
const db = openProfiles({ client: localClient(), tableName: tableName('user-profiles'), now: () => time })
beforeAll(() => db.createTable())

const newUser = (name: string) => signUp(db, { name, email: `${name}@Example.com` })

it('fills in what a new user does not say', async () => {
  const user = await newUser('Ada')
  expect(user).toEqual({
    id: expect.stringMatching(/^[\da-f-]{36}$/),
    name: 'Ada',
    email: 'Ada@Example.com',
    settings: { theme: 'light', language: 'en', notifications: { email: true, push: false } },
    logins: 0,
    createdAt: time,
    updatedAt: time,
    version: 1,
  })
  expect(await userByEmail(db, 'aDA@exampLE.com')).toEqual(user)
  expect(await userByEmail(db, 'bob@example.com')).toBeUndefined()
})

it('finds users by the date on which they signed up', async () => {
  time = new Date('2026-05-01T00:00:00.000Z')
  const { id, name, createdAt } = await newUser('May')
  const found = await signedUpBetween(db, time, new Date('2026-06-01'))
  expect(found.items).toEqual([{ id, name, createdAt }])
  expect(createdAt).toEqual(time)
})

it('counts every one of many log-ins at once', async () => {
  const { id } = await newUser('Lin')
  await Promise.all(Array.from({ length: 8 }, () => recordLogin(db, id)))
  const user = await db.users.getOrThrow({ id })
  expect(user).toMatchObject({ logins: 8, version: 9 })
  expect(user.lastLoginAt).toBeInstanceOf(Date)
})

it('changes one setting and leaves the others', async () => {
  const { id, settings } = await newUser('Set')
  const changed = await muteEmail(db, id)
  expect(changed.settings).toEqual({ ...settings, notifications: { email: false, push: false } })
})

it('lets one of two writers win, and shows the other what is there', async () => {
  const { id, version } = await newUser('Two')
  const outcomes = await Promise.allSettled(['One', 'Other'].map(name => rename(db, id, name, version)))

  const lost = outcomes.filter(outcome => outcome.status === 'rejected').map(outcome => outcome.reason)
  expect(lost).toEqual([expect.any(VersionConflictError)])
  expect(lost[0]).toMatchObject({ details: { expected: 1, current: 2 }, item: await db.users.get({ id }) })
})

it('makes a change anew when another writer was faster', async () => {
  const { id } = await newUser('A')
  await Promise.all(['B', 'C', 'D'].map(letter => changeName(db, id, name => name + letter)))
  const { name, version } = await db.users.getOrThrow({ id })
  expect([...name].sort().join('')).toBe('ABCD')
  expect(version).toBe(4)
})
