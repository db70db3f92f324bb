import { afterAll, beforeAll, expect, it } from 'vitest'
import { noteUndo } from '../../../src/migrate/change/begin-undo.js'
import { type ControlDatabase, openControl } from '../../../src/migrate/change/control/control-entities.js'
import { acquireLease } from '../../../src/migrate/change/control/lease.js'
import { claimSegment, writeCheckpoint } from '../../../src/migrate/change/control/segments.js'
import { writeWaiting } from '../../../src/migrate/change/control/waiting.js'
import { betweenAttempts } from '../../support/between-attempts.js'
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js'
import { localClient, tableName } from '../../support/local.js'
import { AppTable } from './models.js'

/*
 * A runner whose answer is lost, and another runner that comes before its second attempt: it is told that the other was first, as it
 * would be without the loss.
 */

const controlName = tableName('control')
const direct = openControl({ client: localClient() }, controlName)
let proxy: FaultProxy
let control: ControlDatabase
beforeAll(async () => {
  await direct.createTable()
  proxy = await startFaultProxy()
  control = openControl({ client: proxy.client() }, controlName)
})
afterAll(() => proxy.stop())

const duration = 60_000
let time = Date.parse('2026-01-01')
const lease = (of: ControlDatabase, name: string) =>
  acquireLease(
    {
      control: of,
      tableName: name,
      migration: { name: 'm', table: AppTable },
      owner: 'somebody',
      leaseDuration: duration,
      now: () => new Date(time),
    },
    'run',
  )
const scope = (of: ControlDatabase, name: string) => ({
  control: of,
  data: { table: AppTable, name },
  migration: 'm',
  epoch: 1,
  pass: 1,
})
const refused = (because: string) => ({ code: 'migration.refused', details: { because } })

it('a lease is held by the other', async () => {
  await betweenAttempts(proxy, 'PutItem', 'drop before', () => lease(direct, 'taken'))
  await expect(lease(control, 'taken')).rejects.toMatchObject(refused('held'))
})

it('a lease is its own where nobody else came', async () => {
  await betweenAttempts(proxy, 'PutItem', 'drop after', async () => {})
  expect(await lease(control, 'own')).toMatchObject({ token: 1 })
})

it.each(['drop before', 'drop after'] as const)('a lease that is renewed is lost to the other: %s', async fault => {
  const table = `renewed ${fault}`
  const held = await lease(control, table)
  time += duration / 2
  const other = { table, token: 2, holder: 'other', owner: 'other', migration: 'm', action: 'run' }
  // With the very time that the renewal would have given it.
  await betweenAttempts(proxy, 'UpdateItem', fault, () => direct.leases.put({ ...other, expires: time + duration }))
  await expect(held.keep()).rejects.toMatchObject(refused('lost'))
  await betweenAttempts(proxy, 'UpdateItem', fault, async () => {})
  await held.release()
  expect(await direct.leases.get({ table })).toMatchObject({ holder: 'other' })
})

it('a checkpoint is lost to who has claimed the segment', async () => {
  await claimSegment(scope(direct, 'segment'), 0, 1)
  await betweenAttempts(proxy, 'UpdateItem', 'drop before', () => claimSegment(scope(direct, 'segment'), 0, 2))
  const checkpoint = { segment: 0, after: undefined, done: true, counts: { read: 1 } }
  await expect(writeCheckpoint(scope(control, 'segment'), 1, checkpoint)).rejects.toMatchObject(refused('lost'))
})

it('a place to wait is taken by the other', async () => {
  const key = (text: string) => ({ pk: { S: text }, sk: { S: text } })
  const wait = (of: ControlDatabase, who: string) => writeWaiting(scope(of, 'waiting'), key(who), key('awaited'))
  await betweenAttempts(proxy, 'PutItem', 'drop before', () => wait(direct, 'theirs'))
  expect(await wait(control, 'ours')).toBe(false)
  await betweenAttempts(proxy, 'PutItem', 'drop after', async () => {})
  expect(await wait(control, 'theirs')).toBe(true)
})

it('an undo is lost to who has taken it over', async () => {
  const state = { table: 'undo', migration: 'm', epoch: 1, pass: 1, segments: 1, startedAt: 'now' }
  await direct.states.put({ ...state, state: 'undoing', token: 1 })
  await betweenAttempts(proxy, 'UpdateItem', 'drop before', () =>
    direct.states.put({ ...state, state: 'undoing', token: 2 }),
  )
  await expect(noteUndo(scope(control, 'undo'), 1, { undo: { restored: 1 } })).rejects.toMatchObject(refused('lost'))
})
