import type { $ZodType } from 'zod/v4/core'
import type { AttributeModel } from './attribute-model.js'

/** A format that strings of a schema have: zod's name for it, and its options. */
export interface TextFormat {
  readonly format: string
  readonly precision?: number | null
  readonly offset?: boolean
}

interface CheckDefinition extends Partial<TextFormat> {
  readonly check?: string
  readonly tx?: (text: string) => string
}

/** The definitions of a schema's checks; a schema of a format, such as z.uuid(), is its own first check. */
function checksOf({ _zod }: $ZodType): readonly CheckDefinition[] {
  const { def } = _zod
  return [def as CheckDefinition, ...(def.checks ?? []).map(check => check._zod.def as CheckDefinition)]
}

/** The formats that a string schema asks for. */
export const formatsOf = ({ base }: AttributeModel): readonly TextFormat[] =>
  checksOf(base).filter(({ check }) => check === 'string_format') as readonly (CheckDefinition & TextFormat)[]

/** Whether a schema changes the texts that it checks: trim, toLowerCase and the like. */
export const overwrites = ({ base }: AttributeModel): boolean => checksOf(base).some(({ tx }) => tx)

/** A value as the schema's own trim, toLowerCase and the like will have it, without validating it. */
export function overwrite({ base, parts }: AttributeModel, value: unknown): unknown {
  if (typeof value !== 'string') return value
  // A lazy schema's text is another schema's.
  if (base._zod.def.type === 'lazy') return overwrite(parts[0]!, value)
  return checksOf(base).reduce((text, { tx }) => (tx ? tx(text) : text), value)
}
