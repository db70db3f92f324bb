import type { InferredModel, LeftOver } from '../infer/inferred-model.js'

/** How many items come out of the definitions as they are stored. */
export interface Coverage {
  /** How many items were read. */
  readonly total: number
  /** How many of them come out of their definitions as they are stored. */
  readonly covered: number
  /** How many of these are of no entity, and keep unique values for the library. */
  readonly sentinels: number
  /** How many call themselves by an alias, which is all that would change were they written again. */
  readonly renamed: number
  /** How many of these are of each entity. */
  readonly entities: readonly { readonly name: string; readonly count: number }[]
  /** Those that do not, by why. */
  readonly leftOver: readonly LeftOver[]
  /** All of that in a sentence. */
  readonly sentence: string
}

export function coverageOf(
  { entities, leftOver }: Pick<InferredModel, 'entities' | 'leftOver'>,
  { covered, total, sentinels, renamed }: Pick<Coverage, 'covered' | 'total' | 'sentinels' | 'renamed'>,
): Coverage {
  const left = total - covered
  const reasons = leftOver.map(({ reason, count, examples }) => {
    const keys = examples.map(key => Object.values(key).map(String).join(' / '))
    return `${leftOver.length > 1 ? `${count}: ` : ''}${reason}${keys.length > 0 ? ` (${keys.slice(0, 3).join(', ')}${count > 3 ? ', …' : ''})` : ''}`
  })
  const all = total === 0 ? 'There are no items.' : total === 1 ? 'The one item matches.' : `All ${total} items match.`
  const kept = sentinels > 0 ? ` ${sentinels} of these keep unique values.` : ''
  const old =
    renamed > 0
      ? ` ${renamed} ${renamed === 1 ? 'calls itself' : 'call themselves'} by an older name, which a put replaces.`
      : ''
  const sentence =
    left === 0
      ? `${all}${kept}`
      : `${covered} of ${total} items match${kept && `, ${sentinels} of which keep unique values`}; ${left} ${left === 1 ? 'does' : 'do'} not: ${reasons.join(' ')}`
  return Object.freeze({
    total,
    covered,
    sentinels,
    renamed,
    entities: entities.map(({ name, count }) => ({ name, count })),
    leftOver,
    sentence: sentence + old,
  })
}
