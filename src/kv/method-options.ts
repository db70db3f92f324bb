import type { Expiry } from '../entity/time-to-live.js'
import { DEFAULT_COLLECTION, type ListOptions } from './kv-store.js'

/** In which collection. */
export interface CollectionOptions {
  /** `'data'` where it is not given. */
  readonly collection?: string | undefined
}

/** Which entries are cleared. */
export interface ClearOptions extends CollectionOptions {
  /** Those whose keys begin with this text. */
  readonly prefix?: string | undefined
}

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
  const { collection = DEFAULT_COLLECTION, prefix = '', consistent, expires, member } = given
  return { collection, prefix, consistent, expires, member }
}
