import { expectTypeOf, test } from 'vitest'
import type {
  BatchOptions,
  CountOptions,
  CreateOptions,
  DeleteOptions,
  GetAllOptions,
  GetOptions,
  QueryOptions,
  QueryPagesOptions,
  ScanOptions,
  ScanPagesOptions,
  TableClientOptions,
  UpdateOptions,
} from '../src/client/index.js'
import type {
  BatchOperation,
  CheckTableOptions,
  ConnectionOptions,
  CreateTableInputOptions,
  CreateTableOptions,
  CursorSecret,
  Hooks,
  Operation,
  TransactWriteOptions,
  WriteAdditions,
} from '../src/index.js'
import type {
  ClearOptions,
  ClientOptions,
  KVStoreOptions,
  ListOptions,
  MemberOptions,
  WriteOptions,
} from '../src/kv/index.js'
import type { KeyvAdapterOptions } from '../src/kv/keyv/index.js'
import type { DynamoDBSaverOptions } from '../src/kv/langgraph/index.js'
import type { UnstorageOptions } from '../src/kv/unstorage/index.js'
import type { LocalDynamoDBOptions } from '../src/testing/index.js'

/** The members that may be left out, and may not be `undefined`. */
type Unforgiving<Options> = Options extends object
  ? {
      [K in keyof Options]-?: {} extends Pick<Options, K>
        ? { readonly [_ in K]: undefined } extends Pick<Options, K>
          ? never
          : K
        : never
    }[keyof Options]
  : never

test('an option that may be left out may be undefined, whatever the compiler thinks of the two', () => {
  expectTypeOf<Unforgiving<{ readonly a: 1; readonly b?: 2; readonly c?: 3 | undefined }>>().toEqualTypeOf<'b'>()

  expectTypeOf<
    Unforgiving<
      | CheckTableOptions
      | ConnectionOptions
      | CreateTableInputOptions
      | CreateTableOptions
      | Exclude<CursorSecret, string | readonly string[]>
      | Hooks
      | TransactWriteOptions
      | WriteAdditions
    >
  >().toBeNever()

  interface Item {
    readonly pk: string
  }
  expectTypeOf<
    Unforgiving<
      | BatchOptions
      | CountOptions<Item>
      | CreateOptions<never, never>
      | DeleteOptions<never>
      | GetAllOptions<Item, never>
      | GetOptions<never>
      | QueryOptions<Item, never>
      | QueryPagesOptions<Item, never>
      | ScanOptions<Item, never>
      | ScanPagesOptions<Item, never>
      | TableClientOptions<Item>
      | UpdateOptions<Item, never, never>
    >
  >().toBeNever()

  expectTypeOf<
    Unforgiving<ClearOptions | ClientOptions | KVStoreOptions | ListOptions | MemberOptions | WriteOptions>
  >().toBeNever()

  expectTypeOf<
    Unforgiving<DynamoDBSaverOptions | KeyvAdapterOptions | LocalDynamoDBOptions | UnstorageOptions>
  >().toBeNever()
})

test('an operation is ended by a signal, or by none', () => {
  expectTypeOf<Operation<unknown>['signal']>().parameters.toEqualTypeOf<[AbortSignal | undefined]>()
  expectTypeOf<BatchOperation<unknown>['signal']>().parameters.toEqualTypeOf<[AbortSignal | undefined]>()
})
