import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { $ZodType } from 'zod/v4/core'
import type { Issue } from '../errors/item-errors.js'

/** DynamoDB's tag of a stored value's type. */
export type StoredType = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'SS' | 'NS' | 'BS' | 'L' | 'M'

/** How values of a schema are stored. `numeric` is a string of digits that DynamoDB keeps as a number. */
export type AttributeKind =
  | 'string'
  | 'number'
  | 'bigint'
  | 'numeric'
  | 'boolean'
  | 'null'
  | 'binary'
  | 'stringSet'
  | 'numberSet'
  | 'bigintSet'
  | 'binarySet'
  | 'list'
  | 'map'
  | 'record'
  | 'union'
  | 'any'

/** How the values of a schema without its wrappers are stored, and read again. Immutable, compiled once. */
export interface Storage {
  readonly kind: AttributeKind
  /** The type tags that a stored value may have. */
  readonly types: readonly StoredType[]
  /** The models of what it holds: members, elements, options. */
  readonly parts: readonly AttributeModel[]
  /** It stands for a schema that is resolved when first used, for it may hold itself. */
  readonly recursive?: true
  /** What a list or set holds. */
  readonly element: AttributeModel | undefined
  /** A member of a map or record, an element of a list; of a union those of its options. Undefined: there is none. */
  child(segment: string | number): AttributeModel | undefined
  /**
   * Makes the stored value of an encoded one.
   * @throws Fault
   */
  marshal(value: unknown): AttributeValue
  /** The encoded value of a stored one; what does not fit is told in `issues`, with paths from here. */
  unmarshal(stored: AttributeValue, issues: Issue[]): unknown
}

/** What is known of one place in a schema. */
export interface AttributeModel extends Storage {
  /** The schema at this place with its wrappers: optional, default, codec. */
  readonly schema: $ZodType
  /** The schema of what is stored, without wrappers. */
  readonly base: $ZodType
  /** Whether it may be left out of a stored item: it is optional, or has a default. */
  readonly optional: boolean
  readonly nullable: boolean
  /** Whether a codec is at or below it, so that only zod can encode and decode a value. */
  readonly converts: boolean
  /** Whether zod could lose or invent a member of a value, for its name's sake: see detach. */
  readonly hazardous: boolean
  /** Whether the schema sets no limit to how deeply values are nested. */
  readonly unbounded: boolean
  /** Makes the schema's default, decoded. */
  readonly defaultValue: (() => unknown) | undefined
}

const typeNames: Readonly<Record<StoredType, string>> = {
  S: 'a string',
  N: 'a number',
  B: 'binary',
  BOOL: 'a boolean',
  NULL: 'null',
  SS: 'a string set',
  NS: 'a number set',
  BS: 'a binary set',
  L: 'a list',
  M: 'a map',
}

/** The type tag of a stored value. */
export function typeOf(stored: AttributeValue): StoredType | undefined {
  for (const type in stored) return type as StoredType
  return undefined
}

/** Tells that a stored value has the wrong type tag. */
export function wrongType(types: readonly StoredType[], stored: AttributeValue, issues: Issue[]): undefined {
  const expected = types.map(type => `${typeNames[type]} (${type})`).join(' or ')
  issues.push({ path: [], code: 'wrongType', message: `expected ${expected}, found ${typeOf(stored) ?? 'nothing'}` })
}
