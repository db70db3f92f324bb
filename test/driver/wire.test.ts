import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPage } from '../../src/driver/read-page.js'
import { readWire, writeWire } from '../../src/driver/wire.js'
import { createWire } from '../support/wire.js'

const base64 = {
  encode: (bytes: Uint8Array) => Buffer.from(bytes).toString('base64'),
  decode: (text: string) => new Uint8Array(Buffer.from(text, 'base64')),
}
const toText = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '"', '\\', '\\"', '\\\\', '"B":"', 'é', '\ufeff', '😀'.repeat(5), 'x'.repeat(40), '\u0000\n'),
)
const name = fc.oneof(text, fc.constantFrom('__proto__', 'constructor', 'B', 'BS', 'M', 'S', 'Items'))
const number = fc.constantFrom('0', '-1', '1E+20', '0.000001', '99999999999999999999999999999999999999')
const { item } = fc.letrec<{ value: any; item: any }>(tie => ({
  item: fc.dictionary(name, tie('value'), { maxKeys: 6, noNullPrototype: true }),
  value: fc.oneof(
    { depthSize: 'small' },
    text.map(S => ({ S })),
    number.map(N => ({ N })),
    fc.boolean().map(BOOL => ({ BOOL })),
    fc.constant({ NULL: true }),
    fc.uint8Array({ maxLength: 9 }).map(B => ({ B })),
    fc.array(text, { minLength: 1, maxLength: 3 }).map(SS => ({ SS })),
    fc.array(number, { minLength: 1, maxLength: 3 }).map(NS => ({ NS })),
    fc.array(fc.uint8Array({ maxLength: 3 }), { minLength: 1, maxLength: 3 }).map(BS => ({ BS })),
    fc.array(tie('value'), { maxLength: 4 }).map(L => ({ L })),
    tie('item').map(M => ({ M })),
  ),
}))

/** Objects told apart by their own names alone, whatever they inherit. */
const plain = (each: unknown): unknown => {
  if (typeof each !== 'object' || each === null) return each
  if (each instanceof Uint8Array) return `bytes ${base64.encode(each)}`
  if (Array.isArray(each)) return each.map(plain)
  return Object.entries(each).map(([name, member]) => [name, plain(member)])
}

describe("the wire's JSON", () => {
  it('is what the SDK writes', async () => {
    const { client } = createWire()
    const { protocol } = client.config as any
    const serializer = protocol.codec.createSerializer()
    const schema = (await import('@aws-sdk/client-dynamodb')).PutItemCommand
    const { schema: operation } = new schema({ TableName: 't', Item: {} }) as any
    await fc.assert(
      fc.asyncProperty(item, async Item => {
        serializer.write(operation[4], { TableName: 't', Item })
        const bytes = serializer.flush()
        const sdk = typeof bytes === 'string' ? bytes : toText(bytes)
        const ours = writeWire({ TableName: 't', Item }, base64)
        expect(plain(JSON.parse(ours))).toEqual(plain(JSON.parse(sdk)))
      }),
      { numRuns: 300 },
    )
  })

  it('leaves out what is undefined, and writes numbers and booleans as they are', () => {
    expect(writeWire({ a: undefined, Limit: 3, ConsistentRead: true, B: { S: 'x' }, L: [] }, base64)).toBe(
      '{"Limit":3,"ConsistentRead":true,"B":{"S":"x"},"L":[]}',
    )
  })

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(item, Item => {
        expect(plain(readWire(writeWire({ Item }, base64), base64))).toEqual(plain({ Item }))
      }),
    )
  })

  it.each(['1', '"x"', 'null', '{', '<html>'])('that is no answer is refused: %s', body => {
    expect(() => readWire(body, base64)).toThrow(SyntaxError)
  })
})

describe('a page', () => {
  /** Items of a few shapes, one after another, as pages have them, over several windows. */
  const page = fc.tuple(
    fc.array(item, { minLength: 1, maxLength: 5 }),
    fc.array(fc.nat(), { maxLength: 150 }),
    fc.nat(40_000),
  )
  const written = ([shapes, order, large]: [any[], number[], number]) => ({
    Count: order.length,
    Items: [...order.map(at => shapes[at % shapes.length]), { big: { S: 'ü"'.repeat(large) } }, ...shapes],
    LastEvaluatedKey: shapes[0],
    ScannedCount: 12,
    ConsumedCapacity: { CapacityUnits: 0.5, TableName: 'a","b}' },
  })

  it('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(page, given => {
        const text = writeWire(written(given), base64)
        const expected = plain(readWire(text, base64))
        for (const bytes of [Buffer.from(text), new TextEncoder().encode(text)])
          expect(plain(readPage(bytes, toText, base64))).toEqual(expected)
      }),
      { numRuns: 200 },
    )
  })

  it('of several tables too', () => {
    fc.assert(
      fc.property(fc.array(item), fc.array(item), (a, b) => {
        const text = writeWire({ Responses: { a, b, none: [] }, UnprocessedKeys: {} }, base64)
        expect(plain(readPage(Buffer.from(text), toText, base64))).toEqual(plain(readWire(text, base64)))
      }),
    )
  })

  it('that ends too soon, goes on after its end, or has something between its tokens is left to JSON.parse', () => {
    fc.assert(
      fc.property(page, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (given, at) => {
        const text = writeWire(written(given), base64)
        const bytes = Buffer.from(text)
        expect(readPage(bytes.subarray(0, Math.floor(at * bytes.length)), toText, base64)).toBeUndefined()
        expect(readPage(Buffer.from(`${text}}`), toText, base64)).toBeUndefined()
        expect(readPage(Buffer.from(text.replace('"Items":', '"Items": ')), toText, base64)).toBeUndefined()
      }),
      { numRuns: 100 },
    )
  })

  it('keeps no more in memory than what is kept of it', () => {
    const Items = Array.from({ length: 400 }, (_, index) => ({
      id: { S: `${index}`.padStart(36, 'x') },
      rest: { S: 'y'.repeat(2000) },
    }))
    const bytes = Buffer.from(writeWire({ Items }, base64))
    const kept: string[] = []
    setFlagsFromString('--expose-gc')
    const collect: () => void = runInNewContext('gc')
    const heap = () => {
      collect()
      return process.memoryUsage().heapUsed
    }
    const before = heap()
    for (let page = 0; page < 50; page++) {
      const { Items } = readPage(bytes, toText, base64) as { Items: { id: { S: string } }[] }
      kept.push(...Items.map(({ id }) => id.S))
    }
    // 20,000 strings of 36 characters; with their pages it would be 40 MB.
    expect(heap() - before).toBeLessThan(8_000_000)
    expect(kept).toHaveLength(20_000)
  })
})
