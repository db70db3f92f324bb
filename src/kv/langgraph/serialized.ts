import type { SerializerProtocol } from '@langchain/langgraph-checkpoint'
import { InvalidItemError } from '../../errors/monotable-error.js'
import { gunzip, gzip } from '../gzip.js'
import type { StoredValue } from './entities.js'

/** A value as bytes, with what it takes to read them. */
export interface Serialized {
  readonly type: string
  readonly gzip?: true | undefined
  readonly bytes: Uint8Array
}

/** A piece of a value that is too large for its item. */
export interface Chunk {
  readonly blob: string
  readonly part: number
  readonly bytes: Uint8Array
}

/** Of the 400 KB of an item: the rest is for its keys, which take 3 KB at most, and for what is told beside the values. */
export const ROOM = 380_000

/** What gzip saves of less than this is not worth the time. */
const WORTH_COMPRESSING = 1024

export async function serialize(serde: SerializerProtocol, value: unknown, compress: boolean): Promise<Serialized> {
  const [type, bytes] = await serde.dumpsTyped(value)
  if (!compress || bytes.length < WORTH_COMPRESSING) return { type, bytes }
  const compressed = await gzip(bytes)
  return compressed.length < bytes.length ? { type, gzip: true, bytes: compressed } : { type, bytes }
}

/** @throws InvalidItemError `item.invalidStored` where the bytes are none that the serializer reads */
export async function deserialize(serde: SerializerProtocol, { type, gzip, bytes }: Serialized): Promise<any> {
  try {
    return await serde.loadsTyped(type, gzip ? await gunzip(bytes) : bytes)
  } catch (cause) {
    const issue = { path: ['data'], code: 'value', message: 'is damaged, or another serializer wrote it' }
    throw new InvalidItemError('item.invalidStored', { entity: 'Checkpoint', issues: [issue] }, { cause })
  }
}

/** Values as they are stored in one item, and the chunks of those that have no room there: the largest of them. */
export function place<N extends string>(
  values: Readonly<Record<N, Serialized>>,
  room = ROOM,
): { readonly stored: Record<N, StoredValue>; readonly chunks: readonly Chunk[] } {
  const chunks: Chunk[] = []
  const entries = Object.entries<Serialized>(values)
    .sort(([, one], [, other]) => one.bytes.length - other.bytes.length)
    .map(([name, { bytes, ...form }]) => {
      room -= bytes.length
      if (room >= 0) return [name, { ...form, data: bytes }]
      const parts = split(bytes)
      chunks.push(...parts)
      return [name, { ...form, data: { blob: parts[0]!.blob, chunks: parts.length } }]
    })
  return { stored: Object.fromEntries(entries), chunks }
}

/** Under a name that was never used, so that no writer meets another's. */
function split(bytes: Uint8Array): Chunk[] {
  const blob = crypto.randomUUID()
  return Array.from({ length: Math.ceil(bytes.length / ROOM) }, (_, part) => ({
    blob,
    part,
    bytes: bytes.subarray(part * ROOM, (part + 1) * ROOM),
  }))
}
