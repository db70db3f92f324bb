import type { Done, Finding, Seen } from '../history.js'

type Append = Extract<Done, { kind: 'append' }>
type Read = Extract<Seen, { kind: 'list' }>

/** A list, or a set, to which everybody adds what nobody else does, and from which nothing is taken. */
export function checkList(
  place: string,
  appends: readonly Append[],
  reads: readonly Read[],
  held: readonly string[] | undefined,
): readonly Finding[] {
  if (appends.length === 0 && reads.length === 0 && held === undefined) return []
  const byToken = new Map(appends.map(append => [append.token, append]))
  const made = appends.filter(({ outcome }) => outcome === 'done')

  const judge = (tokens: readonly string[], from: number, until: number, weak: boolean, where: string): Finding[] => {
    const counts = new Map<string, number>()
    for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1)
    const there = [...counts].flatMap(([token, count]): Finding[] => {
      const append = byToken.get(token)
      if (!append || append.outcome === 'not done' || append.start > until) {
        const why = append ? `${append.call} is said not to have written it` : 'nobody wrote it'
        return [{ kind: 'unexplained', text: `${where} has '${token}', and ${why}` }]
      }
      return count > 1 ? [{ kind: 'doubled', text: `${where} has '${token}' ${count} times: ${append.call}` }] : []
    })
    const missing = weak ? [] : made.filter(({ token, end }) => end < from && !counts.has(token))
    return [...there, ...missing.map(({ call }): Finding => ({ kind: 'lost', text: `${where} lacks ${call}` }))]
  }

  const end = Number.POSITIVE_INFINITY
  return [
    ...judge(held ?? [], end, end, false, place),
    ...reads.flatMap(({ tokens, weak, call, start, end }) =>
      judge(tokens, start, end, weak ?? false, `${place}, as ${call} read it,`),
    ),
  ]
}
