import fc from 'fast-check'
import { type Change, type KindName, nameOf, type Operation, type Ref, type Write } from './program-model.js'
import type { Attributes } from './support.js'

/* Random programs, as plain data: what fast-check prints of one that fails is what was done. */

const note = fc.constantFrom('n', '')
const labels = fc.constantFrom('l', 'm')
const small = fc.constantFrom(1, 5)
const values = {
  tasks: {
    type: fc.constantFrom('x', 'y'),
    rank: fc.constantFrom(0, 7, 123),
    owner: fc.constantFrom('ann', 'bob', null),
    due: fc.constantFrom('d1', 'd2'),
    status: fc.constantFrom('open', 'done'),
    note,
    stats: fc.record({ label: labels, visits: small }, { requiredKeys: [] }),
    place: fc.record({ x: small, y: small }),
    tags: fc.constantFrom(new Set(['s']), new Set(['s', 't'])),
  },
  accounts: {
    email: fc.constantFrom('ann', 'Ann', 'b#b'),
    tenant: fc.constantFrom('t', 'u#'),
    handle: fc.constantFrom('h', 'i%'),
    plan: fc.constantFrom('free', 'paid'),
    visits: small,
    note,
  },
  visits: { note: fc.constantFrom('n', '#'), count: small },
} as const satisfies Record<KindName, Record<string, fc.Arbitrary<unknown>>>
const needed: Record<KindName, readonly string[]> = { tasks: ['type', 'rank'], accounts: ['email'], visits: [] }
/** All that may be missing; what an application calls `ttl` is set by `expires`. */
const optional: Record<KindName, readonly string[]> = {
  tasks: ['owner', 'due', 'status', 'note', 'stats', 'place', 'tags'],
  accounts: ['tenant', 'handle', 'visits', 'note', 'ttl'],
  visits: ['note', 'count'],
}
const ids = fc.constantFrom('a', 'b')

/** All that an item needs; or any of its attributes. */
const whole = (kind: KindName) =>
  fc.record(values[kind] as Record<string, fc.Arbitrary<unknown>>, { requiredKeys: [...needed[kind]] })
const some = (kind: KindName) => fc.record(values[kind] as Record<string, fc.Arbitrary<unknown>>, { requiredKeys: [] })
const gone = (kind: KindName) => fc.subarray([...optional[kind]], { maxLength: 2 })

/** A key that is left out where it is undefined, so that programs are short to read. */
const maybe = <const N extends string, T>(name: N, value: fc.Arbitrary<T>, one = 3): fc.Arbitrary<{ [K in N]?: T }> =>
  fc.oneof(
    { weight: one - 1, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: value.map(value => ({ [name]: value }) as { [K in N]: T }) },
  )
const all = <T extends object>(...parts: fc.Arbitrary<object>[]) =>
  fc.tuple(...parts).map(parts => Object.assign({}, ...parts) as T)

const guards = (kind: KindName) => [
  kind === 'tasks' ? maybe('version', fc.constantFrom('right', 'right', 'wrong'), 2) : fc.constant({}),
  maybe('note', fc.constantFrom('n', null), 6),
]
const lives = (kind: KindName, one = 3) =>
  kind === 'accounts' ? maybe('lives', fc.constantFrom(3, 20, 'never' as const), one) : fc.constant({})

const add: Record<KindName, fc.Arbitrary<Change['add']>> = {
  tasks: fc.oneof(
    fc.constant({}),
    fc.record({ logins: small }),
    fc.record({ rank: fc.constant(1) }),
    fc.record({ tags: fc.constantFrom(new Set(['t']), new Set(['s'])) }),
  ),
  accounts: fc.oneof(fc.constant({}), fc.record({ visits: small })),
  visits: fc.oneof(fc.constant({}), fc.record({ count: small })),
}
const path = fc.oneof(
  fc.tuple(fc.constant('stats.label'), labels),
  fc.tuple(fc.constant('stats.visits'), small),
  fc.tuple(fc.constant('place.x'), small),
) as fc.Arbitrary<[string, unknown]>

/** No attribute is changed in two ways, and something is. */
function clean({ set, remove, add, take, path, ...rest }: Change): Change {
  const removed = remove.filter(name => !(name in set))
  const free = (name: string) => !(name in set) && !removed.includes(name)
  const added = Object.fromEntries(Object.entries(add).filter(([name]) => free(name)))
  const inside = path && free(path[0].split('.')[0]!) ? { path } : {}
  const taken = take && free('tags') && !('tags' in added) ? { take } : {}
  const nothing = Object.keys({ ...set, ...added, ...inside, ...taken }).length + removed.length === 0
  return { ...rest, set: nothing ? { note: 'n' } : set, remove: removed, add: added, ...inside, ...taken }
}

const change = (kind: KindName, set: fc.Arbitrary<Attributes>) =>
  all<Change>(
    fc.record({ set, remove: gone(kind), add: add[kind] }),
    ...(kind === 'tasks' ? [maybe('path', path, 4), maybe('take', fc.constant(new Set(['s'])), 6)] : []),
  ).map(clean)

function writeOf(kind: KindName, on: fc.Arbitrary<Ref>): fc.Arbitrary<Write> {
  const at = fc.record({ on })
  const op = (name: string) => fc.constant({ op: name })
  const presence = (...which: string[]) => maybe('presence', fc.constantFrom(...which), 5)
  const flags = [
    maybe('refresh', fc.constant(true), 3),
    maybe('exactlyOnce', fc.constant(true), 8),
    maybe('returning', fc.constantFrom('old', 'none'), 4),
    // The time-to-live is removed by saying so.
    lives(kind, 4),
  ]
  return fc
    .oneof(
      { weight: 4, arbitrary: all<Write>(op('create'), at, fc.record({ item: whole(kind) }), lives(kind)) },
      {
        weight: 4,
        arbitrary: all<Write>(
          op('put'),
          at,
          fc.record({ item: whole(kind) }),
          ...guards(kind),
          presence('ifExists', 'ifNotExists'),
          maybe('returning', fc.constant('old'), 4),
          lives(kind),
        ),
      },
      {
        weight: 7,
        arbitrary: all<Write>(
          op('update'),
          at,
          change(kind, fc.oneof(some(kind), whole(kind))),
          ...guards(kind),
          ...flags,
        ),
      },
      {
        weight: 4,
        arbitrary: all<Write>(
          op('upsert'),
          at,
          change(kind, whole(kind)),
          ...guards(kind),
          ...flags,
          presence('ifNotExists'),
        ),
      },
      { weight: 1, arbitrary: all<Write>(op('delete'), at, ...guards(kind), presence('ifExists')) },
    )
    .map(withoutBoth)
}

/** `expires` is the one change of a time-to-live. */
const withoutBoth = (write: Write): Write =>
  'remove' in write && 'lives' in write ? { ...write, remove: write.remove.filter(name => name !== 'ttl') } : write

const check = (kind: KindName, on: fc.Arbitrary<Ref>) =>
  all<Write>(
    fc.record({ op: fc.constant('check'), on }),
    ...guards(kind),
    maybe('presence', fc.constant('ifNotExists'), 4),
  )

const onAny = (kind: KindName) => fc.record({ kind: fc.constant(kind), id: ids })
const kind = fc.oneof(
  { weight: 4, arbitrary: fc.constant('tasks' as const) },
  { weight: 4, arbitrary: fc.constant('accounts' as const) },
  { weight: 2, arbitrary: fc.constant('visits' as const) },
)
const write = kind.chain(kind => writeOf(kind, onAny(kind)))
const inTransaction = kind.chain(kind =>
  fc.oneof({ weight: 4, arbitrary: writeOf(kind, onAny(kind)) }, { weight: 1, arbitrary: check(kind, onAny(kind)) }),
)
/** Two accounts exchange what they have. */
const swap = fc
  .tuple(values.accounts.email, values.accounts.email, values.accounts.tenant, values.accounts.handle)
  .map(([one, other, tenant, handle]): readonly Write[] => [
    {
      op: 'update',
      on: { kind: 'accounts', id: 'a' },
      set: { email: one, tenant, handle },
      remove: [],
      add: {},
    },
    { op: 'update', on: { kind: 'accounts', id: 'b' }, set: { email: other }, remove: ['handle'], add: {} },
  ])
/** With a second operation on the item of one of them: a check, or an update of another attribute. */
function withSecond([writes, second, first]: readonly [Write[], Write | undefined, boolean]): readonly Write[] {
  const [write] = writes
  if (!write || !second) return writes
  const changed = write.op === 'update' && write.on.kind !== 'visits' && second.op !== 'check' && !('note' in write.set)
  const other: Write = changed
    ? { op: 'update', on: write.on, set: { note: 'n' }, remove: [], add: {} }
    : { ...second, op: 'check', on: write.on }
  const alone = changed ? { ...write, remove: write.remove.filter(name => name !== 'note') } : write
  return first ? [other, alone, ...writes.slice(1)] : [alone, ...writes.slice(1), other]
}
const second = kind.chain(kind => check(kind, onAny(kind)))
const transaction: fc.Arbitrary<Operation> = fc
  .oneof(
    {
      weight: 3,
      arbitrary: fc
        .tuple(
          fc.uniqueArray(inTransaction, { minLength: 2, maxLength: 3, selector: ({ on }) => nameOf(on) }),
          fc.option(second, { nil: undefined, freq: 1 }),
          fc.boolean(),
        )
        .map(withSecond),
    },
    { weight: 1, arbitrary: swap },
  )
  .map(writes => ({ op: 'transact', writes }))

const modify: fc.Arbitrary<Operation> = kind.chain(kind =>
  fc
    .record({ op: fc.constant('modify' as const), on: onAny(kind), set: some(kind), remove: gone(kind) })
    .map(({ remove, ...rest }) => ({ ...rest, remove: remove.filter(name => !(name in rest.set)) })),
)
const move: fc.Arbitrary<Operation> = kind.chain(kind =>
  fc.record({ op: fc.constant('move' as const), on: onAny(kind), to: ids }),
)
const wait: fc.Arbitrary<Operation> = fc.record({
  op: fc.constant('wait' as const),
  seconds: fc.constantFrom(1, 5, 5, 30),
})
/** A task from before versions, a visit by its older name, something else under a task's key. */
const plant: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    op: fc.constant('plant' as const),
    on: onAny('tasks'),
    item: fc.constant({ type: 'x', rank: 7, createdAt: '2020-01-01T00:00:00.000Z', note: 'n' }),
  }),
  fc.record({ op: fc.constant('plant' as const), on: onAny('visits'), item: fc.constant({ alias: true, note: 'n' }) }),
  fc.record({ op: fc.constant('plant' as const), on: onAny('tasks'), item: fc.constant({ foreign: true, note: 'n' }) }),
)

const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 16, arbitrary: write },
  { weight: 4, arbitrary: transaction },
  { weight: 2, arbitrary: modify },
  { weight: 2, arbitrary: move },
  { weight: 2, arbitrary: wait },
  { weight: 1, arbitrary: plant },
)

/** A program, shown as far as it was made. */
export interface Program {
  readonly operations: readonly Operation[]
  made: number
}

/** Programs of at most so many operations. */
export const programs = (length: number): fc.Arbitrary<Program> =>
  fc.array(operation, { minLength: 1, maxLength: length, size: 'max' }).map(operations => ({
    operations,
    made: 0,
    [fc.toStringMethod](this: Program) {
      return operations
        .slice(0, this.made)
        .map(each => `\n  ${fc.stringify(each)}`)
        .join('')
    },
  }))
