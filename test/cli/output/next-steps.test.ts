import { describe, expect, it } from 'vitest'
import { inCommandWords } from '../../../src/cli/failure/command-words.js'
import { driftAdvice } from '../../../src/cli/output/drift-advice.js'
import { countsText } from '../../../src/cli/output/migration-text.js'
import { nextCommand } from '../../../src/cli/output/next-command.js'
import { showPass } from '../../../src/cli/output/pass-progress.js'
import { afterVerify } from '../../../src/cli/output/verify-text.js'
import { defineTable } from '../../../src/index.js'
import { createTally } from '../../../src/migrate/change/tally.js'
import type { VerifyReport } from '../../../src/migrate/index.js'
import { compareTable } from '../../../src/table/drift.js'

describe('the next command', () => {
  it('is for the same table, and can be copied', () => {
    expect(
      nextCommand('run', 'a b.ts', { table: 'app-2', endpoint: 'http://localhost:8000' }, ['--confirm', 'app-2']),
    ).toBe("monotable run 'a b.ts' --confirm app-2 --table app-2 --endpoint http://localhost:8000")
    expect(nextCommand('table create', undefined, { config: "it's.ts" })).toBe(
      "monotable table create --config 'it'\\''s.ts'",
    )
    expect(nextCommand('run', 'C:\\work\\split.ts', {})).toBe('monotable run C:\\work\\split.ts')
  })
})

describe('the words of the library', () => {
  it.each([
    ["There is no table 'x': db.createTable() makes it.", "There is no table 'x': 'monotable table create' makes it."],
    ['finish that first, with undo().', "finish that first, with 'monotable undo'."],
    [
      '9 items were set aside, which is more than maxQuarantined: see status().',
      "9 items were set aside, which is more than --max-quarantined: see 'monotable status'.",
    ],
    ['segments takes a whole number from 1 to 1000.', '--segments takes a whole number from 1 to 1000.'],
    ['pageSize takes a whole number.', '--page-size takes a whole number.'],
    ['writeUnitsPerSecond takes a number above 0.', '--write-units takes a number above 0.'],
    ['give partitionKey, and sortKey if there is one.', 'give --partition-key, and --sort-key if there is one.'],
    ["say which one with 'tableName'.", 'say which one with --table.'],
    ['3 of 4 segments are done.', '3 of 4 segments are done.'],
  ])('%s', (said, words) => expect(inCommandWords(said)).toBe(words))
})

describe('after a verify', () => {
  const nothing = { read: 9, right: 9, foreign: 0, left: 0, quarantined: 0, invalid: 0, stale: 0 }
  const advice = (
    changes: Partial<VerifyReport>,
    state: Parameters<typeof afterVerify>[1] = 'done',
    action?: 'run' | 'undo',
  ) =>
    afterVerify(
      { complete: false, counts: nothing, findings: [], recorded: createTally(), ...changes } as never,
      state,
      action,
      'app-migrations',
      command => `monotable ${command} x.ts`,
    )

  it('says what fits how it stands', () => {
    expect(advice({ complete: true })).toMatch(/^Nothing is left to do\. .* app-migrations: .*monotable undo x\.ts$/)
    expect(advice({ recorded: undefined }, 'none')).toBe('To go on: monotable run x.ts')
    expect(advice({ recorded: undefined }, 'interrupted', 'undo')).toMatch(/^An undo was ended .*monotable undo x\.ts$/)
    expect(advice({ recorded: undefined }, 'running', 'run')).toMatch(/^It is under way\. .*monotable status x\.ts$/)
    expect(advice({ recorded: undefined }, 'undone')).toMatch(/^It was undone\. .*monotable run x\.ts$/)
    // Another run does nothing for these.
    expect(advice({ counts: { ...nothing, quarantined: 1 } })).toMatch(/^Mend what is set aside/)
    expect(advice({ counts: { ...nothing, invalid: 1 } })).toMatch(/^Items do not fit the new schema/)
    expect(advice({ counts: { ...nothing, stale: 1 } })).toContain('backfillIndexKeys')
    expect(advice({})).toMatch(/^The counts and the records do not agree/)
  })
})

describe('a table whose items move', () => {
  const counts = { ...createTally(), read: 75, moved: 50, already: 25 }

  it('has read some of them twice, which is said', () => {
    expect(countsText(counts)).toContain('Items under new keys can be met again: they are read twice then')
    expect(countsText({ ...counts, moved: 0, updated: 50 })).not.toContain('twice')
  })

  it('is shown to be as far as it is, whatever the pass meets again', () => {
    const shown: object[] = []
    const show = showPass({ update: state => void shown.push(state), end: () => {} })
    const more = {
      action: 'run',
      changed: 50,
      perSecond: 1,
      secondsLeft: 1,
      consumed: { read: 0, write: 0, requests: 0 },
    } as const
    show({ ...more, counts: { ...createTally(), read: 10 }, total: 60 })
    // The library says that there are as many as were read, at the least.
    show({ ...more, counts, total: 75 })
    expect(shown).toMatchObject([
      { done: 10, total: 60 },
      { done: 50, total: 60, note: '50 changes' },
    ])
  })
})

describe('drift', () => {
  const table = defineTable({
    name: 'app',
    partitionKey: 'pk',
    sortKey: 'sk',
    indexes: { gsi1: { partitionKey: 'tenant', sortKey: { name: 'at', type: 'number' } } },
    timeToLive: 'ttl',
  })
  const schema = [
    { AttributeName: 'pk', KeyType: 'HASH' as const },
    { AttributeName: 'sk', KeyType: 'RANGE' as const },
  ]
  const definitions = ['pk', 'sk', 'x'].map(AttributeName => ({ AttributeName, AttributeType: 'S' as const }))
  const place = { region: 'eu-central-1' }
  const advice = (
    ...actual: Parameters<typeof compareTable> extends [unknown, unknown, ...infer Rest] ? Rest : never
  ) =>
    compareTable(table, 'app', ...actual).differences.map(each =>
      driftAdvice(each, { table, tableName: 'app', place, create: 'monotable table create x.ts' }),
    )

  it('is mended by commands to copy', () => {
    expect(advice(undefined, undefined)).toEqual(['To make it: monotable table create x.ts'])
    const other = {
      IndexName: 'other',
      KeySchema: [{ AttributeName: 'x', KeyType: 'HASH' as const }],
      Projection: { ProjectionType: 'ALL' as const },
    }
    const [index, more, expiry] = advice(
      { TableStatus: 'ACTIVE', KeySchema: schema, AttributeDefinitions: definitions, GlobalSecondaryIndexes: [other] },
      undefined,
    )
    expect(index).toMatch(
      /^To add it, which takes a while on a large table: aws dynamodb update-table --table-name app --attribute-definitions '.*"tenant".*"at","AttributeType":"N".*' --global-secondary-index-updates '\[\{"Create":\{"IndexName":"gsi1",.*' --region eu-central-1$/,
    )
    expect(more).toContain(`--global-secondary-index-updates '[{"Delete":{"IndexName":"other"}}]'`)
    expect(expiry).toContain(`--time-to-live-specification '{"Enabled":true,"AttributeName":"ttl"}'`)
  })

  it('that can not be mended is said to be so', () => {
    const wrong = { IndexName: 'gsi1', KeySchema: schema, Projection: { ProjectionType: 'ALL' as const } }
    expect(
      advice(
        {
          TableStatus: 'CREATING',
          KeySchema: [schema[0]!],
          AttributeDefinitions: definitions,
          GlobalSecondaryIndexes: [wrong],
        },
        { TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' },
      ),
    ).toEqual([
      'Wait until it is active, and compare again.',
      expect.stringMatching(/^A table's key can't be changed\./),
      expect.stringMatching(/^What an index is can not be changed\./),
      expect.stringMatching(/^Define timeToLive: 'expires'; or turn that off and/),
    ])
  })
})
