import type { PlaceholderDomain } from '../key/domain.js'
import type { AttributeModel } from './attribute-model.js'
import type { AttributeEntry } from './item-model.js'
import { formatsOf, overwrites, type TextFormat } from './text-checks.js'

const digits = '0123456789'
const lower = 'abcdefghijklmnopqrstuvwxyz'
const upper = lower.toUpperCase()
const hex = `${digits}abcdefABCDEF-`
const fraction = ({ precision }: TextFormat) => (precision == null || precision > 0 ? '.' : '')

/** The characters that texts of zod's formats can hold. */
const charactersOf: Readonly<Record<string, (format: TextFormat) => string>> = {
  datetime: format => `${digits}-:TZ${fraction(format)}${format.offset ? '+' : ''}`,
  date: () => `${digits}-`,
  time: format => `${digits}:${fraction(format)}`,
  uuid: () => hex,
  guid: () => hex,
  ulid: () => `${digits}${upper}${lower}`,
  ksuid: () => `${digits}${upper}${lower}`,
  nanoid: () => `${digits}${upper}${lower}_-`,
  cuid2: () => `${digits}${lower}`,
}

/** What is known of an attribute's values in keys; undefined where the attribute can't be part of a text key. */
export function placeholderDomain({ model }: AttributeEntry): PlaceholderDomain | undefined {
  switch (model.kind) {
    case 'string':
      return { type: 'string', ...textCharacters(model), ...values(model) }
    case 'numeric':
      return { type: 'string', characters: `${digits}+-.eE` }
    case 'number':
      return { type: 'number', characters: `${digits}+-.e`, ...values(model) }
    case 'bigint':
      return { type: 'bigint', characters: `${digits}-`, ...values(model) }
    case 'boolean':
      return { type: 'boolean', values: ['true', 'false'], ...values(model) }
    default:
      return undefined
  }
}

function textCharacters(model: AttributeModel): { characters?: string } {
  // What trim, toLowerCase and the like leave of the characters is not known.
  if (overwrites(model)) return {}
  for (const format of formatsOf(model)) {
    const characters = charactersOf[format.format]?.(format)
    if (characters !== undefined) return { characters }
  }
  return {}
}

/** The values of an enum or of literals, as zod lists them. */
function values({ schema }: AttributeModel): { values?: readonly string[] } {
  const all = schema._zod.values
  return all ? { values: [...all].filter(value => value != null).map(String) } : {}
}
