import type { Transport } from '../../operation/transport.js'
import type { StoredItem } from '../../schema/item-model.js'
import { itemSize } from '../../schema/item-size.js'
import { type Change, differences, primaryKeyOf } from './change.js'
import { type Collision, createCollisionFinder } from './collisions.js'
import type { CompiledMigration } from './compile-migration.js'
import { addCost, costOf, noCost } from './cost.js'
import { decide } from './decide.js'
import { isChange } from './decision.js'
import { isFixpoint } from './fixpoint.js'
import type { TransformTools } from './migration.js'
import { isSettledChange } from './pending-values.js'
import type { Plan, PlannedChange } from './plan-report.js'
import { createTally } from './tally.js'

/** What items are examined with. */
export interface ExamineRequest {
  readonly migration: CompiledMigration
  readonly tableName: string
  readonly transport: Transport
  /** What the transform looks up with, once for each item as a run does; and what it does so with beside that. */
  readonly tools: TransformTools
  readonly otherTools: TransformTools
  readonly now: () => Date
  /** How many changes of each kind are kept to be shown. */
  readonly examples: number
}

/** How much of what is found is listed, and of how many items keys are kept. */
const LISTED = 20
const KEYS = 100

/** Works out of one item after another what would become of it, and adds that up. */
export function createExaminer(request: ExamineRequest) {
  const { migration, tableName, transport, tools, otherTools, now } = request
  const runner = { migration, tableName, transport, tools: otherTools, now }
  const collide = createCollisionFinder(runner)
  const found = {
    counts: createTally(),
    /** For the whole table. */
    expected: createTally(),
    cost: noCost,
    bytes: 0,
    examples: [] as PlannedChange[],
    dropped: new Map<string, number>(),
    collisions: { count: 0, examples: [] as Collision[] },
    quarantined: [] as Plan['quarantined'][number][],
    unstable: { count: 0, examples: [] as StoredItem[] },
    keys: [] as StoredItem[],
  }
  const list = <T>(items: T[], item: T, most = LISTED) => {
    if (items.length < most) items.push(item)
  }

  async function outcomeOf(stored: StoredItem, key: StoredItem, weight: number): Promise<keyof typeof found.counts> {
    const decision = await decide(migration, stored, tools, now())
    if (decision.kind === 'quarantined') {
      list(found.quarantined, { key, reason: decision.reason, message: decision.message })
      return 'quarantined'
    }
    if (!isChange(decision)) return decision.kind
    const cost = costOf(migration.table, decision, [tableName, migration.name])
    if (await isSettledChange(runner, decision)) {
      found.cost = addCost(found.cost, { ...noCost, readUnits: cost.readUnits }, weight)
      return 'already'
    }
    const collision = await collide(decision)
    if (collision) {
      found.collisions.count++
      list(found.collisions.examples, collision)
      // A transaction that is refused costs the same, and leaves nothing.
      found.cost = addCost(found.cost, { ...cost, recordBytes: 0, madeItems: 0, madeBytes: 0 }, weight)
      return 'quarantined'
    }
    found.cost = addCost(found.cost, cost, weight)
    for (const name of droppedBy(decision)) found.dropped.set(name, (found.dropped.get(name) ?? 0) + 1)
    if (!(await isFixpoint(runner, decision))) {
      found.unstable.count++
      list(found.unstable.examples, key)
    }
    if (found.examples.filter(each => each.kind === decision.kind).length < request.examples)
      found.examples.push(planned(decision))
    return decision.kind
  }

  return {
    found,
    /** @param weight for how many items of the table it stands */
    async examine(stored: StoredItem, weight: number): Promise<void> {
      const key = primaryKeyOf(migration.table, stored)
      list(found.keys, key, KEYS)
      const outcome = await outcomeOf(stored, key, weight)
      found.bytes += itemSize(stored) * weight
      found.counts.read++
      found.counts[outcome]++
      found.expected.read += weight
      found.expected[outcome] += weight
    },
  }
}

export type Found = ReturnType<typeof createExaminer>['found']

/** The attributes that an item has, and none of what would be in its place. */
function droppedBy({ steps, kind }: Change): readonly string[] {
  if (kind === 'deleted') return []
  const kept = steps.flatMap(({ after }) => (after ? [after] : []))
  return Object.keys(steps[0].before!).filter(name => !kept.some(item => Object.hasOwn(item, name)))
}

function planned({ kind, steps }: Change): PlannedChange {
  const [{ key, before, after }, ...made] = steps
  return {
    kind,
    key,
    before: before!,
    differences: after ? differences(before!, after) : [],
    made: made.map(step => step.after!),
  }
}
