import { type $ZodType, type $ZodTypes, globalRegistry } from 'zod/v4/core'
import type { Wrappers } from './model.js'
import { refusals } from './refusals.js'

export interface Unwrapped extends Wrappers {
  readonly base: $ZodTypes
  /** What `.meta({ dynamodb: … })` says of how it is stored. */
  readonly dynamodb: unknown
}

/**
 * Takes a schema's wrappers off, down to the schema of what is stored: of codecs and pipes that is their input side.
 * @throws what `refuse` throws, for transforms
 */
export function unwrap(schema: $ZodType, refuse: (reason: string) => never): Unwrapped {
  let base = schema as $ZodTypes
  let dynamodb: unknown
  const wrappers = { nullable: false, converts: false, defaulted: false, caught: false }
  for (;;) {
    dynamodb ??= globalRegistry.get(base)?.dynamodb
    const { def } = base._zod
    switch (def.type) {
      case 'nullable':
        wrappers.nullable = true
        base = def.innerType as $ZodTypes
        break
      case 'default':
      case 'prefault':
        wrappers.defaulted = true
        base = def.innerType as $ZodTypes
        break
      case 'catch':
        wrappers.caught = true
        base = def.innerType as $ZodTypes
        break
      case 'optional':
      case 'nonoptional':
      case 'readonly':
        base = def.innerType as $ZodTypes
        break
      case 'pipe':
        if (isTransform(def.in) || isTransform(def.out)) refuse(refusals.transform!)
        wrappers.converts = true
        base = def.in as $ZodTypes
        break
      default:
        return { base, dynamodb, ...wrappers }
    }
  }
}

/** Whether a schema is a transform, or ends in one. */
function isTransform(schema: $ZodType): boolean {
  const { def } = (schema as $ZodTypes)._zod
  switch (def.type) {
    case 'transform':
      return true
    case 'pipe':
      return isTransform(def.in) || isTransform(def.out)
    default:
      return 'innerType' in def && isTransform(def.innerType as $ZodType)
  }
}
