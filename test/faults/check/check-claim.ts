import type { Done, Finding } from '../history.js'

type Claim = Extract<Done, { kind: 'claim' }>

/** What one write at most may have done: of those that were acknowledged there is one. */
export function checkClaim(place: string, claims: readonly Claim[]): readonly Finding[] {
  const made = claims.filter(({ outcome }) => outcome === 'done')
  const text = `${place} was done by each of: ${made.map(({ call }) => call).join(', ')}`
  return made.length > 1 ? [{ kind: 'doubled', text }] : []
}
