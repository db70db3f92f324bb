import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { $ZodType } from 'zod/v4/core'
import type { Issue } from '../errors/item-errors.js'
import type { Trail } from './fault.js'

/** DynamoDB's tag of a stored value's type. */
export type StoredType = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'SS' | 'NS' | 'BS' | 'L' | 'M'

/** How values of a schema are stored. `numeric` is a string of digits that DynamoDB keeps as a number. */
export type AttributeKind = ScalarKind | 'set' | 'list' | 'map' | 'record' | 'union' | 'any'
export type ScalarKind = 'string' | 'number' | 'bigint' | 'numeric' | 'boolean' | 'null' | 'binary'

/** How the values of a schema without its wrappers are stored, and read again. */
export interface Storage {
  readonly kind: AttributeKind
  /** The type tags that a stored value may have. */
  readonly types: readonly StoredType[]
  /** The models of what it holds: members, elements, options. */
  readonly parts?: readonly AttributeModel[]
  /** What a list or set holds. */
  readonly element?: AttributeModel | undefined
  /** How many elements a list begins with that are always there: those of a tuple. */
  readonly fixed?: number | undefined
  /** The members of a map. */
  readonly map?: MapParts | undefined
  /** A member of a map or record, an element of a list; of a union those of its options. Undefined: there is none. */
  child?(segment: string | number): AttributeModel | undefined
  /**
   * Makes the stored value of an encoded one.
   * @throws Fault
   */
  marshal(value: unknown, at: Trail): AttributeValue
  /** The encoded value of a stored one, undefined where it has none of the types; what does not fit inside is told in `issues`. */
  unmarshal(stored: AttributeValue, issues: Issue[], at: Trail): unknown
}

export interface MapParts {
  readonly members: ReadonlyMap<string, AttributeModel>
  /** The model of members under other names: a record's values, a catchall. */
  readonly rest?: AttributeModel | undefined
  /** The model of a record's names. */
  readonly names?: AttributeModel
  /** Whether other names are refused on reading too. */
  readonly strict?: boolean | undefined
}

/** What is known of one place in a schema. Compiled once. */
export interface AttributeModel extends Storage {
  /** The schema at this place with its wrappers: optional, default, codec. */
  readonly schema: $ZodType
  /** The schema of what is stored, without wrappers. */
  readonly base: $ZodType
  /** zod's names of the wrappers. */
  readonly wrappers: ReadonlySet<string>
  readonly parts: readonly AttributeModel[]
  /** Whether it may be left out of a stored item: it is optional, or has a default. */
  readonly optional: boolean
  readonly nullable: boolean
  /** Whether a codec is at or below it, so that only zod can encode and decode a value. */
  readonly converts: boolean
  /** Whether what is read can be another value than the one that was written: a codec's, or one of z.any(). */
  readonly altered: boolean
  /** Whether zod could lose or invent a member of a value, for its name's sake: see detach. */
  readonly hazardous: boolean
  /** Makes the schema's default, decoded. */
  readonly defaultValue: (() => unknown) | undefined
  child(segment: string | number): AttributeModel | undefined
  /** @throws Fault, the trail left where it is */
  marshal(value: unknown, at?: Trail): AttributeValue
  /** Checks the type tag too; of what is not stored, a set is empty and all else undefined. */
  unmarshal(stored: AttributeValue | undefined, issues: Issue[], at?: Trail): unknown
}

/** The type tag of a stored value. */
export function typeOf(stored: AttributeValue): StoredType | undefined {
  for (const type in stored) return type as StoredType
  return undefined
}
