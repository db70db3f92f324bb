import { existsSync, readdirSync } from 'node:fs'
import { fileSource, type PullResult, pull } from 'monotable/migrate'
import { beforeAll, describe, expect, it } from 'vitest'
import { codeErrors } from './code-errors.js'

/** A folder of public sample tables that are not part of this project. */
const folder = process.env.MONOTABLE_DATA
const isThere = folder !== undefined && existsSync(folder)
if (!isThere) console.info('Tables that others have made are not tried: MONOTABLE_DATA names no folder of them.')

/** The kinds of item that are known to be in some of them. */
const known: Readonly<Record<string, readonly string[]>> = {
  'labs-game-items.json': ['Game', 'GameUser', 'User'],
  'awsdp-AnOnlineShop_9.json': [
    'Customer',
    'Invoice',
    'Order',
    'OrderItem',
    'Product',
    'Shipment',
    'Warehouse',
    'WarehouseItem',
  ],
  'efcms-local.json': [
    'Case',
    'CaseByDocketNumber',
    'DocketEntry',
    'Practitioner',
    'PrivatePractitionerUser',
    'SectionUser',
    'TrialSession',
    'User',
    'UserCase',
    'UserEmail',
    'WorkItem',
  ],
  'labs-FlightsFares.json': ['Assignment', 'Booking', 'Fare', 'Flight'],
  'labs-banking.json': ['Account', 'Customer', 'Purchase', 'Transaction'],
}

describe.skipIf(!isThere)('tables that others have made', () => {
  const results = new Map<string, PullResult>()
  beforeAll(async () => {
    for (const name of readdirSync(folder!).filter(each => each.endsWith('.json')))
      results.set(name, await pull(await fileSource(`${folder}/${name}`)))
  })

  it('are covered to the last item', () => {
    const incomplete = [...results].filter(([, { coverage }]) => coverage.covered < coverage.total)
    expect(incomplete.map(([name, { coverage }]) => `${name}: ${coverage.sentence}`)).toEqual([])
    expect(results.get('efcms-local.json')!.coverage).toMatchObject({ total: 736, covered: 736 })
    expect(results.get('labs-game-items.json')!.coverage).toMatchObject({ total: 835, covered: 835 })
  })

  it('have the entities that they are known to have', () => {
    for (const [name, entities] of Object.entries(known)) {
      const found = results.get(name)!.model.entities.map(entity => entity.name)
      expect(found, name).toEqual(expect.arrayContaining([...entities]))
    }
  })

  it('become code that compiles', () => {
    expect(codeErrors(Object.fromEntries([...results].map(([name, { code }]) => [name, code])))).toEqual([])
  }, 120_000)
})
