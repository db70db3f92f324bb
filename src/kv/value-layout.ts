import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { Issue } from '../errors/item-errors.js'
import { MonotableError } from '../errors/monotable-error.js'
import { encodeValue } from '../schema/encode.js'
import { anything } from '../schema/generic.js'
import type { StoredItem } from '../schema/item-model.js'
import { itemSize, MAX_ITEM_BYTES, mayBeTooLarge } from '../schema/item-size.js'
import { readInteger, readNumber } from '../schema/numbers.js'
import { joinChunks, splitChunks } from './chunks.js'
import type { EntryKeys } from './entry-key.js'
import { gunzip, gzip } from './gzip.js'
import { ENTRY, type EncodedEntry, invalidEntry, type Layout, type NewEntry, tooLarge } from './layout.js'
import { fromBytes, toBytes } from './value-bytes.js'

/** The attributes beside the value. */
const EXPIRES_AT = 'expiresAt'
const ENCODING = 'encoding'
const CHUNKS = 'chunks'
const WRITE_ID = 'writeId'
export const ownAttributes: readonly string[] = [EXPIRES_AT, ENCODING, CHUNKS, WRITE_ID]

/** How the bytes of a value are made that is not stored as it is. */
type Encoding = 'gzip' | 'json'

const DAY = 86_400_000

/** No value has more: nothing is made of a damaged count but an error. */
const MAX_PIECES = 10_000

export interface ValueLayout {
  readonly keys: EntryKeys
  readonly valueAttribute: string
  readonly timeToLive: string
  /** Over how many bytes values are compressed; undefined where none is. */
  readonly compressOver: number | undefined
  readonly chunk: boolean
  readonly now: () => Date
}

/** One attribute holds the value: as it is, compressed, or, in further items, in pieces. */
export function valueLayout(options: ValueLayout): Layout {
  const { keys, valueAttribute, timeToLive, compressOver, chunk, now } = options

  /** In whole seconds, as DynamoDB's time-to-live counts. What expired years ago it would leave for ever. */
  const ttl = (expires: number): StoredItem => ({
    [timeToLive]: { N: String(Math.ceil(Math.max(expires, now().getTime()) / 1000)) },
  })

  /** All but the value. */
  const frame = ({ key, expires, writeId }: NewEntry): StoredItem => ({
    ...key,
    ...(expires && { [EXPIRES_AT]: { N: String(expires.getTime()) }, ...ttl(expires.getTime()) }),
    ...(writeId && { [WRITE_ID]: { S: writeId } }),
  })

  async function encode(entry: NewEntry): Promise<EncodedEntry> {
    const base = frame(entry)
    const stored = encodeValue(anything, entry.value, [valueAttribute], 'whole', ENTRY)
    const plain = { ...base, [valueAttribute]: stored }
    const isSmall = !mayBeTooLarge(plain) || itemSize(plain) <= MAX_ITEM_BYTES
    if (isSmall && compressOver === undefined) return { item: plain, chunks: [] }
    const json = toBytes(stored)
    const packed = compressOver !== undefined && json.length > compressOver ? await gzip(json) : undefined
    const compressed = packed && { ...base, [valueAttribute]: { B: packed }, [ENCODING]: { S: 'gzip' } }
    // The JSON of bytes is longer than they are: what is shorter than that may be longer than the value.
    const item = compressed && itemSize(compressed) < itemSize(plain) ? compressed : plain
    const bytes = itemSize(item)
    if (bytes <= MAX_ITEM_BYTES) return { item, chunks: [] }
    if (!chunk) throw tooLarge(bytes, MAX_ITEM_BYTES)
    return inPieces(entry, base, packed && packed.length < json.length ? ['gzip', packed] : ['json', json])
  }

  function inPieces(entry: NewEntry, base: StoredItem, packed: readonly [Encoding, Uint8Array]): EncodedEntry {
    const { expires } = entry
    const [encoding, bytes] = packed
    const id = crypto.randomUUID()
    const pieces = splitChunks(bytes)
    const count = String(pieces.length)
    return {
      item: { ...base, [ENCODING]: { S: encoding }, [CHUNKS]: { M: { id: { S: id }, count: { N: count } } } },
      chunks: pieces.map((piece, index) => ({
        ...keys.ofChunk(id, index),
        // They outlive the entry for whoever is reading it.
        ...(expires && ttl(expires.getTime() + DAY)),
        [valueAttribute]: { B: piece },
      })),
      renewed: () => inPieces(entry, base, packed),
    }
  }

  const chunksOf: Layout['chunksOf'] = ({ [CHUNKS]: chunks }) => {
    const { id, count } = chunks?.M ?? {}
    const pieces = Number(count?.N)
    return id?.S && pieces >= 1 && pieces <= MAX_PIECES ? { id: id.S, count: pieces } : undefined
  }

  /** The value as it would be stored by itself. */
  async function unpack(stored: StoredItem, pieces: readonly Uint8Array[]): Promise<AttributeValue> {
    const encoding = stored[ENCODING]?.S
    const own = stored[valueAttribute]
    const bytes = chunksOf(stored) ? joinChunks(pieces) : own?.B
    if (encoding === undefined && own) return own
    if (bytes === undefined)
      throw invalidEntry(stored, [
        issue(valueAttribute, "is missing: an item of LlamaIndex's Python store is read with layout: 'flat'"),
      ])
    if (encoding !== 'gzip' && encoding !== 'json')
      throw invalidEntry(stored, [issue(ENCODING, 'is not known here: a newer version may have written it')])
    try {
      return fromBytes(encoding === 'gzip' ? await gunzip(new Uint8Array(bytes)) : bytes)
    } catch (error) {
      throw invalidEntry(stored, [issue(valueAttribute, `is damaged: it is no ${encoding}`)], error)
    }
  }

  return {
    about: [EXPIRES_AT, CHUNKS],
    chunked: chunk,
    expiresAt: EXPIRES_AT,
    encode,
    async decode(stored, pieces) {
      const issues: Issue[] = []
      const packed = await unpack(stored, pieces)
      // DynamoDB keeps more digits of a sum than a number has: it is read as `increment` gives it.
      if (packed.N !== undefined) return readNumber(packed.N) ?? readInteger(packed.N) ?? Number(packed.N)
      const value = anything.unmarshal(packed, issues, [valueAttribute])
      if (issues.length > 0) throw invalidEntry(stored, issues)
      return value
    },
    chunksOf,
    pieceOf: ({ [valueAttribute]: piece }) => piece?.B,
    isOf: (stored, { item }) => stored[WRITE_ID]?.S === item[WRITE_ID]?.S,
    counter(member) {
      if (member !== undefined)
        throw new MonotableError('update.invalid', { entity: ENTRY, reason: "a member is for layout: 'flat'" })
      return { attribute: valueAttribute, zeroWithout: keys.partitionKey }
    },
  }
}

const issue = (attribute: string, message: string): Issue => ({ path: [attribute], code: 'value', message })
