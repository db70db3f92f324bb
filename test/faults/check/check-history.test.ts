import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readSourceFiles } from '../../support/source-file.js'
import { type Done, type Effect, emptyState, type Outcome, type Seen, type State } from '../history.js'
import { checkHistory } from './check-history.js'

/** Calls `1`, `2` …, which came one after another where it is not said when. */
const did = (...calls: readonly (Effect & { outcome?: Outcome; start?: number; end?: number })[]): Done[] =>
  calls.map(({ outcome = 'done', start, end, ...effect }, index) => ({
    ...effect,
    call: String(index + 1),
    outcome,
    start: start ?? 10 * index + 1,
    end: end ?? 10 * index + 5,
  }))
const write = (token: string, more: { fresh?: true } = {}) => ({ kind: 'write', place: 'p', token, ...more }) as const
const clear = { kind: 'clear', place: 'p' } as const
const add = (amount: number, gave?: number) => ({ kind: 'add', place: 'n', amount, gave }) as const
const append = (token: string) => ({ kind: 'append', place: 'l', token }) as const
const claim = { kind: 'claim', place: 'c' } as const
const saw = (token: string | undefined, start: number, end = start + 1): Seen => ({
  ...{ kind: 'register', place: 'p', token, call: 'read', start, end },
})

/** What is there in the end. */
function holding(held: { p?: string; n?: number; l?: readonly string[] }): State {
  const state = emptyState()
  if (held.p !== undefined) state.registers.set('p', held.p)
  if (held.n !== undefined) state.counters.set('n', held.n)
  if (held.l !== undefined) state.lists.set('l', held.l)
  return state
}
const found = (effects: readonly Done[], state: State, seen: readonly Seen[] = []) =>
  checkHistory({ effects, seen }, state).map(({ kind }) => kind)

describe('what is as it was acknowledged', () => {
  it.each<[string, readonly Done[], Parameters<typeof holding>[0], Seen[]?]>([
    ['the last write', did(write('a'), write('b')), { p: 'b' }],
    [
      'either of two at once',
      did({ ...write('a'), start: 1, end: 9 }, { ...write('b'), start: 2, end: 8 }),
      { p: 'a' },
    ],
    ['a write of which nobody knows, made', did(write('a'), { ...write('b'), outcome: 'unknown' }), { p: 'b' }],
    ['a write of which nobody knows, not made', did(write('a'), { ...write('b'), outcome: 'unknown' }), { p: 'a' }],
    ['nothing after a delete', did(write('a'), clear), {}],
    ['a new one after a delete', did(write('a', { fresh: true }), clear, write('b', { fresh: true })), { p: 'b' }],
    [
      'a new one while another is written, which may come after it',
      did({ ...write('a'), start: 1, end: 5 }, { ...write('b', { fresh: true }), start: 4, end: 8 }),
      { p: 'a' },
    ],
    [
      'a new one after a write of which nobody knows',
      did({ ...write('a'), outcome: 'unknown' }, write('b', { fresh: true })),
      { p: 'b' },
    ],
    ['a number between what is known and what may be', did(add(1), { ...add(2), outcome: 'unknown' }), { n: 3 }],
    ['a list of all', did(append('a'), append('b')), { l: ['b', 'a'] }],
    ['a read of what was there', did(write('a'), write('b')), { p: 'b' }, [saw('a', 7)]],
    [
      'a read of a write under way',
      did({ ...write('a'), start: 1, end: 20 }),
      { p: 'a' },
      [saw('a', 5), saw(undefined, 3)],
    ],
    ['one claim', did(claim, { ...claim, outcome: 'not done' }), {}],
  ])('%s', (_, effects, held, seen) => expect(found(effects, holding(held), seen)).toEqual([]))
})

describe('what is not', () => {
  it.each<[string, string, readonly Done[], Parameters<typeof holding>[0], Seen[]?]>([
    ['lost', 'an earlier write is there', did(write('a'), write('b')), { p: 'a' }],
    ['lost', 'nothing is there', did(write('a')), {}],
    ['lost', 'a delete did nothing', did(write('a'), clear), { p: 'a' }],
    ['lost', 'a number is too small', did(add(1), add(2)), { n: 2 }],
    ['lost', 'two were given one sum', did(add(1, 1), add(1, 1), { ...add(1), outcome: 'unknown' }), { n: 2 }],
    ['lost', 'a list lacks something', did(append('a'), append('b')), { l: ['b'] }],
    ['lost', 'a read saw what was gone', did(write('a'), write('b')), { p: 'b' }, [saw('a', 18)]],
    ['doubled', 'a number is too large', did(add(1), { ...add(2), outcome: 'not done' }), { n: 3 }],
    ['doubled', 'a list has something twice', did(append('a')), { l: ['a', 'a'] }],
    [
      'doubled',
      'two wrote where nothing was',
      did(write('a', { fresh: true }), write('b', { fresh: true })),
      { p: 'b' },
    ],
    [
      'doubled',
      'one wrote where nothing was, and another had written',
      did(write('a'), write('b', { fresh: true })),
      { p: 'b' },
    ],
    ['lost', 'a read did not see what is there all the time', did(write('a')), { p: 'a' }, [saw(undefined, 8)]],
    ['doubled', 'two did what one can do', did(claim, claim), {}],
    ['unexplained', 'nobody wrote it', did(write('a')), { p: 'x' }],
    ['unexplained', "it is said to be 'not written'", did({ ...write('a'), outcome: 'not done' }), { p: 'a' }],
    ['unexplained', 'a list has what nobody wrote', did(append('a')), { l: ['a', 'x'] }],
    ['unexplained', 'a read saw what came later', did(write('a')), { p: 'a' }, [saw('a', 0, 0)]],
  ])('%s: %s', (kind, _, effects, held, seen) => expect(found(effects, holding(held), seen)).toContain(kind))
})

it('the checker imports nothing of the library, nor of what the workloads call', () => {
  const folder = fileURLToPath(new URL('.', import.meta.url))
  const imported = readSourceFiles(folder)
    .filter(({ path }) => !path.endsWith('.test.ts'))
    .flatMap(({ imports }) => imports.map(({ specifier }) => specifier))
  expect(readdirSync(folder).length).toBeGreaterThan(5)
  expect(
    imported.filter(specifier => !/^(\.\/|\.\.\/history\.js$|@aws-sdk\/client-dynamodb$)/.test(specifier)),
  ).toEqual([])
})
