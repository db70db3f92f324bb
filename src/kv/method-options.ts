import type { Expiry } from '../entity/time-to-live.js'
import { type CollectionOptions, DEFAULT_COLLECTION, type ListOptions } from './kv-store.js'

/** What `increment` adds to in the flat layout. */
export interface MemberOptions extends CollectionOptions {
  /** The member of the value that is the number. */
  readonly member: string
  /** Entries of the flat layout do not expire. */
  readonly expires?: undefined
}

/** Every option of any method. */
type AnyOptions = ListOptions & { readonly expires?: Expiry | undefined; readonly member?: string | undefined }

/** The options of a method, of which a collection may be given alone. */
export function optionsOf(options: string | AnyOptions | MemberOptions = {}) {
  // What is neither is refused as a collection.
  const given: AnyOptions = typeof options === 'object' && options ? options : { collection: options }
  const { collection = DEFAULT_COLLECTION, prefix = '', consistent, expires, member, signal } = given
  return { collection, prefix, consistent, expires, member, signal }
}
