import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ResponseEvent } from '../../src/index.js'
import { failure, note, onLocal, useTable } from './support.js'
import { createClient, target } from './target.js'

const table = useTable('signatures')
const team = 'Zürich / \u{1F3D4} + "quotes"\n'
const HOUR = 3_600_000

describe.each(['standard', 'fast'] as const)('signatures, with transport %s', transport => {
  beforeAll(() => (transport === 'standard' ? table.create() : undefined))

  /** A database on a client of its own, and what it was told of its requests. */
  function open(config: DynamoDBClientConfig = {}) {
    const answers: ResponseEvent[] = []
    const client = createClient(config)
    const db = table.open({ client, transport, hooks: { onResponse: event => answers.push(event) } })
    return { db, client, answers }
  }

  it('are right, whatever a request holds', async () => {
    const { db, answers } = open()
    // The first request is the SDK's, whose signature the library compares with its own; these are more than one of each kind.
    for (const id of ['a', 'b', 'ü', '\u{1F511}', '"\\\n']) {
      const key = { team, id }
      await db.notes.put({ ...key, text: `${id}\u0000\t` })
      expect(await db.notes.update(key).add({ count: 1 })).toMatchObject({ text: `${id}\u0000\t`, count: 1 })
      expect(await db.notes.get(key).consistent().project('text')).toEqual({ text: `${id}\u0000\t` })
    }
    expect(await db.notes.query({ team }).consistent().count()).toBe(5)
    expect(answers.filter(({ attempts, error }) => error !== undefined || attempts !== 1)).toEqual([])
  })

  it('with the token of a session are right, and with a wrong one are refused', async () => {
    const own = await createClient().config.credentials()
    if (own.sessionToken === undefined)
      note(
        'The credentials are of no session, so what is seen is that a token is sent. With AWS_SESSION_TOKEN both are.',
      )
    const { db } = open({ credentials: { ...own, sessionToken: 'nonsense' } })
    if (target.isLocal) return onLocal('it looks at no credentials.')
    const error = await failure(db.notes.put({ team, id: 'refused', text: '' }))
    expect(error).toMatchObject({ code: 'request.failed', details: { outcome: 'not written' } })
    expect((error.details as { name?: string }).name).toMatch(
      /UnrecognizedClient|InvalidSignature|InvalidClientTokenId/,
    )
  })

  it('with a wrong secret are refused, and nothing is written', async () => {
    const { accessKeyId, sessionToken } = await createClient().config.credentials()
    const credentials = { accessKeyId, secretAccessKey: 'wrong', ...(sessionToken ? { sessionToken } : {}) }
    const { db } = open({ credentials })
    if (target.isLocal) return onLocal('it checks no signatures.')
    for (const id of ['refused', 'refused-too'])
      expect(await failure(db.notes.put({ team, id, text: '' }))).toMatchObject({
        code: 'request.failed',
        details: { outcome: 'not written' },
      })
    expect(await table.db.notes.exists({ team, id: 'refused' }).consistent()).toBe(false)
  })

  it.each([-HOUR, HOUR])(
    'by a clock that is wrong by %s ms become right: the clock is set by what DynamoDB answers',
    async offset => {
      const { db, client, answers } = open({ systemClockOffset: offset })
      for (const id of ['1', '2', '3']) await db.notes.put({ team: 'clock', id, text: transport })
      expect(answers.map(({ error }) => error)).toEqual([undefined, undefined, undefined])
      const attempts = answers.map(each => each.attempts)
      note(
        `Requests took ${attempts.join(', ')} attempts; the clock is off by ${client.config.systemClockOffset} ms now.`,
      )
      if (target.isLocal) return onLocal('it looks at no dates, so the clock is set by the first answer alone.')
      expect(attempts).toEqual([2, 1, 1])
      expect(Math.abs(client.config.systemClockOffset)).toBeLessThan(HOUR / 12)
    },
  )
})
