import { describe, expect, test } from 'vitest'
import { compileCondition } from '../../src/expression/compile-condition.js'
import type { Condition } from '../../src/expression/condition.js'
import type { Where } from '../../src/expression/condition-types.js'
import { Placeholders } from '../../src/expression/placeholders.js'
import { type Agent, agentModel, where } from './agent-model.js'

/** The expression with its names put back, so that it can be read; values stay placeholders. */
function compile(condition: Condition | Where<Agent>) {
  const placeholders = new Placeholders()
  const node = typeof condition === 'function' ? where(condition) : condition
  const text = compileCondition(node, agentModel, placeholders)
  const names = placeholders.names() ?? {}
  return { text: text.replace(/#n\d+/g, name => names[name]!), values: placeholders.values(), raw: text }
}
const textOf = (condition: Where<Agent>) => compile(condition).text
const code = (code: string) => expect.objectContaining({ code })

describe('operators', () => {
  test.each<[string, Where<Agent>]>([
    ['name = :v0', (a, { eq }) => eq(a.name, 'x')],
    ['name <> :v0', (a, { ne }) => ne(a.name, 'x')],
    ['total < :v0', (a, { lt }) => lt(a.total, 1n)],
    ['total <= :v0', (a, { lte }) => lte(a.total, 1n)],
    ['createdAt > :v0', (a, { gt }) => gt(a.createdAt, new Date(0))],
    ['bytes >= :v0', (a, { gte }) => gte(a.bytes, Uint8Array.of(1))],
    ['logins BETWEEN :v0 AND :v1', (a, { between }) => between(a.logins, 1, 2)],
    ['kind IN (:v0, :v1)', (a, ops) => ops.in(a.kind, ['Plain', 'Reasoning'])],
    ['begins_with(kind, :v0)', (a, { beginsWith }) => beginsWith(a.kind, 'Rea')],
    ['contains(tags, :v0)', (a, { contains }) => contains(a.tags, 'x')],
    ['attribute_exists(capability.skills[0].name)', (a, { exists }) => exists(a.capability.skills[0].name)],
    ['attribute_not_exists(settings.theme)', (a, { notExists }) => notExists(a.settings.theme)],
    ['attribute_type(nick, :v0)', (a, { type }) => type(a.nick, 'NULL')],
    ['size(tags) > :v0', (a, { gt, size }) => gt(size(a.tags), 3)],
    ['size(tags) = size(steps)', (a, { eq, size }) => eq(size(a.tags), size(a.steps))],
    ['logins < size(steps)', (a, { lt, size }) => lt(a.logins, size(a.steps))],
    ['name = title', (a, { eq }) => eq(a.name, a.title)],
    ['NOT active = :v0', (a, { not, eq }) => not(eq(a.active, true))],
  ])('%s', (text, condition) => {
    expect(textOf(condition)).toBe(text)
  })

  test('names and values travel as placeholders, each once', () => {
    const { raw, values } = compile((a, { or, eq }) => or(eq(a.name, 'x'), eq(a.title, 'x'), eq(a.name, 'y')))
    expect(raw).toBe('#n0 = :v0 OR #n1 = :v0 OR #n0 = :v1')
    expect(values).toEqual({ ':v0': { S: 'x' }, ':v1': { S: 'y' } })
  })

  test('values are stored forms: codecs convert them, and formats and bounds are not asked', () => {
    expect(compile((a, { eq }) => eq(a.createdAt, new Date(0))).values).toEqual({
      ':v0': { S: '1970-01-01T00:00:00.000Z' },
    })
    expect(compile((a, { gt }) => gt(a.logins, -5)).values).toEqual({ ':v0': { N: '-5' } })
    expect(compile((a, { eq }) => eq(a.title, 'longer than ten')).values).toEqual({ ':v0': { S: 'longer than ten' } })
    expect(compile((a, { eq }) => eq(a.nick, null)).values).toEqual({ ':v0': { NULL: true } })
    expect(compile((a, { eq }) => eq(a.reversed, { head: 'ab' })).values).toEqual({
      ':v0': { M: { tail: { S: 'ba' } } },
    })
    expect(compile((a, { contains }) => contains(a.days, new Date(0))).values).toEqual({
      ':v0': { S: '1970-01-01T00:00:00.000Z' },
    })
    expect(compile((a, { gt, size }) => gt(size(a.createdAt), 20)).values).toEqual({ ':v0': { N: '20' } })
  })

  test('what a string contains or begins with is text, what a list or set contains is an element', () => {
    expect(compile((a, { contains }) => contains(a.kind, 'easo')).values).toEqual({ ':v0': { S: 'easo' } })
    expect(compile((a, { contains }) => contains(a.bytes, Uint8Array.of(1))).values).toEqual({
      ':v0': { B: Uint8Array.of(1) },
    })
    expect(compile((a, { contains }) => contains(a.mixed, 'x')).values).toEqual({ ':v0': { S: 'x' } })
    expect(compile((a, { contains }) => contains(a.matrix, [1])).values).toEqual({ ':v0': { L: [{ N: '1' }] } })
    expect(compile((a, { contains }) => contains(a.pair, 1)).values).toEqual({ ':v0': { N: '1' } })
    expect(textOf((a, { contains }) => contains(a.steps, a.name))).toBe('contains(steps, name)')
  })
})

describe('paths', () => {
  test('are stored ones: only the first name can be another', () => {
    expect(textOf((a, { eq }) => eq(a.teamCode, 'x'))).toBe('team_code = :v0')
    expect(textOf((a, { eq }) => eq(a['a.b'].c, 'x'))).toBe('ab.c = :v0')
  })

  test('numbers are indexes where a list is, and names where an object is', () => {
    expect(textOf((a, { eq }) => eq(a.matrix[0][12], 1))).toBe('matrix[0][12] = :v0')
    expect(textOf((a, { eq }) => eq(a.pair[1], 1))).toBe('pair[1] = :v0')
    expect(textOf((a, { eq }) => eq(a.labels['0'], 'x'))).toBe('labels.0 = :v0')
    expect(textOf((a, { eq }) => eq(a.mixed[0], 'x'))).toBe('mixed[0] = :v0')
    expect(textOf((a, { eq }) => eq(a.free[0].x['00'], 'x'))).toBe('free[0].x.00 = :v0')
  })

  test('lead into every option of a union, into records, and into names that objects inherit', () => {
    expect(textOf((a, { eq }) => eq(a.shape.radius, 1))).toBe('shape.radius = :v0')
    expect(textOf((a, { eq }) => eq(a.shape.at.x, 1))).toBe('shape.at.x = :v0')
    expect(textOf((a, { eq }) => eq(a.prefs.mail?.on, true))).toBe('prefs.mail.on = :v0')
    expect(textOf((a, { eq }) => eq(a.constructor, 'x'))).toBe('constructor = :v0')
    expect(textOf((a, { eq }) => eq(a.valueOf.toString, 1))).toBe('valueOf.toString = :v0')
  })

  test('that lead nowhere are refused', () => {
    const unknown = (path: (a: any) => any) => () => textOf((a, { exists }) => exists(path(a)))
    expect(unknown(a => a.nope)).toThrow("'nope' is not an attribute of the schema.")
    expect(unknown(a => a.capability.nope)).toThrow(code('expression.unknownPath'))
    expect(unknown(a => a.name.length)).toThrow("'name.length' is not an attribute")
    expect(unknown(a => a.shape.diameter)).toThrow(code('expression.unknownPath'))
    expect(unknown(a => a.pair[2])).toThrow(code('expression.unknownPath'))
    // biome-ignore lint/suspicious/noProto: a name that a user may give
    expect(unknown(a => a.__proto__)).toThrow("'__proto__' is not an attribute")
    expect(unknown(a => a.capability.hasOwnProperty)).toThrow(code('expression.unknownPath'))
    expect(unknown(a => a)).toThrow(code('expression.unknownPath'))
  })

  test('into what a codec makes are refused: DynamoDB has other names for it, or none', () => {
    expect(() => textOf((a, { eq }) => eq(a.reversed.head, 'x'))).toThrow("'reversed.head' is not an attribute")
  })

  test('to what is stored in the key alone are refused', () => {
    expect(() => textOf((a, { eq }) => eq(a.id, 'x'))).toThrow(code('expression.keyOnly'))
    expect(() => textOf((a, { eq }) => eq(a.name, a.id))).toThrow(code('expression.keyOnly'))
  })

  test('that only the library knows are taken as they are', () => {
    const exists: Condition = { kind: 'exists', operands: [{ kind: 'stored', segments: ['pk'] }] }
    const mine: Condition = {
      kind: 'eq',
      operands: [
        { kind: 'stored', segments: ['entity'] },
        { kind: 'raw', value: { S: 'Agent' } },
      ],
    }
    expect(compile({ kind: 'and', operands: [exists, mine] })).toMatchObject({
      text: 'attribute_exists(pk) AND entity = :v0',
      values: { ':v0': { S: 'Agent' } },
    })
  })
})

describe('parentheses', () => {
  test.each<[string, Where<Agent>]>([
    ['name = :v0', (a, { and, eq }) => and(eq(a.name, 'x'))],
    ['name = :v0 AND title = :v0', (a, { and, eq }) => and(eq(a.name, 'x'), eq(a.title, 'x'))],
    [
      'name = :v0 AND title = :v0 AND nick = :v0',
      (a, { and, eq }) => and(and(eq(a.name, 'x'), eq(a.title, 'x')), and(eq(a.nick, 'x'))),
    ],
    [
      'name = :v0 AND title = :v0 OR nick = :v0 AND kind = :v1',
      (a, { and, or, eq }) => or(and(eq(a.name, 'x'), eq(a.title, 'x')), and(eq(a.nick, 'x'), eq(a.kind, 'Plain'))),
    ],
    [
      '(name = :v0 OR title = :v0) AND (nick = :v0 OR kind = :v1)',
      (a, { and, or, eq }) => and(or(eq(a.name, 'x'), eq(a.title, 'x')), or(eq(a.nick, 'x'), eq(a.kind, 'Plain'))),
    ],
    [
      '(name = :v0 OR title = :v0) AND nick = :v0',
      (a, { and, or, eq }) => and(or(or(eq(a.name, 'x'), eq(a.title, 'x'))), eq(a.nick, 'x')),
    ],
    ['NOT (name = :v0 AND title = :v0)', (a, { and, not, eq }) => not(and(eq(a.name, 'x'), eq(a.title, 'x')))],
    ['NOT (name = :v0 OR title = :v0)', (a, { or, not, eq }) => not(or(eq(a.name, 'x'), eq(a.title, 'x')))],
    ['NOT NOT name = :v0', (a, { not, eq }) => not(not(eq(a.name, 'x')))],
    ['NOT name = :v0 AND title = :v0', (a, { and, not, eq }) => and(not(eq(a.name, 'x')), eq(a.title, 'x'))],
    ['NOT name = :v0', (a, { and, not, eq }) => not(and(eq(a.name, 'x')))],
  ])('%s', (text, condition) => {
    expect(textOf(condition)).toBe(text)
  })

  test('nodes that the library makes of one condition need none', () => {
    const one = where((a, { or, eq }) => or(eq(a.name, 'x'), eq(a.name, 'y')))
    const wrapped: Condition = { kind: 'and', operands: [{ kind: 'or', operands: [one] }] }
    expect(compile({ kind: 'not', operands: [wrapped] }).text).toBe('NOT (name = :v0 OR name = :v1)')
  })

  test('as many levels as DynamoDB takes operators are no trouble', () => {
    let condition = where((a, { eq }) => eq(a.name, 'x'))
    for (let depth = 0; depth < 150; depth++)
      condition = where((a, { and, or, eq }) => or(and(condition, eq(a.active, true)), eq(a.active, false)))
    expect(compile(condition).text).toHaveLength(10 + 150 * ' AND active = :v0 OR active = :v0'.length + 149 * 2)
  })
})

describe('limits of DynamoDB', () => {
  test('IN takes a hundred values; more become several, joined by OR', () => {
    const numbers = Array.from({ length: 201 }, (_, index) => index)
    const { text } = compile((a, ops) => ops.in(a.logins, numbers))
    expect(text.match(/logins IN \((:v\d+, ){99}:v\d+\)/g)).toHaveLength(2)
    expect(text).toMatch(/^logins IN \(.*\) OR logins IN \(.*\) OR logins IN \(:v200\)$/)
    expect(textOf((a, { in: oneOf }) => oneOf(a.logins, numbers.slice(0, 100)))).not.toContain(' OR ')
    expect(textOf((a, ops) => ops.and(ops.in(a.logins, numbers), ops.eq(a.active, true)))).toMatch(
      /^\(.* OR .*\) AND active = /,
    )
    expect(textOf((a, ops) => ops.not(ops.in(a.logins, numbers)))).toMatch(/^NOT \(.*\)$/)
  })

  test('a range that ends before it begins, or at another type, is asked as two comparisons', () => {
    expect(textOf((a, { between }) => between(a.logins, 2, 1))).toBe('logins >= :v0 AND logins <= :v1')
    expect(textOf((a, { between, not }) => not(between(a.logins, 10, 9)))).toBe('NOT (logins >= :v0 AND logins <= :v1)')
    expect(textOf((a, { between }) => between(a.free, 1, 'x'))).toBe('free >= :v0 AND free <= :v1')
    expect(textOf((a, { between }) => between(a.logins, 1, 1))).toBe('logins BETWEEN :v0 AND :v0')
    expect(textOf((a, { between }) => between(a.name, '\uffff', '𝒳'))).toContain('BETWEEN')
    expect(textOf((a, { between }) => between(a.name, a.title, 'x'))).toBe('name BETWEEN title AND :v0')
  })

  test('nothing is compared with itself, but sizes are', () => {
    const itself = "The value for 'name' does not fit: it is compared with itself."
    expect(() => textOf((a, { eq }) => eq(a.name, a.name))).toThrow(itself)
    expect(() => textOf((a, { between }) => between(a.name, 'a', a.name))).toThrow(itself)
    expect(() => textOf((a, ops) => ops.in(a.name, ['a', a.name]))).toThrow(itself)
    expect(() => textOf((a, { contains }) => contains(a.name, a.name))).toThrow(itself)
    expect(() => textOf((a, { beginsWith }) => beginsWith(a.name, a.name))).toThrow(itself)
    expect(() => textOf((a, { eq }) => eq(a.teamCode, a.teamCode))).toThrow("'teamCode'")
    expect(textOf((a, { eq, size }) => eq(size(a.name), size(a.name)))).toBe('size(name) = size(name)')
  })
})

describe('values that do not fit are refused', () => {
  test.each<[string, string, Where<Agent>]>([
    [
      'undefined',
      "'name' does not fit: it is undefined; use exists or notExists",
      (a, { eq }) => eq(a.name, undefined as never),
    ],
    ['another type', "'name' does not fit", (a, { eq }) => eq(a.name, 5 as never)],
    [
      'a null bound',
      "'nick' does not fit: only strings, numbers and binaries have an order",
      (a, { lt }) => lt(a.nick, null as never),
    ],
    ['a boolean bound', 'have an order', (a, { gte }) => gte(a.active as never, true as never)],
    [
      'a number as prefix',
      "'name' does not fit: only strings and binaries begin",
      (a, { beginsWith }) => beginsWith(a.name, 5 as never),
    ],
    [
      'an element of a number',
      "'logins' does not fit: nothing of this type is in it",
      (a, { contains }) => contains(a.logins as never, 5 as never),
    ],
    ['an element of another type', "'tags' does not fit", (a, { contains }) => contains(a.tags, 5 as never)],
    [
      'text as size',
      "'tags' does not fit: a size is compared with a number",
      (a, { eq, size }) => eq(size(a.tags), '3' as never),
    ],
    ['no number as size', 'a size is compared with a number', (a, { eq, size }) => eq(size(a.tags), Number.NaN)],
    ['a size that DynamoDB does not keep', "'tags' does not fit", (a, { eq, size }) => eq(size(a.tags), 1e-300)],
    ['what a codec refuses', "'createdAt' does not fit", (a, { eq }) => eq(a.createdAt, new Date(Number.NaN))],
  ])('%s', (_, text, condition) => {
    const compiling = () => textOf(condition)
    expect(compiling).toThrow(text)
    expect(compiling).toThrow(code('expression.invalidValue'))
  })

  test('without the value in the text', () => {
    const compiling = () => textOf((a, { eq }) => eq(a.logins, 'secret' as never))
    expect(compiling).toThrow(code('expression.invalidValue'))
    expect(compiling).toThrow(expect.objectContaining({ message: expect.not.stringContaining('secret') }))
  })

  test('and so are conditions of nothing', () => {
    expect(() => textOf((_, { and }) => and())).toThrow('and() needs a condition.')
    expect(() => textOf((_, { or }) => or())).toThrow(code('expression.empty'))
    expect(() => textOf((a, ops) => ops.in(a.name, []))).toThrow('in() needs a value: nothing is in an empty list.')
  })
})
