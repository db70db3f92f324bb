import { beforeEach, describe, expect, it } from 'vitest'
import { compareText } from '../../src/key/order.js'

/** A store as this suite uses it, whatever its own methods are called. What a store has no method for it leaves out. */
export interface StoreHarness {
  set(key: string, value: unknown, expiresIn?: number): Promise<unknown>
  get(key: string): Promise<unknown>
  /** Whether there was one, where it tells. */
  delete(key: string): Promise<unknown>
  has?(key: string): Promise<boolean>
  getMany?(keys: readonly string[]): Promise<readonly unknown[]>
  setMany?(entries: readonly (readonly [key: string, value: unknown])[]): Promise<unknown>
  deleteMany?(keys: readonly string[]): Promise<unknown>
  /** All keys, or those of a prefix. */
  keys?(prefix?: string): Promise<readonly string[]>
  entries?(): Promise<readonly (readonly [key: string, value: unknown])[]>
  clear?(): Promise<unknown>
}

/** What stores differ in. */
export interface StoreTraits {
  /** What stands for no entry. */
  readonly missing: null | undefined
  /** Milliseconds to which entries expire; undefined where they don't. */
  readonly expiryStep?: number
  /** Whether keys can be listed by a prefix. */
  readonly prefixes?: boolean
  /** Whether `delete` tells if there was an entry. */
  readonly tellsDeleted?: boolean
  /** Whether lists are in the order of the keys' UTF-8. */
  readonly ordered?: boolean
  /** Whether `null` is told from no entry. */
  readonly storesNull?: boolean
  /** Values that it takes in addition, such as binary. */
  readonly values?: readonly unknown[]
  /** Keys that it can't have, or changes: of those that are tried. */
  readonly unusable?: RegExp
}

/** Opens a store with a namespace of its own, in a table that all of them share; the time is what `now` says. */
export type OpenStore = (namespace: string, now: () => Date) => StoreHarness | Promise<StoreHarness>

const values: readonly unknown[] = [
  false,
  true,
  0,
  -1.5,
  '',
  'text',
  [],
  {},
  [1, [2, { three: null }]],
  { nested: { deep: [false, 0, '', null] }, constructor: 'C', toString: 1 },
]

const awkwardKeys: readonly string[] = [
  '__proto__',
  'constructor',
  'toString',
  '#',
  ':',
  'a#b',
  'a:b:c',
  '::',
  'with spaces ',
  ' ',
  'line\nbreak',
  '\0',
  '"quoted"',
  'back\\slash',
  '%2F/..',
  'ключ',
  '🔑',
  '\u{FFFD}',
  '\u{10FFFF}',
]

/** What every key-value store must do, the adapters' too. Each test has a namespace of its own. */
export function describeStore(name: string, open: OpenStore, traits: StoreTraits): void {
  const { missing, expiryStep, prefixes, tellsDeleted, ordered, storesNull = true, unusable } = traits
  const sorted = (keys: readonly string[]) => [...keys].sort(compareText)
  const listed = (keys: readonly string[]) => (ordered ? keys : sorted(keys))

  describe(name, () => {
    let count = 0
    let namespace: string
    let time: Date
    let store: StoreHarness
    const now = () => time

    beforeEach(async () => {
      namespace = `${name.replace(/\W/g, '')}-${count++}`
      time = new Date('2046-07-01T12:00:00.123Z')
      store = await open(namespace, now)
    })

    it('has nothing at first', async () => {
      expect(await store.get('nothing')).toBe(missing)
      if (store.has) expect(await store.has('nothing')).toBe(false)
      if (store.keys) expect(await store.keys()).toEqual([])
    })

    it('gives back what was put', async () => {
      for (const value of [...values, ...(traits.values ?? []), ...(storesNull ? [null] : [])]) {
        await store.set('key', value)
        expect(await store.get('key')).toEqual(value)
        if (store.has) expect(await store.has('key')).toBe(true)
        if (store.getMany) expect(await store.getMany(['key'])).toEqual([value])
      }
    })

    it('puts a value in the place of another', async () => {
      await store.set('key', { old: true, both: 1 })
      await store.set('key', { both: 2 })
      expect(await store.get('key')).toEqual({ both: 2 })
    })

    it('deletes', async () => {
      await store.set('key', 1)
      await store.set('other', 2)
      const first = await store.delete('key')
      const second = await store.delete('key')
      if (tellsDeleted) expect([first, second]).toEqual([true, false])
      expect(await store.get('key')).toBe(missing)
      if (store.has) expect(await store.has('key')).toBe(false)
      expect(await store.get('other')).toBe(2)
    })

    it('takes any key for what it is', async () => {
      const keys = awkwardKeys.filter(key => !unusable?.test(key))
      for (const [index, key] of keys.entries()) await store.set(key, index)
      for (const [index, key] of keys.entries()) expect([key, await store.get(key)]).toEqual([key, index])
      if (store.getMany) expect(await store.getMany(keys)).toEqual(keys.map((_, index) => index))
      if (store.keys) expect(listed(await store.keys())).toEqual(sorted(keys))
      if (store.entries) {
        const entries = await store.entries()
        expect(entries.toSorted(([a], [b]) => compareText(a, b))).toEqual(
          sorted(keys).map(key => [key, keys.indexOf(key)]),
        )
      }
      const [first, second] = keys as [string, string]
      await store.delete(first)
      expect(await store.get(first)).toBe(missing)
      expect(await store.get(second)).toBe(1)
    })

    it('has 130 keys at once', async () => {
      const keys = Array.from({ length: 130 }, (_, index) => `key-${String(index).padStart(3, '0')}`)
      const entries = keys.map((key, index) => [key, { index }] as const)
      if (store.setMany) await store.setMany(entries)
      else for (const [key, value] of entries) await store.set(key, value)
      if (store.getMany) {
        expect(await store.getMany([...keys, 'none', keys[0]!])).toEqual([
          ...entries.map(([, value]) => value),
          missing,
          { index: 0 },
        ])
      }
      if (store.keys) expect(listed(await store.keys())).toEqual(keys)
      if (store.entries) expect(await store.entries()).toHaveLength(130)
      if (store.deleteMany) {
        const deleted = await store.deleteMany(keys.slice(1))
        if (Array.isArray(deleted) && tellsDeleted) expect(deleted).toEqual(Array(129).fill(true))
        expect(await store.get(keys[1]!)).toBe(missing)
        expect(await store.get(keys[0]!)).toEqual({ index: 0 })
        if (store.keys) expect(await store.keys()).toEqual([keys[0]])
      }
    })

    if (prefixes)
      it('lists the keys of a prefix', async () => {
        for (const key of ['a', 'a:1', 'a:2', 'ab', 'b:a:1']) await store.set(key, key)
        expect(sorted(await store.keys!('a:'))).toEqual(['a:1', 'a:2'])
        expect(sorted(await store.keys!('a'))).toEqual(['a', 'a:1', 'a:2', 'ab'])
        expect(await store.keys!('c')).toEqual([])
      })

    it('keeps apart two namespaces of which one begins the other', async () => {
      const longer = await open(`${namespace}other`, now)
      const nested = await open(`${namespace}:other`, now)
      const all = [store, longer, nested]
      const keys = ['1', ':1', 'other:1'].filter(key => !unusable?.test(key))
      for (const [index, each] of all.entries()) {
        for (const key of keys) await each.set(key, index)
      }
      for (const [index, each] of all.entries()) {
        expect(await each.get('1')).toBe(index)
        if (each.keys) expect(sorted(await each.keys())).toEqual(sorted(keys))
        if (each.entries) expect((await each.entries()).map(([, value]) => value)).toEqual(keys.map(() => index))
      }
      if (!store.clear) return
      await store.clear()
      if (store.keys) expect(await store.keys()).toEqual([])
      for (const key of keys) {
        expect(await store.get(key)).toBe(missing)
        expect(await longer.get(key)).toBe(1)
        expect(await nested.get(key)).toBe(2)
      }
    })

    if (expiryStep)
      describe('expiry', () => {
        const lifetime = expiryStep === 1 ? 1501 : 2 * expiryStep
        const moveTo = (milliseconds: number) => {
          time = new Date(Date.parse('2046-07-01T12:00:00.123Z') + milliseconds)
        }
        const isThere = async (key: string) => ({
          get: (await store.get(key)) !== missing,
          ...(store.has && { has: await store.has(key) }),
          ...(store.getMany && { getMany: (await store.getMany([key]))[0] !== missing }),
          ...(store.keys && { keys: (await store.keys()).includes(key) }),
          ...(store.entries && { entries: (await store.entries()).some(([found]) => found === key) }),
        })
        const all = (answer: boolean, paths: object) =>
          Object.fromEntries(Object.keys(paths).map(path => [path, answer]))

        it('is to the step, on every path', async () => {
          await store.set('brief', 1, lifetime)
          await store.set('lasting', 1)
          moveTo(lifetime - expiryStep)
          const before = await isThere('brief')
          expect(before).toEqual(all(true, before))
          moveTo(lifetime)
          const then = await isThere('brief')
          expect(then).toEqual(all(false, then))
          const lasting = await isThere('lasting')
          expect(lasting).toEqual(all(true, lasting))
          if (tellsDeleted) expect(await store.delete('brief')).toBe(false)
        })

        it('ends with another value', async () => {
          await store.set('key', 1, lifetime)
          await store.set('key', 2)
          moveTo(10 * lifetime)
          expect(await store.get('key')).toBe(2)
          await store.set('key', 3, lifetime)
          moveTo(11 * lifetime)
          expect(await store.get('key')).toBe(missing)
          await store.set('key', 4)
          expect(await store.get('key')).toBe(4)
        })
      })
  })
}
