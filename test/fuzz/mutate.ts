import fc from 'fast-check'
import { hostileText } from './hostile.js'

/** One change of some bytes: where, as a share of their length, and what is done there. */
const byteChange = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  how: fc.constantFrom('flip', 'delete', 'insert', 'double', 'cut', 'swap'),
  byte: fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(...Buffer.from('{}[]",:\\\n0a'), 0xff, 0xc0)),
  length: fc.integer({ min: 1, max: 40 }),
})
type ByteChange = typeof byteChange extends fc.Arbitrary<infer T> ? T : never

export const byteChanges = fc.array(byteChange, { minLength: 1, maxLength: 4 })

/** The bytes with all changes made to them, one after the other. */
export const changeBytes = (bytes: Uint8Array, changes: readonly ByteChange[]): Uint8Array =>
  changes.reduce<Uint8Array>((changed, { at, how, byte, length }) => {
    const start = Math.floor(at * changed.length)
    const [head, part, tail] = [
      changed.subarray(0, start),
      changed.subarray(start, start + length),
      changed.subarray(start + length),
    ]
    switch (how) {
      case 'flip':
        return Buffer.concat([head, [byte], changed.subarray(start + 1)].map(each => Uint8Array.from(each)))
      case 'delete':
        return Buffer.concat([head, tail])
      case 'insert':
        return Buffer.concat([head, Uint8Array.from({ length }, () => byte), part, tail])
      case 'double':
        return Buffer.concat([head, part, part, tail])
      case 'swap':
        return Buffer.concat([tail, part, head])
      default:
        return head
    }
  }, bytes)

const deep = (levels: number) => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`)

/** A value of JSON that may stand anywhere. */
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e21, 1e308, '', [], {}, [[]], [null], {
      S: 'x',
    }),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(
      ...[
        { N: 'x' },
        { N: '1e999' },
        { N: 1 },
        { S: 1 },
        { B: '*' },
        { B: 'AQI=' },
        { BS: ['*'] },
        { BS: 'x' },
        { SS: 'x' },
      ],
      ...[
        { SS: [] },
        { NS: ['x'] },
        { NS: [1] },
        { L: 'x' },
        { L: [null] },
        { L: {} },
        { M: null },
        { M: [] },
        { M: 'x' },
      ],
      ...[
        { BOOL: 'x' },
        { NULL: false },
        { NULL: null },
        { S: 'a', N: '1' },
        { X: 1 },
        { N: '00' },
        { N: '0x10' },
        { N: ' 1' },
      ],
      ...[{ M: { a: { N: '1' } } }, { L: [{ S: 'x' }, { Q: 1 }] }, JSON.parse('{"__proto__":{"S":"x"}}')],
      ...[
        { N: '1e12' },
        { N: '-1' },
        { N: '1.5' },
        { N: '99999999999999999999999999999999999999' },
        { NS: ['1', '1.0'] },
      ],
      ...[deep(40), deep(300), { L: deep(40) }],
    ),
  },
  { weight: 1, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
)

/** A change in a tree of JSON: which way is gone down to it, and what becomes of what is there. */
const treeChange = fc.record({
  way: fc.array(fc.nat(11), { maxLength: 7 }),
  how: fc.constantFrom('replace', 'replace', 'delete', 'rename', 'double'),
  value: junk,
  name: hostileText,
})
type TreeChange = typeof treeChange extends fc.Arbitrary<infer T> ? T : never

export const treeChanges = fc.array(treeChange, { minLength: 1, maxLength: 3 })

export const changeTree = (tree: unknown, changes: readonly TreeChange[]): unknown =>
  changes.reduce((changed, change) => changeAt(changed, change.way, change), tree)

function changeAt(tree: any, [turn, ...way]: readonly number[], change: TreeChange): unknown {
  const names = typeof tree === 'object' && tree !== null && !(tree instanceof Uint8Array) ? Object.keys(tree) : []
  const name = turn === undefined ? undefined : names[turn % names.length]
  if (name === undefined) return change.value
  const isLast = way.length === 0 || typeof tree[name] !== 'object' || tree[name] === null
  const entries = Object.entries(tree).flatMap(([each, value]): [string, unknown][] => {
    if (each !== name) return [[each, value]]
    if (!isLast) return [[each, changeAt(value, way, change)]]
    switch (change.how) {
      case 'delete':
        return []
      case 'rename':
        return [[change.name, value]]
      case 'double':
        return [
          [each, value],
          [`${each}2`, value],
        ]
      default:
        return [[each, change.value]]
    }
  })
  if (Array.isArray(tree)) return entries.map(([, value]) => value)
  const changed: Record<string, unknown> = {}
  // As JSON.parse does it, `__proto__` is a name.
  for (const [each, value] of entries)
    Object.defineProperty(changed, each, { value, enumerable: true, writable: true, configurable: true })
  return changed
}
