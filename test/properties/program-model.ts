import { isDeepStrictEqual } from 'node:util'
import type { Attributes } from './support.js'

/*
 * What programs of writes must give, and what must be there afterwards: maps of plain items. It knows the rules that an
 * application is told, and nothing of DynamoDB.
 */

/** The attributes of an item, but for those of its key; `alias` and `foreign` say that it was planted with another name. */
export type Item = Readonly<Record<string, unknown>>

export type KindName = 'tasks' | 'accounts' | 'visits'
export interface Ref {
  readonly kind: KindName
  readonly id: string
}

/** What the rules ask of an entity. */
export interface Kind {
  key(id: string): Attributes
  /** With timestamps too. */
  readonly versioned: boolean
  readonly defaults: Attributes
  /** The attributes of each access pattern, but for those of the key. */
  readonly patterns: readonly (readonly string[])[]
  /** The value of each constraint. */
  readonly unique: Readonly<Record<string, (item: Item) => unknown>>
  /** Attributes of which a change has the item read first, so that all of it is known. */
  readonly readsFor?: readonly string[]
}

export interface World {
  /** Those whose time is over too, until something takes their place. */
  readonly items: ReadonlyMap<string, { readonly ref: Ref; readonly item: Item }>
  /** In milliseconds. */
  readonly now: number
}

/** Which version a write expects: none in particular, the one that is there, or another. */
type Version = 'any' | 'right' | 'wrong'

interface Guards {
  readonly on: Ref
  readonly version?: Version
  readonly presence?: 'ifExists' | 'ifNotExists' | undefined
  /** That `note` is this, or is not there. */
  readonly note?: string | null
}
export interface Change {
  readonly set: Attributes
  readonly remove: readonly string[]
  readonly add: Readonly<Record<string, number | ReadonlySet<string>>>
  readonly take?: ReadonlySet<string>
  /** A place inside an attribute. */
  readonly path?: readonly [path: string, value: unknown]
}
/** In how many seconds an item expires. */
type Lives = { readonly lives?: number | 'never' | undefined }
export type Write = Guards &
  (
    | ({ readonly op: 'create' | 'put'; readonly item: Attributes; readonly returning?: 'old' } & Lives)
    | ({
        readonly op: 'update' | 'upsert'
        readonly refresh?: boolean
        readonly exactlyOnce?: boolean
        readonly returning?: 'old' | 'none'
      } & Change &
        Lives)
    | { readonly op: 'delete' }
    | { readonly op: 'check' }
  )
export type Operation =
  | Write
  | { readonly op: 'modify'; readonly on: Ref; readonly set: Attributes; readonly remove: readonly string[] }
  | { readonly op: 'move'; readonly on: Ref; readonly to: string }
  | { readonly op: 'transact'; readonly writes: readonly Write[] }
  /** Time passes. */
  | { readonly op: 'wait'; readonly seconds: number }
  /** An item that was there before the library. */
  | { readonly op: 'plant'; readonly on: Ref; readonly item: Item }

/** What an operation must give: an error, or a result. */
export type Outcome =
  | { readonly code: string; readonly orElse?: string | undefined; readonly steps?: readonly (readonly string[])[] }
  | { readonly result: unknown }

/** What a write does, unique values aside. */
interface Verdict {
  /** Why it is not made. */
  readonly code?: string | undefined
  /** Why else: of several reasons that are known before it is sent, any may be told. */
  readonly orElse?: string | undefined
  readonly next: Item | undefined
  readonly result: unknown
}

export const nameOf = ({ kind, id }: Ref): string => `${kind} ${id}`
const iso = (now: number) => new Date(now).toISOString()
const seconds = (now: number) => Math.floor(now / 1000)
const isOver = (item: Item, now: number) => item.ttl !== undefined && Number(item.ttl) <= seconds(now)

export function createModel(kinds: Readonly<Record<KindName, Kind>>) {
  const found = ({ items }: World, ref: Ref) => items.get(nameOf(ref))?.item
  const live = (world: World, ref: Ref) => {
    const item = found(world, ref)
    return item && !isOver(item, world.now) ? item : undefined
  }

  /** The items that are there and have not expired, as the library gives them. */
  const living = (world: World, kind: KindName): Attributes[] =>
    [...world.items.values()]
      .filter(({ ref, item }) => ref.kind === kind && !item.foreign && !isOver(item, world.now))
      .map(({ ref, item }) => shown(ref, item)!)

  const shown = ({ kind, id }: Ref, item: Item | undefined): Attributes | undefined => {
    if (item === undefined) return undefined
    const { alias, foreign, ...attributes } = item
    return { ...kinds[kind].key(id), ...(kinds[kind].versioned && { version: 0 }), ...attributes }
  }

  /** The version that a write names. */
  function expectedVersion(world: World, { on, version = 'any' }: Guards): number | undefined {
    if (version === 'any' || !kinds[on.kind].versioned) return undefined
    const there = found(world, on)
    return Number(there ? (there.version ?? 0) : 3) + (version === 'wrong' ? 1 : 0)
  }

  /** What `create` and `put` are given. To replace a version is to keep its time of creation. */
  function given(world: World, write: Write & { readonly op: 'create' | 'put' }): Attributes {
    const version = write.op === 'put' ? expectedVersion(world, write) : undefined
    const createdAt = found(world, write.on)?.createdAt ?? iso(0)
    return { ...write.item, ...(version !== undefined && { version, createdAt }) }
  }

  const expires = ({ now }: World, lives: number | 'never' | undefined) =>
    lives === undefined ? {} : { ttl: lives === 'never' ? undefined : Math.ceil(now / 1000) + lives }

  function guarded(world: World, write: Write): string | undefined {
    const old = live(world, write.on)
    const expected = expectedVersion(world, write)
    const { versioned } = kinds[write.on.kind]
    const { op, presence } = write
    const needed = presence === 'ifExists' || op === 'update' || (op === 'check' && presence === undefined)
    // `put` of a versioned item without a version makes a new one.
    const excluded =
      op === 'create' || presence === 'ifNotExists' || (op === 'put' && versioned && expected === undefined)
    if (old?.foreign) return 'item.foreign'
    if (expected !== undefined && !(op === 'put' && excluded) && (!old || expected !== (old.version ?? 0)))
      return 'version.conflict'
    if (excluded && old) return 'item.exists'
    if (needed && !old) return 'item.notFound'
    if (write.note !== undefined && (old?.note ?? null) !== write.note) return 'condition.failed'
    return undefined
  }

  /** An update gives all that the index keys which it changes are made of, or takes something of each away, or reads first. */
  function isHalfKnown(write: Write & { readonly op: 'update' | 'upsert' }): boolean {
    const { patterns, readsFor } = kinds[write.on.kind]
    const { set, remove, add, refresh, exactlyOnce, returning, lives } = write
    const touched = [...Object.keys(set), ...remove, ...Object.keys(add), ...(lives === undefined ? [] : ['ttl'])]
    if (refresh || (exactlyOnce && returning === 'old')) return false
    if (readsFor && (write.op === 'upsert' || touched.some(name => readsFor.includes(name)))) return false
    return patterns.some(
      names =>
        names.some(name => touched.includes(name)) &&
        !names.some(name => remove.includes(name) || set[name] === null) &&
        !names.every(name => name in set),
    )
  }

  function changed(old: Item, { set, remove, add, take, path }: Change): Item | 'update.missingParent' {
    const next: Record<string, unknown> = { ...old, ...set }
    for (const name of remove) delete next[name]
    for (const [name, amount] of Object.entries(add)) {
      const before = old[name]
      next[name] =
        typeof amount === 'number'
          ? Number(before ?? 0) + amount
          : new Set([...((before as Set<string> | undefined) ?? []), ...amount])
    }
    if (take) {
      const left = [...((old.tags as Set<string> | undefined) ?? [])].filter(tag => !take.has(tag))
      if (left.length > 0) next.tags = new Set(left)
      else delete next.tags
    }
    if (path) {
      const [name, inner] = path[0].split('.') as [string, string]
      // A place needs both of its numbers; what is there of statistics is as one likes.
      if (name === 'place' && !old.place) return 'update.missingParent'
      next[name] = { ...(old[name] as object | undefined), [inner]: path[1] }
    }
    return next
  }

  /** Whether a write is made, and what it does. */
  function judge(world: World, write: Write): Verdict {
    const effect = effectOf(world, write)
    const code = unfit(world, write) ?? guarded(world, write) ?? effect.code
    return { ...effect, code, orElse: effect.code }
  }

  /** What is wrong with a write, whatever is there. */
  function unfit(world: World, write: Write): string | undefined {
    if ('set' in write) return isHalfKnown(write) ? 'update.indexKey' : undefined
    const versionless = kinds[write.on.kind].versioned && expectedVersion(world, write) === undefined
    return write.op === 'put' && write.presence === 'ifExists' && versionless ? 'update.invalid' : undefined
  }

  /** What a write does, if its conditions hold. */
  function effectOf(world: World, write: Write): Verdict {
    const { on } = write
    const { versioned, defaults } = kinds[on.kind]
    const old = live(world, on)
    const time = iso(world.now)
    if (write.op === 'check') return { next: found(world, on), result: undefined }
    if (write.op === 'delete') return { next: undefined, result: shown(on, old) }
    if ('item' in write) {
      const { version = 0, ...item } = given(world, write)
      const step = versioned && {
        version: write.presence === 'ifNotExists' ? 1 : Number(version) + 1,
        createdAt: item.createdAt ?? time,
        updatedAt: time,
      }
      const next = { ...defaults, ...item, ...expires(world, write.lives), ...step }
      return { next, result: write.returning === 'old' ? shown(on, old) : shown(on, next) }
    }
    const made = write.op === 'upsert' && { ...defaults, ...(versioned && { createdAt: time }) }
    const next = changed({ ...made, ...old }, write)
    if (next === 'update.missingParent') return { code: next, next: old, result: undefined }
    const step = versioned && { version: Number(old?.version ?? 0) + 1, updatedAt: time }
    const after = { ...next, ...expires(world, write.lives), ...step }
    const result = { old, new: after, none: undefined }[write.returning ?? 'new']
    return { next: after, result: shown(on, result) }
  }

  /** With some items put in the place of what was there. */
  function withItems(world: World, changes: readonly (readonly [Ref, Item | undefined])[]): World {
    const items = new Map(world.items)
    for (const [ref, item] of changes)
      if (item) items.set(nameOf(ref), { ref, item: withoutNothing(item) })
      else items.delete(nameOf(ref))
    return { ...world, items }
  }

  /** Whether another item has a unique value of this one. */
  function isTaken({ items, now }: World, ref: Ref): boolean {
    const item = items.get(nameOf(ref))?.item
    const others = [...items.values()].filter(
      other => other.ref.kind === ref.kind && nameOf(other.ref) !== nameOf(ref) && !isOver(other.item, now),
    )
    return Object.values(kinds[ref.kind].unique).some(uniqueIn => {
      const value = item && uniqueIn(item)
      return value && others.some(other => isDeepStrictEqual(uniqueIn(other.item), value))
    })
  }

  function one(world: World, on: Ref, verdict: Verdict): [World, Outcome] {
    if (verdict.code) return [world, { code: verdict.code, orElse: verdict.orElse }]
    const after = withItems(world, [[on, verdict.next]])
    return isTaken(after, on) ? [world, { code: 'unique.taken' }] : [after, { result: verdict.result }]
  }

  /** Whether a write demands that an item is there (`true`), or that none is. */
  function demanded(world: World, write: Write): boolean | undefined {
    const { op, presence } = write
    if (op === 'create' || presence === 'ifNotExists') return false
    if (presence === 'ifExists') return true
    if (op === 'put' && kinds[write.on.kind].versioned && expectedVersion(world, write) === undefined) return false
    return op === 'update' || op === 'check' ? true : undefined
  }

  /** What all writes of one item do together; undefined where that can't be. */
  function merged(world: World, writes: readonly Write[]): Verdict & { readonly codes: readonly string[] } {
    const [one, other] = [...writes].sort((a, b) => Number(a.op === 'check') - Number(b.op === 'check'))
    const both = other && 'set' in one! && 'set' in other
    const write = both
      ? {
          ...one,
          set: { ...one.set, ...other.set },
          remove: [...one.remove, ...other.remove],
          refresh: one.refresh || other.refresh || false,
        }
      : one!
    const verdict = judge(world, write)
    const codes = [verdict.code, verdict.orElse, ...writes.map(each => guarded(world, each))].filter(
      code => code !== undefined,
    )
    return { ...verdict, codes }
  }

  function together(world: World, asked: readonly Write[]): [World, Outcome] {
    // Updates answer nothing in a transaction, whatever is asked of them: nothing is read for that.
    const writes = asked.map((write): Write => ('set' in write ? { ...write, returning: 'none' } : write))
    const groups = writes.map(({ on }) => writes.filter(write => nameOf(write.on) === nameOf(on)))
    const disagree = (values: readonly unknown[]) => new Set(values.filter(value => value !== undefined)).size > 1
    const impossible = groups.some(
      group =>
        disagree(group.map(write => demanded(world, write))) ||
        disagree(group.map(write => expectedVersion(world, write))) ||
        (group.length > 1 &&
          group.some(write => demanded(world, write) === false) &&
          // `put` where none is has no use for its version.
          group.some(
            write =>
              !(write.op === 'put' && write.presence === 'ifNotExists') && expectedVersion(world, write) !== undefined,
          )),
    )
    if (impossible) return [world, { code: 'transaction.invalid' }]
    const verdicts = groups.map(group => merged(world, group))
    const changes = verdicts.map(({ next }, at) => [writes[at]!.on, next] as const)
    const after = withItems(world, changes)
    // What fails for another reason may be counted as if it were made, or not.
    const lasting = withItems(
      world,
      changes.filter((_, at) => verdicts[at]!.codes.length === 0),
    )
    const steps = verdicts.map(({ codes, next }, at) => {
      const alone = withItems(lasting, [[writes[at]!.on, next]])
      return [...codes, ...([after, alone].some(then => isTaken(then, writes[at]!.on)) ? ['unique.taken'] : [])]
    })
    // These can't be sent, which may be found before or after what else is wrong.
    const unfit = steps.flat().find(code => code.startsWith('update.'))
    if (unfit) return [world, { code: unfit, orElse: 'transaction.failed', steps }]
    if (steps.flat().length > 0) return [world, { code: 'transaction.failed', steps }]
    return [
      after,
      {
        result: verdicts.map(({ next }, at) => ('item' in writes[at]! ? shown(writes[at]!.on, next) : undefined)),
      },
    ]
  }

  function moved(world: World, on: Ref, to: Ref): [World, Outcome] {
    const old = live(world, on)
    if (nameOf(on) === nameOf(to)) return [world, { code: 'update.invalid' }]
    if (!old) return [world, { code: 'item.notFound' }]
    const there = live(world, to)
    const foreign = old.foreign || there?.foreign
    if (foreign || there) return [world, { code: foreign ? 'item.foreign' : 'item.exists' }]
    const { alias, ...item } = old
    const step = kinds[on.kind].versioned && { version: Number(item.version ?? 0) + 1, updatedAt: iso(world.now) }
    const next = { ...item, ...step }
    return [
      withItems(world, [
        [on, undefined],
        [to, next],
      ]),
      { result: shown(to, next) },
    ]
  }

  /** What an operation gives, and leaves. */
  function apply(world: World, operation: Operation): [World, Outcome] {
    switch (operation.op) {
      case 'wait':
        return [{ ...world, now: world.now + operation.seconds * 1000 }, { result: undefined }]
      case 'plant':
        if (found(world, operation.on)) return [world, { result: undefined }]
        return [withItems(world, [[operation.on, operation.item]]), { result: undefined }]
      case 'move':
        return moved(world, operation.on, { ...operation.on, id: operation.to })
      case 'transact':
        return together(world, operation.writes)
      case 'modify': {
        const { on } = operation
        const update = { ...operation, op: 'update', refresh: true, add: {} } as const
        const old = live(world, on)
        const next = old && withoutNothing(changed(old, update) as Item)
        return old && !old.foreign && isDeepStrictEqual(old, next)
          ? [world, { result: shown(on, old) }]
          : one(world, on, judge(world, update))
      }
      default:
        return one(world, operation.on, judge(world, operation))
    }
  }

  return { apply, living, given, expectedVersion, found }
}

const withoutNothing = (item: Item): Item =>
  Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined))
