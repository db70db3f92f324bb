import { expect, it } from 'vitest'
import { createDriver } from '../../src/driver/driver.js'
import { noAttempts } from '../../src/operation/transport.js'
import { localClient } from '../support/local.js'
import { failure } from '../support/server.js'
import { createWire } from '../support/wire.js'

/* What several requests that are one write share, and what they do not. */

const input = { TableName: 'none', Key: { pk: { S: 'a' } } }

it('a request that must not be made twice is not, though it shares what is known with others', async () => {
  const wire = createWire()
  wire.faults.push('reset before')
  const attempts = noAttempts()
  const sending = { entity: 'Team', unrepeatable: true, attempts }
  const error = await failure(createDriver({ client: wire.client }).write('DeleteItem', input, sending))
  expect(error.details).toMatchObject({ outcome: 'unknown' })
  expect(wire.requests).toHaveLength(1)
  expect(attempts).toEqual({ lost: true })
})

it.each([
  [true, 'unknown'],
  [false, 'not written'],
])('one that is not sent any more says what is known of those before it: lost %s', async (lost, outcome) => {
  const sending = { entity: 'Team', signal: AbortSignal.abort(), attempts: { lost } }
  const error = await failure(createDriver({ client: localClient() }).write('DeleteItem', input, sending))
  expect(error).toMatchObject({ code: 'request.aborted', details: { outcome } })
})
