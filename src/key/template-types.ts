import type { Refused } from '../errors/refused.js'

/** One template, or one per attribute of a multi-attribute index key. */
export type Template = string | readonly string[]
/** What a key attribute holds in DynamoDB. */
export type KeyType = 'string' | 'number' | 'binary'

/** The placeholders of a template in order, modifiers included: `['createdAt', 'seq:pad(8)']`. */
type Placeholders<T> = T extends `${string}<${infer P}>${infer R}`
  ? [P, ...Placeholders<R>]
  : T extends readonly [infer H, ...infer R]
    ? [...Placeholders<H>, ...Placeholders<R>]
    : []

/** With a modifier that there is not it is no name: see WrongName. `=` stands before what SortPlaceholders notes. */
type NameOf<P> = P extends `${infer N}:${infer M}` ? (M extends Modifier ? N : P) : P
type Modifier = 'lower' | 'upper' | `pad(${number})` | `=${string}`
/** The names of the attributes of a template, as a union. */
export type NamesIn<T> = T extends `${string}<${infer P}>${infer R}`
  ? NameOf<P> | NamesIn<R>
  : T extends readonly [infer H, ...infer R]
    ? NamesIn<H> | NamesIn<R>
    : string extends T
      ? string
      : never

/** The names of the attributes that can be read back from a key: not those that it changes the case of. */
export type RestorableIn<T> = Restorable<Placeholders<T>[number]>
type Restorable<P> = P extends `${string}:${'lower' | 'upper'}` ? never : NameOf<P>

/** The schemas of attributes that an index key can be made of, by what is stored of them. */
export interface KeySchema {
  readonly _zod: { readonly input: string | number | bigint | boolean | Uint8Array | null | undefined }
}
/** The same of a primary key, which is always there. */
interface PrimaryKeySchema extends KeySchema {
  readonly _zod: KeySchema['_zod'] & { readonly output: {} | null }
}

/**
 * The template of a primary key itself where every placeholder can be part of one, else a sentence that says which can't.
 * All are asked at once first, for mostly nothing is wrong.
 */
export type CheckTemplate<T, Shape> = [NamesIn<T>] extends [keyof Shape]
  ? Shape[NamesIn<T> & keyof Shape] extends PrimaryKeySchema
    ? T
    : WrongName<NamesIn<T>, Shape> | Optional<NamesIn<T> & keyof Shape, Shape>
  : WrongName<NamesIn<T>, Shape>

/** What is wrong with the names in a template, in a sentence; `never` where nothing is. */
export type WrongName<Names, Shape> = Names extends keyof Shape
  ? Shape[Names] extends KeySchema
    ? never
    : `<${Names & string}> is not text, a number or a boolean`
  : Names extends `${string}:${string}`
    ? `<${Names}> has a modifier that there is not: they are lower, upper and pad(n)`
    : `<${Names & string}> is not an attribute of the schema`
type Optional<Names extends keyof Shape, Shape> = Names extends unknown
  ? Shape[Names] extends KeySchema
    ? Shape[Names] extends PrimaryKeySchema
      ? never
      : `<${Names & string}> is part of the primary key, and optional in the schema`
    : never
  : never

/**
 * The placeholders of a sort key, for the operators of a query: where the key attribute is a number or binary, its one
 * placeholder says so in the place of a modifier (`score:=number`).
 */
export type SortPlaceholders<T, Type> = [Type] extends ['string']
  ? Placeholders<T>
  : T extends readonly [infer H, ...infer R]
    ? Type extends readonly [infer HT, ...infer RT]
      ? [...SortPlaceholders<H, HT>, ...SortPlaceholders<R, RT>]
      : SortPlaceholders<H, Type>
    : T extends `<${infer P}>`
      ? [`${P}:=${Type & string}`]
      : []

/** A query on which a sort-key operator was used already. */
export interface OneOperator {
  /** For the compiler alone. */
  readonly oneOperator: true
}

type Operand<Sort, Item, Bound> = Sort extends OneOperator
  ? Refused<'a query takes one sort-key operator'>
  : Sort extends readonly []
    ? Refused<'the sort key has no attributes'>
    : Leading<Sort, Item, Bound>

/** What `eq` takes: the first attributes of the sort key, without a gap. */
export type EqualOperand<Sort, Item> = Operand<Sort, Item, 'equal'>
/** What `lt lte gt gte between` take: the same, and the last one given must be kept in order by the key. */
export type RangeOperand<Sort, Item> = Operand<Sort, Item, 'range'>
/** What `beginsWith` takes: the same, and the last one given is the beginning of a text. */
export type PrefixOperand<Sort, Item> = Operand<Sort, Item, 'prefix'>

/** One way to fill the operand for each number of leading attributes; those not given are named, so that a gap is told. */
type Leading<Sort, Item, Bound, Given = never> = Sort extends readonly [infer P, ...infer R]
  ? R extends readonly []
    ? Attributes<P, Item, Bound, Given>
    :
        | (Attributes<P, Item, Bound, Given> & { [K in NameOf<R[number]> & keyof Item]?: never })
        | Leading<R, Item, Bound, Given | NameOf<P>>
  : never

type Attributes<P, Item, Bound, Given> = {
  [K in (Given | NameOf<P>) & keyof Item]: K extends NameOf<P> ? Bounded<P, Item[K], Bound> : NonNullable<Item[K]>
} & {}

type Bounded<P, Value, Bound> = Bound extends 'equal'
  ? NonNullable<Value>
  : Bound extends 'range'
    ? Ordered<P, NonNullable<Value>>
    : NonNullable<Value> extends string | object
      ? // What a codec makes of a text has no beginning of its own: its stored text has.
        NonNullable<Value> extends Uint8Array
        ? NonNullable<Value>
        : string
      : Refused<'beginsWith takes an attribute that is text'>

type Ordered<P, Value> = Value extends number | bigint
  ? P extends `${string}:${'=number' | 'pad('}${string}`
    ? Value
    : Refused<'a number in a text key is not kept in order: pad it in the template, as in <n:pad(8)>'>
  : Value
