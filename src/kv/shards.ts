import { toUtf8 } from '../operation/pages/base64url.js'

const OFFSET_BASIS = 0x811c9dc5
const PRIME = 0x01000193

/** The shard of a key: its hash (FNV-1a of 32 bits, over its UTF-8) modulo their number. Always the same, for entries are found by it. */
export function shardOf(key: string, shards: number): number {
  let hash = OFFSET_BASIS
  for (const byte of toUtf8(key)) hash = Math.imul(hash ^ byte, PRIME)
  return (hash >>> 0) % shards
}
