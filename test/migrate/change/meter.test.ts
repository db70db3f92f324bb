import { expect, it } from 'vitest'
import { MonotableError } from '../../../src/index.js'
import { createMeter } from '../../../src/migrate/change/meter.js'
import { RateLimit } from '../../../src/migrate/change/rate-limit.js'
import type { SendOptions, Transport } from '../../../src/operation/transport.js'
import { failure } from '../../support/server.js'

const failed = (name: string) =>
  new MonotableError('request.failed', {
    operation: 'any',
    table: undefined,
    name,
    reason: 'planned',
    outcome: 'not written',
  })

/** A meter before a driver whose requests fail so, one after another, and are made then; and what it was asked for. */
function failing(...names: readonly string[]) {
  const seen: SendOptions[] = []
  const rest = [...names]
  const send = async (_: unknown, options: SendOptions) => {
    seen.push(options)
    // The first answer is lost.
    if (options.attempts) options.attempts.lost = true
    const name = rest.shift()
    if (name) throw failed(name)
    return { written: true }
  }
  const inner = {
    send: (_: string, input: unknown, options: SendOptions) => send(input, options),
    write: (_: string, input: unknown, options: SendOptions) => send(input, options),
    transact: send,
  } as unknown as Transport
  const write = new RateLimit(Number.POSITIVE_INFINITY)
  const { transport } = createMeter(inner, { read: new RateLimit(Number.POSITIVE_INFINITY), write })
  return { transport, seen, write }
}

it('what was throttled is sent again, and knows of what was lost before', async () => {
  const { transport, seen } = failing('ThrottlingException', 'ThrottlingException')
  await transport.write('PutItem', {} as never, { entity: 'Team' })
  expect(seen).toHaveLength(3)
  expect(new Set(seen.map(({ attempts }) => attempts))).toEqual(new Set([{ lost: true }]))
})

it('of whoever keeps that it is kept there', async () => {
  const { transport, seen } = failing('ThrottlingException')
  const attempts = { lost: false }
  await transport.transact({} as never, { entity: 'Team', attempts })
  expect(seen.map(options => options.attempts === attempts)).toEqual([true, true])
})

it('of a read there is nothing to know', async () => {
  const { transport, seen } = failing('ThrottlingException')
  await transport.send('GetItem', {} as never, { entity: 'Team' })
  expect(seen.map(({ attempts }) => attempts)).toEqual([undefined, undefined])
})

it('a transaction that is under way is not too much: whoever sends it waits for it', async () => {
  const { transport, seen, write } = failing('TransactionInProgressException')
  const error = await failure(transport.transact({} as never, { entity: 'Team' }))
  expect(error).toMatchObject({ details: { name: 'TransactionInProgressException' } })
  expect(seen).toHaveLength(1)
  expect(write.rate).toBe(Number.POSITIVE_INFINITY)
})
