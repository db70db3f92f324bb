import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createDatabase, defineEntity, defineTable } from '../../../src/index.js'
import { projected, useServer } from '../../support/server.js'

const server = useServer('filter')
const isoDate = z.codec(z.iso.datetime(), z.date(), {
  decode: text => new Date(text),
  encode: date => date.toISOString(),
})
/** Its keys are attributes of the schema, but for the team, which lives in the key alone. */
const BotTable = defineTable({
  name: 'bots',
  partitionKey: 'pk',
  sortKey: 'id',
  indexes: { byKind: { partitionKey: 'kind', sortKey: 'id' } },
})
const Bot = defineEntity({
  name: 'Bot',
  table: BotTable,
  schema: z.object({
    team: z.string(),
    shift: z.int(),
    id: z.string(),
    kind: z.string(),
    active: z.boolean(),
    score: z.number(),
    best: z.number(),
    seenAt: isoDate,
    note: z.string().nullable(),
    tags: z.set(z.string()).optional(),
    skills: z.array(z.object({ name: z.string(), level: z.int() })),
  }),
  key: { partitionKey: 'team#<team>#<shift>', sortKey: '<id>' },
  keyOnly: ['team', 'shift'],
  indexes: { byKind: { index: 'byKind', partitionKey: '<kind>', sortKey: '<id>' } },
})
const db = createDatabase({ ...server.options, entities: { bots: Bot } })
const partition = { team: 'T', shift: 7 }
const query = () => db.bots.query(partition)
const ids = (page: { items: { id: string }[] }) => page.items.map(item => item.id).join('')

beforeAll(async () => {
  await db.createTable()
  for (const [index, id] of [...'abcde'].entries())
    await db.bots.put({
      ...partition,
      id,
      kind: index % 2 === 0 ? 'even' : 'odd',
      active: index > 1,
      score: index * 10,
      best: 20,
      seenAt: new Date(Date.UTC(2026, index, 1)),
      note: index === 0 ? null : `note ${id}`,
      ...(index > 2 && { tags: new Set(['new', id]) }),
      skills: Array.from({ length: index }, (_, level) => ({ name: `skill-${level}`, level })),
    })
})

describe('a filter by DynamoDB', () => {
  it.each<[string, (bot: any, ops: any) => unknown, string, string]>([
    ['eq', (bot, { eq }) => eq(bot.active, true), '#n1 = :v1', 'cde'],
    ['ne', (bot, { ne }) => ne(bot.kind, 'even'), '#n1 <> :v1', 'bd'],
    ['lt', (bot, { lt }) => lt(bot.score, 20), '#n1 < :v1', 'ab'],
    ['lte', (bot, { lte }) => lte(bot.score, 20), '#n1 <= :v1', 'abc'],
    ['gt', (bot, { gt }) => gt(bot.seenAt, new Date('2026-03-01T00:00:00Z')), '#n1 > :v1', 'de'],
    ['gte', (bot, { gte }) => gte(bot.seenAt, new Date('2026-03-01T00:00:00Z')), '#n1 >= :v1', 'cde'],
    ['between', (bot, { between }) => between(bot.score, 10, 20), '#n1 BETWEEN :v1 AND :v2', 'bc'],
    ['in', (bot, ops) => ops.in(bot.score, [0, 40, 7]), '#n1 IN (:v1, :v2, :v3)', 'ae'],
    ['beginsWith', (bot, { beginsWith }) => beginsWith(bot.note, 'note '), 'begins_with(#n1, :v1)', 'bcde'],
    ['contains, of a set', (bot, { contains }) => contains(bot.tags, 'e'), 'contains(#n1, :v1)', 'e'],
    ['contains, of a text', (bot, { contains }) => contains(bot.note, 'e c'), 'contains(#n1, :v1)', 'c'],
    ['exists', (bot, { exists }) => exists(bot.tags), 'attribute_exists(#n1)', 'de'],
    ['notExists', (bot, { notExists }) => notExists(bot.tags), 'attribute_not_exists(#n1)', 'abc'],
    ['type', (bot, { type }) => type(bot.note, 'NULL'), 'attribute_type(#n1, :v1)', 'a'],
    ['size', (bot, { gte, size }) => gte(size(bot.skills), 3), 'size(#n1) >= :v1', 'de'],
    ['not', (bot, { not, eq }) => not(eq(bot.active, true)), 'NOT #n1 = :v1', 'ab'],
    ['an attribute against another', (bot, { gt }) => gt(bot.score, bot.best), '#n1 > #n2', 'de'],
    ['a list element', (bot, { eq }) => eq(bot.skills[1].name, 'skill-1'), '#n1[1].#n2 = :v1', 'cde'],
    [
      'and, or',
      (bot, { and, or, eq }) => and(eq(bot.active, true), or(eq(bot.score, 20), eq(bot.kind, 'odd'))),
      '#n1 = :v1 AND (#n2 = :v2 OR #n3 = :v3)',
      'cd',
    ],
  ])('%s', async (_, where, expression, expected) => {
    expect(
      query()
        .filter(where as never)
        .compile().FilterExpression,
    ).toBe(expression)
    expect(ids(await query().filter(where as never))).toBe(expected)
    expect(
      await query()
        .filter(where as never)
        .count(),
    ).toBe(expected.length)
  })

  it('is all of them where there are several', async () => {
    const both = query()
      .filter((bot, { eq }) => eq(bot.active, true))
      .filter((bot, { lt }) => lt(bot.score, 40))
    expect(both.compile().FilterExpression).toBe('#n1 = :v1 AND #n2 < :v2')
    const page = await both
    expect(ids(page)).toBe('cd')
    expect(page).toMatchObject({ count: 2, scannedCount: 5 })
  })
})

describe('a filter that DynamoDB refuses', () => {
  it('on key attributes of what is read is evaluated here', async () => {
    const operation = query().filter((bot, { or, eq, gt }) => or(eq(bot.id, 'b'), gt(bot.score, 30)))
    expect(operation.compile()).not.toHaveProperty('FilterExpression')
    expect(operation.explain()).toContain('the client evaluates it')
    expect(ids(await operation)).toBe('be')
    expect(
      ids(await db.bots.query.byKind({ kind: 'odd' }).filter((bot, { beginsWith }) => beginsWith(bot.id, 'd'))),
    ).toBe('d')
  })

  it('is split, so that DynamoDB evaluates what it can', async () => {
    const operation = query().filter((bot, { and, ne, gte, eq }) =>
      and(ne(bot.id, 'd'), gte(bot.score, 20), eq(bot.team, 'T')),
    )
    expect(operation.compile().FilterExpression).toBe('#n1 >= :v1')
    expect(ids(await operation)).toBe('ce')
  })

  it('on attributes that live in the key alone is evaluated here', async () => {
    expect(
      ids(
        await query()
          .filter((bot, { eq }) => eq(bot.shift, 7))
          .limit(2),
      ),
    ).toBe('ab')
    expect(ids(await query().filter((bot, { gt }) => gt(bot.shift, 7)))).toBe('')
    expect(ids(await db.bots.query.byKind({ kind: 'odd' }).filter((bot, { eq }) => eq(bot.team, 'T')))).toBe('bd')
    const scan = await db.bots
      .scan()
      .filter((bot, { and, lt, eq }) => and(lt(bot.shift, 8), eq(bot.active, false)))
      .all()
    expect(scan.map(bot => bot.id).sort()).toEqual(['a', 'b'])
  })

  it('fetches what it needs beside the projection', async () => {
    const operation = query()
      .filter((bot, { eq }) => eq(bot.id, 'c'))
      .project('score')
    expect(projected(operation.compile())).toEqual(['entity', 'id', 'pk', 'score'])
    expect((await operation).items).toEqual([{ score: 20 }])
    const or = query()
      .filter((bot, { or, eq }) => or(eq(bot.id, 'a'), eq(bot.best, 7), eq(bot.kind, 'odd')))
      .project('score')
    expect((await or).items).toEqual([{ score: 0 }, { score: 10 }, { score: 30 }])
  })
})

describe('a condition on attributes that live in the key alone', () => {
  it('is refused: DynamoDB cannot see them', async () => {
    const error = await server.refusal(() =>
      db.bots.delete({ ...partition, id: 'a' }).condition((bot, { eq }) => eq(bot.team, 'T')),
    )
    expect(error.code).toBe('expression.keyOnly')
    expect(error.message).toContain("'team'")
  })
})

describe('a projection', () => {
  it('of nested paths, list elements and what lives in the key alone', async () => {
    const operation = query().eq({ id: 'c' }).project('team', 'shift', 'skills[1].name', 'note')
    expect(projected(operation.compile())).toEqual(['entity', 'id', 'note', 'pk', 'skills'])
    expect((await operation).items).toEqual([{ ...partition, skills: [{ name: 'skill-1' }], note: 'note c' }])
  })

  it('of what is null, missing or out of the list', async () => {
    expect((await query().eq({ id: 'a' }).project('note', 'tags', 'skills[3]')).items).toEqual([
      { note: null, skills: [] },
    ])
  })
})

describe('hostile texts', () => {
  const hostile = ['#n0 = :v0', "' OR 1=1 --", 'attribute_exists(pk)', ':v0', '<team>', '__proto__', '\u0000']
  const bot = (id: string, text: string) => ({
    ...partition,
    ...{ id, kind: text, note: text, active: true, score: 1, best: 1, seenAt: new Date(0), skills: [] },
  })
  const operations = (id: string, text: string) => [
    db.bots.put(bot(id, text)),
    db.bots
      .update({ ...partition, id })
      .set({ note: text })
      .condition((item, { eq }) => eq(item.note, text)),
    query()
      .beginsWith({ id: text })
      .filter((item, { contains }) => contains(item.note, text)),
    db.bots.query.byKind({ kind: text }),
  ]
  const withoutValues = (operation: { compile(): object }) => ({
    ...operation.compile(),
    ...{ Item: undefined, Key: undefined, ExpressionAttributeValues: undefined },
  })

  it.each(hostile)('are values, wherever they are used, and never part of an expression: %s', async text => {
    const harmless = operations('z', 'x').map(withoutValues)
    for (const [index, operation] of operations('z', text).entries()) {
      expect(withoutValues(operation)).toEqual(harmless[index])
      await operation
    }
    expect((await query().filter((item, { eq }) => eq(item.note, text))).items).toEqual([bot('z', text)])
    expect((await db.bots.query.byKind({ kind: text })).items).toEqual([bot('z', text)])
    await db.bots.delete({ ...partition, id: 'z' })
  })
})
