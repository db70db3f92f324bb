import type { Done, Finding } from '../history.js'

type Add = Extract<Done, { kind: 'add' }>

/** A number that is added to: by all that was acknowledged, and by no more than that and what nobody knows of. */
export function checkCounter(place: string, adds: readonly Add[], value: number | undefined): readonly Finding[] {
  if (adds.length === 0 && value === undefined) return []
  if (value === undefined) {
    const made = adds.find(({ outcome }) => outcome === 'done')
    return made ? [{ kind: 'lost', text: `${place} is not there: lost is ${made.call}` }] : []
  }
  const sum = (outcome: Done['outcome'], sign: number) =>
    adds.reduce((total, add) => total + (add.outcome === outcome && add.amount * sign > 0 ? add.amount : 0), 0)
  const known = sum('done', 1) + sum('done', -1)
  const least = known + sum('unknown', -1)
  const most = known + sum('unknown', 1)
  const said = `${place} is ${value}; acknowledged were ${known}, and of ${most - known} and ${least - known} nobody knows`
  if (value < least) return [{ kind: 'lost', text: said }]
  if (value > most) return [{ kind: 'doubled', text: said }]
  return checkGiven(place, adds)
}

/** Where amounts are positive, no two acknowledged additions can have given the same sum. */
function checkGiven(place: string, adds: readonly Add[]): readonly Finding[] {
  if (adds.some(({ amount }) => amount <= 0)) return []
  const given = new Map<number, Add>()
  return adds.flatMap((add): Finding[] => {
    if (add.gave === undefined) return []
    const other = given.get(add.gave)
    given.set(add.gave, add)
    const text = `${place}: ${other?.call} and ${add.call} were both told that it is ${add.gave}`
    return other ? [{ kind: 'lost', text }] : []
  })
}
