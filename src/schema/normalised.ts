import type { AttributeModel } from './attribute-model.js'
import { domainOf } from './placeholder-domain.js'
import { formatsOf, overwrite } from './text-checks.js'

/** Whether an attribute's values are in one case already, by what its schema makes of them, checks or lists. */
export function isNormalised(model: AttributeModel, kind: 'lower' | 'upper'): boolean {
  const change = (text: string) => (kind === 'lower' ? text.toLowerCase() : text.toUpperCase())
  if (formatsOf(model).some(({ format }) => format === `${kind}case`)) return true
  const { values, characters } = domainOf(model) ?? {}
  const texts = values ?? characters
  return (
    overwrite(model, 'Aa') === change('Aa') || (texts !== undefined && [...texts].every(text => text === change(text)))
  )
}
