import type { AttributeModel } from './attribute-model.js'
import { placeholderDomain } from './placeholder-domain.js'
import { formatsOf, overwrite } from './text-checks.js'

const cases = {
  lower: { format: 'lowercase', change: (text: string) => text.toLowerCase() },
  upper: { format: 'uppercase', change: (text: string) => text.toUpperCase() },
} as const

/** Whether an attribute's values are in one case already, by what its schema makes of them, checks or lists. */
export function isNormalised(model: AttributeModel, kind: keyof typeof cases): boolean {
  const { format, change } = cases[kind]
  if (formatsOf(model).some(found => found.format === format)) return true
  if (overwrite(model, 'Aa') === change('Aa')) return true
  const { values, characters } = placeholderDomain({ name: '', storedName: '', stored: false, model }) ?? {}
  const texts = values ?? (characters === undefined ? [] : [characters])
  return texts.length > 0 && texts.every(text => text === change(text))
}
