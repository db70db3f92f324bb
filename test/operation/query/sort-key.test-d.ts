import { describe, test } from 'vitest'
import { agents, users } from '../../types/models.js'

/** Its sort key: `<createdAt>#<id>`. */
const byType = agents.query.byType({ type: 'Plain' })
/** Its sort key: `<due>#<logins:pad(6)>#<score>`. */
const byDomain = agents.query.byDomain({ domain: 'legal' })
/** Its sort key is the number `<score>`. */
const byScore = agents.query.byScore({ type: 'Plain' })
/** Its sort key is the text `<city>` and the number `<rank>`. */
const byPlace = agents.query.byPlace({ tenant: 't', region: 'r' })
/** No sort key. */
const someByName = agents.query.someByName({ name: 'x' })

const createdAt = '2026-01-01T00:00:00Z'
const due = new Date()
declare const maybe: string | undefined

describe('sort-key operators', () => {
  test('take the first attributes of the sort key', () => {
    byType.eq({ createdAt })
    byType.eq({ createdAt, id: 'x' })
    byType.gt({ createdAt })
    byType.between({ createdAt }, { createdAt })
    byType.beginsWith({ createdAt: '2026-01' })
    byType.beginsWith({ createdAt, id: 'AG-' })
    byDomain.lt({ due, logins: 3 })
    agents.query({ teamCode: 'x' }).beginsWith({ id: 'AG-' })
    agents.query.byAge({ teamCode: 'x' }).gte({ createdAt })
  })

  test('leave no gap', () => {
    // @ts-expect-error Property 'createdAt' is missing in type '{ id: string; }' but required
    byType.eq({ id: 'x' })
    // @ts-expect-error Property 'createdAt' is missing in type '{ id: string; }' but required
    byType.beginsWith({ id: 'x' })
    // @ts-expect-error Argument of type '{ due: Date; score: number; }' is not assignable
    byDomain.eq({ due, score: 1 })
    // @ts-expect-error Property 'city' is missing in type '{ rank: number; }' but required
    byPlace.gt({ rank: 3 })
    // @ts-expect-error Argument of type '{}' is not assignable
    byType.eq({})
    // @ts-expect-error Property 'createdAt' is missing in type '{ id: string; }' but required
    byType.between({ createdAt }, { id: 'x' })
  })

  test('know no other attribute', () => {
    // @ts-expect-error 'nope' does not exist in type
    byType.eq({ createdAt, nope: 1 })
    // @ts-expect-error 'type' does not exist in type
    byType.gt({ createdAt, type: 'Plain' })
  })

  test('take values of the attributes', () => {
    // @ts-expect-error Type 'number' is not assignable to type 'string'
    byType.eq({ createdAt: 1 })
    // @ts-expect-error Type 'string' is not assignable to type 'Date'
    byDomain.gt({ due: '2026' })
    // @ts-expect-error Type 'string | undefined' is not assignable to type 'string'
    byType.eq({ createdAt: maybe })
    // @ts-expect-error Type 'string | undefined' is not assignable to type 'never' | Type 'undefined' is not assignable to type 'never'
    byType.eq({ createdAt, id: maybe })
  })

  test('are used once', () => {
    // @ts-expect-error a query takes one sort-key operator
    byType.eq({ createdAt }).gt({ createdAt })
    // @ts-expect-error a query takes one sort-key operator
    byType.gt({ createdAt }).lt({ createdAt })
    // @ts-expect-error a query takes one sort-key operator
    byType.beginsWith({ createdAt }).limit(3).project('id').between({ createdAt }, { createdAt })
  })

  test('need a sort key', () => {
    // @ts-expect-error the sort key has no attributes
    users.query({ id: 'x' }).gt({ id: 'x' })
    // @ts-expect-error the sort key has no attributes
    users.query({ id: 'x' }).eq({})
    // @ts-expect-error the sort key has no attributes
    someByName.beginsWith({ name: 'x' })
  })

  test('compare numbers where the key keeps them in order', () => {
    byScore.gt({ score: 0.5 })
    byScore.between({ score: 0.5 }, { score: 0.9 })
    byPlace.gte({ city: 'x', rank: 3 })
    byDomain.gt({ due, logins: 3 })
    byDomain.eq({ due, logins: 3, score: 1 })
    // @ts-expect-error a number in a text key is not kept in order: pad it in the template, as in <n:pad(8)>
    byDomain.gt({ due, logins: 3, score: 1 })
    // @ts-expect-error a number in a text key is not kept in order
    byDomain.between({ due, logins: 3, score: 1 }, { due, logins: 3, score: 2 })
  })

  test('ask of text how it begins', () => {
    byPlace.beginsWith({ city: 'New' })
    // @ts-expect-error beginsWith takes an attribute that is text
    byScore.beginsWith({ score: 1 })
    // @ts-expect-error beginsWith takes an attribute that is text
    byPlace.beginsWith({ city: 'x', rank: 3 })
    // Of a date, how its stored text begins.
    byDomain.beginsWith({ due: '2026' })
    // @ts-expect-error is not assignable to parameter of type '({ due: string; } | Type '{ due: Date; }' is not assignable to type '{ due: string; }'
    byDomain.beginsWith({ due })
    // @ts-expect-error beginsWith takes an attribute that is text
    byDomain.beginsWith({ due, logins: 3 })
  })
})
