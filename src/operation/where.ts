import type { Condition } from '../expression/condition.js'
import { conditionOperators } from '../expression/condition-operators.js'
import { createRefs } from '../expression/refs.js'

/** A filter or condition callback, its types let go. */
export type AnyWhere = (item: any, operators: any) => unknown

/** The condition that a callback makes. */
export const conditionOf = (where: AnyWhere): Condition => where(createRefs(), conditionOperators) as Condition
