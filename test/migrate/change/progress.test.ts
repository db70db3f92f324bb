import { describe, expect, it } from 'vitest'
import { tableName } from '../../support/local.js'
import { troubled, unhandledIn } from '../../support/unhandled.js'
import { makeTable, migratorOf, person, splitName } from './support.js'

const control = { tableName: tableName('migrations') }
const people = (count: number) => Array.from({ length: count }, (_, at) => person('t', `${at}`, `First${at} Last${at}`))

describe('progress', () => {
  it.each(Object.entries(troubled))('of who is told %s is its own trouble', async (_, onProgress) => {
    const migrator = migratorOf(await makeTable(people(3)), { migration: splitName, control })
    const outcomes: string[] = []
    const unhandled = await unhandledIn(async () => {
      for (const action of ['plan', 'run', 'verify', 'undo'] as const)
        outcomes.push((await migrator[action]({ onProgress })).outcome)
    })
    expect([outcomes, unhandled]).toEqual([['done', 'done', 'done', 'done'], []])
  })
})
