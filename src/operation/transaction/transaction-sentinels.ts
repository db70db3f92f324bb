import type { TransactWriteItem } from '@aws-sdk/client-dynamodb'
import { equalItems } from '../../expression/stored-values.js'
import type { CompiledWrite } from '../write/compiled-write.js'
import { compileSentinel, type SentinelChange } from '../write/sentinels.js'
import type { Step } from './merge.js'

/** The one operation on a sentinel, and the step that is to blame where it fails: the one that takes the value. */
export interface SentinelStep {
  readonly step: number
  readonly change: SentinelChange
  readonly item: TransactWriteItem
}

/** Two operations of one transaction take the same unique value. */
export interface Clash {
  readonly step: number
  readonly change: SentinelChange
}

/**
 * The operations on sentinels that the steps of a transaction need: one each, for a value that one item gives free and another
 * takes goes from hand to hand.
 * @param kept tells that a value is another item's, so that a step must not give it free
 */
export function transactionSentinels(
  steps: readonly Step[],
  compiled: readonly CompiledWrite[],
  kept: (step: number, change: SentinelChange) => boolean,
): { readonly sentinels: readonly SentinelStep[]; readonly clash?: Clash } {
  const merged = new Map<string, { step: number; change: SentinelChange }>()
  for (const [step, { sentinels }] of compiled.entries())
    for (const change of sentinels) {
      if (!change.to && kept(step, change)) continue
      const name = JSON.stringify(change.key)
      const other = merged.get(name)
      if (other?.change.to && change.to && !equalItems(other.change.to, change.to))
        return { sentinels: [], clash: { step, change } }
      const taking = change.to ? change : (other?.change ?? change)
      merged.set(name, {
        step: change.to || !other ? step : other.step,
        change: { ...taking, from: change.from ?? other?.change.from },
      })
    }
  return {
    sentinels: [...merged.values()].map(({ step, change }) => ({
      step,
      change,
      item: compileSentinel(steps[step]!.write.context, change),
    })),
  }
}
