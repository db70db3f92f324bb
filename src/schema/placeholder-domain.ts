import type { PlaceholderDomain } from '../key/domain.js'
import type { AttributeModel } from './attribute-model.js'
import type { AttributeEntry } from './item-model.js'
import { formatsOf, overwrites, type TextFormat } from './text-checks.js'

const digits = '0123456789'
const lower = 'abcdefghijklmnopqrstuvwxyz'
const alphanumeric = digits + lower.toUpperCase() + lower
const hex = `${digits}abcdefABCDEF-`

/** The characters that texts of a format can hold; undefined where that is not known. */
export function charactersOf({ format, precision, offset }: TextFormat): string | undefined {
  const fraction = precision == null || precision > 0 ? '.' : ''
  const known: Readonly<Record<string, string>> = {
    datetime: `${digits}-:TZ${fraction}${offset ? '+' : ''}`,
    date: `${digits}-`,
    time: `${digits}:${fraction}`,
    uuid: hex,
    guid: hex,
    ulid: alphanumeric,
    ksuid: alphanumeric,
    nanoid: `${alphanumeric}_-`,
    cuid2: digits + lower,
  }
  return known[format]
}

const domains: Readonly<Record<string, PlaceholderDomain>> = {
  string: { type: 'string' },
  numeric: { type: 'string', characters: `${digits}+-.eE` },
  number: { type: 'number', characters: `${digits}+-.e` },
  bigint: { type: 'bigint', characters: `${digits}-` },
  boolean: { type: 'boolean', values: ['true', 'false'] },
}

/** What is known of an attribute's values in keys; undefined where the attribute can't be part of a text key. */
export const placeholderDomain = ({ model }: AttributeEntry): PlaceholderDomain | undefined => domainOf(model)

export function domainOf(model: AttributeModel): PlaceholderDomain | undefined {
  const domain = domains[model.kind]
  // The values of an enum or of literals, as zod lists them.
  const { values } = model.schema._zod
  // What trim, toLowerCase and the like leave of the characters is not known.
  const characters = overwrites(model) ? undefined : formatsOf(model).map(charactersOf).find(Boolean)
  return (
    domain && {
      ...domain,
      ...(characters && domain.type === 'string' && { characters }),
      ...(values && { values: [...values].filter(value => value != null).map(String) }),
    }
  )
}
