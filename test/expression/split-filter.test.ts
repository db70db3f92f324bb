import { expect, test } from 'vitest'
import type { Where } from '../../src/expression/condition-types.js'
import { splitFilter } from '../../src/expression/split-filter.js'
import { type Agent, agentModel, where } from './agent-model.js'

const split = (condition: Where<Agent>) => {
  const { server, client } = splitFilter(where(condition), agentModel, name => name === 'team_code' || name === 'id')
  return { server, client }
}

test('what DynamoDB takes stays with it, whole', () => {
  const condition: Where<Agent> = (a, { or, eq }) => or(eq(a.name, 'x'), eq(a.active, true))
  expect(split(condition)).toEqual({ server: where(condition) })
})

test('what joins conditions by and is parted, however deep', () => {
  expect(
    split((a, { and, eq, gt }) => and(eq(a.name, 'x'), and(eq(a.teamCode, 't'), gt(a.logins, 1)), eq(a.id, 'i'))),
  ).toEqual({
    server: where((a, { and, eq, gt }) => and(eq(a.name, 'x'), gt(a.logins, 1))),
    client: where((a, { and, eq }) => and(eq(a.teamCode, 't'), eq(a.id, 'i'))),
  })
})

test('anything else goes to the client as a whole when a path in it must', () => {
  const conditions: Where<Agent>[] = [
    (a, { or, eq }) => or(eq(a.name, 'x'), eq(a.teamCode, 't')),
    (a, { not, and, eq }) => not(and(eq(a.name, 'x'), eq(a.teamCode, 't'))),
    (a, { eq }) => eq(a.name, a.teamCode),
    (a, { lt, size }) => lt(a.logins, size(a.teamCode)),
    (a, { between }) => between(a.name, 'a', a.teamCode),
    (a, ops) => ops.in(a.name, ['a', a.teamCode]),
    (a, { contains }) => contains(a.tags, a.teamCode),
    (a, { beginsWith }) => beginsWith(a.teamCode, 'x'),
    (a, { exists }) => exists(a.teamCode),
    (a, { type }) => type(a.teamCode, 'S'),
  ]
  for (const condition of conditions) expect(split(condition)).toEqual({ client: where(condition) })
})
