import { InvalidKeyError } from '../errors/monotable-error.js'
import { utf8Length } from '../key/order.js'
import { pickOf } from '../schema/bare-object.js'
import type { StoredItem } from '../schema/item-model.js'
import { shardOf } from './shards.js'

/** DynamoDB's limits on keys, in bytes of UTF-8. */
const MAX_PARTITION_KEY = 2048
const MAX_SORT_KEY = 1024

/** What parts the prefix from the name of a partition that is no collection's. */
const SEPARATOR = '\0'

/** Where the entries of a store are in its table. */
export class EntryKeys {
  constructor(
    readonly partitionKey: string,
    readonly sortKey: string,
    private readonly prefix: string,
    private readonly shards: number | undefined,
  ) {}

  /**
   * The primary key of an entry.
   * @throws InvalidKeyError
   */
  of(collection: string, key: string): StoredItem {
    checkText('key', key)
    checkSize('sort key', '<key>', key, MAX_SORT_KEY)
    return this.primaryKey(this.partition(collection, this.shards && shardOf(key, this.shards)), key)
  }

  /**
   * The partitions of a collection.
   * @throws InvalidKeyError
   */
  partitions(collection: string): readonly string[] {
    return this.shards === undefined
      ? [this.partition(collection)]
      : Array.from({ length: this.shards }, (_, shard) => this.partition(collection, shard))
  }

  /** The key of a piece of a value that is stored apart. No collection can have its partition, and no other value. */
  ofChunk(id: string, index: number): StoredItem {
    return this.primaryKey(this.prefix + SEPARATOR + id, String(index).padStart(6, '0'))
  }

  /** The primary key of an item. */
  in(item: StoredItem): StoredItem {
    return pickOf(item, [this.partitionKey, this.sortKey])
  }

  /** The key of an entry, from its item. */
  keyOf(stored: StoredItem): string {
    return stored[this.sortKey]!.S!
  }

  private partition(collection: string, shard?: number): string {
    checkText('collection', collection)
    if (collection.includes(SEPARATOR)) throw illFormed('collection', 'it holds U+0000')
    const text = this.prefix + collection + (shard === undefined ? '' : `#${shard}`)
    checkSize('partition key', '<collection>', text, MAX_PARTITION_KEY)
    return text
  }

  private primaryKey(partition: string, key: string): StoredItem {
    return { [this.partitionKey]: { S: partition }, [this.sortKey]: { S: key } }
  }
}

/**
 * Checks a beginning of keys, which may be empty.
 * @throws InvalidKeyError
 */
export function checkPrefix(prefix: string): void {
  if (prefix === '') return
  checkText('prefix', prefix)
  checkSize('sort key', '<prefix>', prefix, MAX_SORT_KEY)
}

function checkText(attribute: string, text: unknown): void {
  if (typeof text !== 'string')
    throw new InvalidKeyError('key.wrongType', { attribute, expected: 'string', received: typeof text })
  if (text === '') throw illFormed(attribute, 'it is empty')
  if (!text.isWellFormed()) throw illFormed(attribute, 'it holds half of a surrogate pair: it is not well-formed text')
}

function checkSize(role: 'partition key' | 'sort key', template: string, text: string, limit: number): void {
  const bytes = utf8Length(text)
  if (bytes > limit) throw new InvalidKeyError('key.tooLong', { role, template, bytes, limit })
}

const illFormed = (attribute: string, reason: string) =>
  new InvalidKeyError('key.illFormedValue', { attribute, reason })
