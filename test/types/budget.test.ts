import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import budget from '../bench/types-budget.json' with { type: 'json' }
import { cost, LIMIT } from '../bench/types-cost.js'
import { compiler } from './compilers.js'
import { createUserProject, type UserProject } from './user-project.js'

/** What a change may add without being asked: counts are exact, but zod's types change too. */
const SLACK = 1.03

describe('the types of an entity with its operations in use', () => {
  let project: UserProject
  beforeAll(() => {
    project = createUserProject()
  })
  afterAll(() => project.remove())

  it('cost the compiler no more than they are allowed', () => {
    const perEntity = (cost(project, compiler(6), 25) - cost(project, compiler(6), 1)) / 24
    expect(perEntity).toBeLessThanOrEqual(LIMIT)
    // Where they cost less, or more for a reason: put the new number in test/bench/types-budget.json.
    expect(perEntity).toBeLessThanOrEqual(budget.instantiationsPerEntity * SLACK)
  })
})
