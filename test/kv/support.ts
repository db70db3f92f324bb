import { beforeAll } from 'vitest'
import { DynamoDBKVStore, type KVStoreOptions } from '../../src/kv/index.js'
import { type Server, useServer } from '../support/server.js'

/** What a test says of a store; where DynamoDB is and what the table is called is said here. */
export type TestOptions = { readonly [O in AllKeys<KVStoreOptions>]?: unknown }
type AllKeys<T> = T extends unknown ? keyof T : never

/** A table of a test file, stores in it, and a clock that stands still. */
export interface StoreServer extends Server {
  /** What the stores take for the time. */
  time: Date
  open<V = any>(options?: TestOptions): DynamoDBKVStore<V>
}

/** Makes the table before the tests. */
export function useStore(prefix: string): StoreServer {
  const server = useServer(prefix)
  const opened: StoreServer = {
    ...server,
    // Not over for DynamoDB Local, which deletes what has expired.
    time: new Date('2046-07-01T12:00:00.123Z'),
    open: (options = {}) =>
      new DynamoDBKVStore({ ...server.options, now: () => opened.time, ...options } as KVStoreOptions),
  }
  beforeAll(() => opened.open().createTable())
  return opened
}

/** All that an iterator gives. */
export async function collect<T>(iterator: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const each of iterator) all.push(each)
  return all
}

/** Bytes that no compression makes shorter, the same in each run. */
export function noise(length: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length)
  let state = seed >>> 0 || 1
  for (let index = 0; index < length; index++) {
    // Xorshift of 32 bits.
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    bytes[index] = state >>> 11
  }
  return bytes
}
