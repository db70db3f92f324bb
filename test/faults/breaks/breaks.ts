import type { Break } from './break.js'
import { breaksOfOperations } from './of-operations.js'
import { breaksOfOutcomes } from './of-outcomes.js'

export const breaks: readonly Break[] = [...breaksOfOperations, ...breaksOfOutcomes]
