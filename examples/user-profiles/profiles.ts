import { type ConnectionOptions, createDatabase, VersionConflictError } from 'monotable'
import { type NewUser, User } from './model.js'

export type Profiles = ReturnType<typeof openProfiles>

export function openProfiles(connection: ConnectionOptions) {
  return createDatabase({ ...connection, entities: { users: User } })
}

export function signUp(db: Profiles, user: NewUser) {
  return db.users.create(user)
}

/** Whatever the case in which the address is written: the key has it in lower case. */
export function userByEmail(db: Profiles, email: string) {
  return db.users.query.byEmail({ email }).first()
}

export function signedUpBetween(db: Profiles, from: Date, to: Date) {
  return db.users.query.bySignUp({}).between({ createdAt: from }, { createdAt: to }).project('id', 'name', 'createdAt')
}

/** Counts in the table itself: two log-ins at once are two. */
export function recordLogin(db: Profiles, id: string) {
  return db.users.update({ id }).add({ logins: 1 }).set({ lastLoginAt: new Date() })
}

/** Changes one setting and leaves the others, whoever changes them at the same time. */
export function muteEmail(db: Profiles, id: string) {
  return db.users.update({ id }).setPath('settings.notifications.email', false)
}

/** Fails with VersionConflictError if anybody changed the user since `version` was read. */
export function rename(db: Profiles, id: string, name: string, version: number) {
  return db.users.update({ id }).set({ name }).ifVersion(version)
}

/** The same for a change that is made from what is there: it is made anew when somebody was faster. */
export async function changeName(
  db: Profiles,
  id: string,
  change: (name: string) => string,
  attempts = 3,
): Promise<User> {
  const { name, version } = await db.users.getOrThrow({ id }).consistent()
  try {
    return await rename(db, id, change(name), version)
  } catch (error) {
    if (error instanceof VersionConflictError && attempts > 1) return changeName(db, id, change, attempts - 1)
    throw error
  }
}
