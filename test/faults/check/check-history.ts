import type { Done, Finding, History, Seen, State } from '../history.js'
import { checkClaim } from './check-claim.js'
import { checkCounter } from './check-counter.js'
import { checkList } from './check-list.js'
import { checkRegister } from './check-register.js'

/**
 * Compares what is in a table with what was acknowledged. It knows nothing of the library, nor of what the writes were: of places,
 * of what was to be done to them and when, and of what is there now.
 */
export function checkHistory({ effects, seen }: History, state: State): readonly Finding[] {
  const written = groupBy(effects)
  const looked = groupBy(seen)
  const places = new Set([...written.keys(), ...looked.keys(), ...state.registers.keys(), ...state.lists.keys()])
  const findings = [...new Set([...places, ...state.counters.keys()])].flatMap(place => {
    const all = written.get(place) ?? []
    const reads = looked.get(place) ?? []
    const is = <K extends Done['kind']>(...kinds: K[]) =>
      all.filter((each): each is Extract<Done, { kind: K }> => (kinds as string[]).includes(each.kind))
    const saw = <K extends Seen['kind']>(kind: K) =>
      reads.filter((each): each is Extract<Seen, { kind: K }> => each.kind === kind)
    const found = [
      ...checkRegister(place, is('write', 'clear'), saw('register'), state.registers.get(place)),
      ...checkCounter(place, is('add'), state.counters.get(place)),
      ...checkList(place, is('append'), saw('list'), state.lists.get(place)),
      ...checkClaim(place, is('claim')),
    ]
    return found.map((finding): Finding => ({ ...finding, effects: all.toSorted((a, b) => a.start - b.start) }))
  })
  return [...findings, ...state.wrong.map((text): Finding => ({ kind: 'unexplained', text }))]
}

function groupBy<T extends { readonly place: string }>(all: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const each of all) {
    const group = groups.get(each.place)
    if (group) group.push(each)
    else groups.set(each.place, [each])
  }
  return groups
}
