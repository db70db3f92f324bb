import type { Done, Finding, Seen } from '../history.js'

type Write = Extract<Done, { kind: 'write' | 'clear' }>
type Read = Extract<Seen, { kind: 'register' }>

/** Nothing, before anybody has written. */
const NOTHING = { end: 0, start: 0 }

/**
 * A place that holds what was written last. Writes at the same time may have come in any order; but nothing is there, or was read,
 * that nobody wrote, or that an acknowledged write had taken the place of before.
 */
export function checkRegister(
  place: string,
  writes: readonly Write[],
  reads: readonly Read[],
  held: string | undefined,
): readonly Finding[] {
  if (writes.length === 0 && reads.length === 0 && held === undefined) return []
  const findings: Finding[] = []
  const made = writes.filter(({ outcome }) => outcome === 'done')
  const byToken = new Map(writes.flatMap(write => (write.kind === 'write' ? [[write.token, write] as const] : [])))

  /** The writes after which a place can have held that. */
  const sourcesOf = (token: string | undefined): readonly { readonly start: number; readonly end: number }[] => {
    if (token === undefined)
      return [NOTHING, ...writes.filter(({ kind, outcome }) => kind === 'clear' && outcome !== 'not done')]
    const source = byToken.get(token)
    return source && source.outcome !== 'not done' ? [source] : []
  }
  const isOther = (write: Write, token: string | undefined) =>
    token === undefined ? write.kind === 'write' : write.kind === 'clear' || write.token !== token
  /** The acknowledged write that must have come between what was there and the moment at which it was found. */
  const lostAt = (source: { readonly end: number }, token: string | undefined, moment: number) =>
    made.find(write => isOther(write, token) && write.start > source.end && write.end < moment)

  const judge = (token: string | undefined, from: number, until: number, weak: boolean, where: string) => {
    const sources = sourcesOf(token)
    const source = token === undefined ? undefined : byToken.get(token)
    if (sources.length === 0) {
      const why = source ? `${source.call} is said not to have written it` : 'nobody wrote it'
      findings.push({ kind: 'unexplained', text: `${where} holds '${token}', and ${why}` })
    } else if (source && source.start > until)
      findings.push({ kind: 'unexplained', text: `${where} held '${token}' before ${source.call} wrote it` })
    if (sources.length === 0 || weak) return
    const lost = sources.map(each => lostAt(each, token, from))
    // Where any of them explains it, it is explained.
    if (lost.every(Boolean))
      findings.push({
        kind: 'lost',
        text: `${where} holds ${source ? `'${token}' of ${source.call}` : 'nothing'}: lost is ${lost[0]!.call}`,
      })
  }

  judge(held, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, false, place)
  for (const { token, weak, call, start, end } of reads)
    judge(token, start, end, weak ?? false, `${place}, as ${call} read it,`)
  return [...findings, ...checkFresh(place, writes)]
}

/** What is written only where nothing was comes after all else that was written only if the place was cleared between. */
function checkFresh(place: string, writes: readonly Write[]): readonly Finding[] {
  const made = writes
    .filter(({ kind, outcome }) => kind === 'write' && outcome === 'done')
    .sort((one, other) => one.start - other.start)
  const cleared = writes.filter(({ kind, outcome }) => kind === 'clear' && outcome !== 'not done')
  const fresh = made.filter(isFresh)
  const finding = (earlier: Write, later: Write, until: number): readonly Finding[] => {
    const between = cleared.some(({ start, end }) => end > earlier.start && start < until)
    const text = `${place} was written where nothing was by ${later.call}, after ${earlier.call}, and cleared by nobody between`
    return between ? [] : [{ kind: 'doubled', text }]
  }
  return fresh.flatMap((later, index) => {
    // Of two of them it does not matter which came first; any other write must be over before.
    const other = fresh[index - 1]
    const before = made.findLast(write => !isFresh(write) && write.end < later.start)
    return [
      ...(other ? finding(other, later, Math.max(other.end, later.end)) : []),
      ...(before ? finding(before, later, later.end) : []),
    ]
  })
}

const isFresh = (write: Write): boolean => write.kind === 'write' && write.fresh === true
