import { existsSync, readdirSync } from 'node:fs'
import type { StoredItem } from 'monotable'
import { fileSource, type PullReport, pull } from 'monotable/migrate'
import { beforeAll, describe, expect, it } from 'vitest'
import { codeErrors } from './code-errors.js'
import { lostBy } from './run-code.js'

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
    'CaseDeadlineLink',
    'DashedUserOutbox',
    'DocketEntry',
    'Practitioner',
    'PrivatePractitionerUser',
    'SectionUser',
    'TrialSession',
    'User',
    'UserCase',
    'UserEmail',
    'UserOutbox',
    'WorkItem',
    'WorkItemLink',
  ],
  'labs-FlightsFares.json': ['Assignment', 'Booking', 'Fare', 'Flight'],
  'labs-banking.json': ['Account', 'Customer', 'Purchase', 'Transaction'],
}

describe.skipIf(!isThere)('tables that others have made', () => {
  const results = new Map<string, PullReport>()
  beforeAll(async () => {
    const names = readdirSync(folder!, { recursive: true, encoding: 'utf8' }).filter(each => each.endsWith('.json'))
    for (const name of names) results.set(name, await pull(await fileSource(`${folder}/${name}`)))
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

  it('come out of the code as they are, through the public API alone', async () => {
    for (const [name, { code }] of results) {
      const items: StoredItem[] = []
      for await (const item of (await fileSource(`${folder}/${name}`)).items()) items.push(item)
      expect(lostBy(code, items), name).toEqual([])
    }
  })

  it('become code that compiles', () => {
    expect(
      codeErrors(Object.fromEntries([...results].map(([name, { code }]) => [name.replace('/', '-'), code]))),
    ).toEqual([])
  }, 120_000)
})
