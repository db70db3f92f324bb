import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import budget from '../bench/types-budget.json' with { type: 'json' }
import { cost, LIMIT, LINEAR } from '../bench/types-cost.js'
import { compiler, compilers } from './compilers.js'
import { createUserProject, type UserProject } from './user-project.js'

/** What a change may add without being asked: counts are exact, but zod's types change too. */
const SLACK = 1.03

describe('the types of an entity with its operations in use', { timeout: 90_000 }, () => {
  let project: UserProject
  beforeAll(() => {
    project = createUserProject()
  })
  afterAll(() => project.remove())

  it.each(compilers)('cost TypeScript $version no more than they are allowed', compiler => {
    const perEntity = (cost(project, compiler, 25) - cost(project, compiler, 1)) / 24
    expect(perEntity).toBeLessThanOrEqual(LIMIT)
    // Where they cost less, or more for a reason: put the new number in test/bench/types-budget.json.
    expect(perEntity).toBeLessThanOrEqual(budget.instantiationsPerEntity * SLACK)
  })
  it('cost as much among 300 entities as among a few', () => {
    const [one, few, many] = [1, 25, 300].map(count => cost(project, compiler(7), count)) as [number, number, number]
    const oneMore = { few: (few - one) / 24, many: (many - few) / 275 }
    expect(oneMore.many).toBeLessThanOrEqual(LIMIT)
    expect(Math.abs(oneMore.many / oneMore.few - 1)).toBeLessThanOrEqual(LINEAR)
  })
})
