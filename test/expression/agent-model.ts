import * as z from 'zod'
import type { Condition } from '../../src/expression/condition.js'
import { conditionOperators } from '../../src/expression/condition-operators.js'
import type { Operators, Where } from '../../src/expression/condition-types.js'
import { createRefs } from '../../src/expression/refs.js'
import type { Refs } from '../../src/expression/refs-types.js'
import { createItemModel } from '../../src/schema/item-model.js'

const isoDate = z.codec(z.iso.datetime(), z.date(), {
  decode: text => new Date(text),
  encode: date => date.toISOString(),
})
const reversed = z.codec(z.object({ tail: z.string() }), z.object({ head: z.string() }), {
  decode: ({ tail }) => ({ head: [...tail].reverse().join('') }),
  encode: ({ head }) => ({ tail: [...head].reverse().join('') }),
})

/** An item with every kind of attribute that expressions treat in a way of its own. */
const agentSchema = z.object({
  id: z.string(),
  teamCode: z.string(),
  name: z.string(),
  title: z.string().max(10),
  kind: z.enum(['Reasoning', 'Plain']),
  active: z.boolean(),
  nick: z.string().nullable(),
  logins: z.int().min(1),
  total: z.bigint(),
  createdAt: isoDate,
  bytes: z.instanceof(Uint8Array),
  tags: z.set(z.string().max(5)).optional(),
  days: z.set(isoDate).optional(),
  steps: z.array(z.string().max(5)).min(1),
  matrix: z.array(z.array(z.number())),
  pair: z.tuple([z.string(), z.number()]),
  capability: z.object({
    domain: z.string(),
    score: z.number().optional(),
    skills: z.array(z.object({ name: z.string(), since: isoDate.optional() })),
    inner: z.object({ deep: z.string().optional(), deeper: z.string().optional() }),
  }),
  settings: z.object({ theme: z.string(), size: z.number().default(1) }).optional(),
  limits: z.object({ low: z.number(), high: z.number() }).default({ low: 0, high: 9 }),
  owner: z.object({ id: z.string(), name: z.string() }).nullable(),
  labels: z.record(z.string(), z.string()),
  prefs: z.record(z.string(), z.object({ on: z.boolean(), off: z.boolean() })),
  shape: z.union([
    z.object({ type: z.literal('circle'), radius: z.number() }),
    z.object({ type: z.literal('square'), side: z.number(), at: z.object({ x: z.number(), y: z.number() }) }),
  ]),
  mixed: z.union([z.string(), z.array(z.string())]),
  reversed,
  free: z.any(),
  'a.b': z.object({ c: z.string(), 'd[0]': z.string() }),
  constructor: z.string().optional(),
  valueOf: z.object({ toString: z.number() }),
})
export type Agent = z.infer<typeof agentSchema>

export const agentModel = createItemModel('Agent', agentSchema, {
  storedAs: { teamCode: 'team_code', 'a.b': 'ab' },
  keyOnly: ['id'],
})

export const agent: Refs<Agent> = createRefs<Agent>()
export const operators: Operators = conditionOperators

/** The condition that a user's function makes. */
export function where(condition: Where<Agent>): Condition {
  return condition(agent, operators)
}
