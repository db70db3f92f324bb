import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Show } from '../support/show.js'
import { withTable } from '../support/with-table.js'
import { ProfileTable } from './model.js'
import {
  changeName,
  muteEmail,
  openProfiles,
  type Profiles,
  recordLogin,
  rename,
  signedUpBetween,
  signUp,
  userByEmail,
} from './profiles.js'

/** Profiles: look-up by e-mail address, settings, a counter, and two writers at once. */
export function demonstrateProfiles(client: DynamoDBClient, show: Show): Promise<void> {
  const db = openProfiles({ client, ...show.observed })
  return withTable(client, db, ProfileTable, () => tour(db, show))
}

async function tour(db: Profiles, show: Show): Promise<void> {
  show.section('User profiles', 'Look-up by e-mail address, nested settings, a counter, and two writers at once.')
  const ada = await show.call('A new user: the id, the settings, the dates and the version are filled in.', () =>
    signUp(db, { email: 'Ada@Example.com', name: 'Ada Lovelace' }),
  )
  await show.call('Found by address, in whatever case it is typed.', () => userByEmail(db, 'ADA@example.com'))
  await show.call('Dates are Dates here, and text that sorts there.', () =>
    signedUpBetween(db, new Date('2026-01-01'), new Date()),
  )
  await show.call('Counted in the table: two log-ins at once are two.', () => recordLogin(db, ada.id))
  const { version } = await show.call('One setting inside a map, the others untouched.', () => muteEmail(db, ada.id))

  await show.call('Two writers have read the same version. The first one writes.', () =>
    rename(db, ada.id, 'Ada King', version),
  )
  await show.failing('The second one has not seen that, and is told so.', () =>
    rename(db, ada.id, 'Countess of Lovelace', version),
  )
  await show.call('So it reads again, and makes its change from what is there.', () =>
    changeName(db, ada.id, name => `${name}, Countess of Lovelace`),
  )
}
