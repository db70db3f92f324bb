import { expectTypeOf, it } from 'vitest'
import type {
  CapacityLimits,
  CheckOptions,
  CodeOptions,
  changeKeys,
  FileSourceOptions,
  ItemSource,
  MigratorOptions,
  MonotableConfig,
  PassOptions,
  PlanOptions,
  PullOptions,
  ReadyMadeOptions,
  RunOptions,
  TableSourceOptions,
  UndoOptions,
  VerifyOptions,
} from '../../src/migrate/index.js'

/** The optional members of a type that can be left out, and not be `undefined`. */
type Strict<T> = {
  [K in keyof T]-?: {} extends Pick<T, K> ? ({ [P in K]: undefined } extends Pick<T, K> ? never : K) : never
}[keyof T]

it('takes undefined for every option, as it takes nothing', () => {
  expectTypeOf<Strict<{ a?: string; b?: string | undefined; c: string }>>().toEqualTypeOf<'a'>()

  expectTypeOf<Strict<MigratorOptions>>().toBeNever()
  expectTypeOf<Strict<CapacityLimits>>().toBeNever()
  expectTypeOf<Strict<PassOptions>>().toBeNever()
  expectTypeOf<Strict<PlanOptions>>().toBeNever()
  expectTypeOf<Strict<RunOptions>>().toBeNever()
  expectTypeOf<Strict<VerifyOptions>>().toBeNever()
  expectTypeOf<Strict<UndoOptions>>().toBeNever()
  expectTypeOf<Strict<ReadyMadeOptions>>().toBeNever()
  expectTypeOf<Strict<Parameters<typeof changeKeys>[0]>>().toBeNever()

  expectTypeOf<Strict<CheckOptions>>().toBeNever()
  expectTypeOf<Strict<PullOptions>>().toBeNever()
  expectTypeOf<Strict<CodeOptions>>().toBeNever()
  expectTypeOf<Strict<FileSourceOptions>>().toBeNever()
  expectTypeOf<Strict<TableSourceOptions>>().toBeNever()
  expectTypeOf<Strict<NonNullable<Parameters<ItemSource['items']>[0]>>>().toBeNever()
  expectTypeOf<Strict<MonotableConfig>>().toBeNever()
})
