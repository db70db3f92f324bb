import type { StringFormat } from './inferred-model.js'

const day =
  '(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8])))'
const time = '(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?'
const zone = '[+-](?:[01]\\d|2[0-3]):[0-5]\\d'

/** What texts of a format look like, the narrower of two that share texts first: no text fits here that zod's format refuses. */
const patterns: Readonly<Record<StringFormat, RegExp>> = {
  uuid: /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i,
  guid: /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i,
  ulid: /^[0-7][\dA-HJKMNP-TV-Z]{25}$/,
  datetime: new RegExp(`^${day}T${time}Z$`),
  offsetDatetime: new RegExp(`^${day}T${time}(?:Z|${zone})$`),
  localDatetime: new RegExp(`^${day}T${time}Z?$`),
  date: new RegExp(`^${day}$`),
  email: /^(?:[\w'+-]+\.)*[\w'+-]*[\w+-]@(?:[A-Za-z\d][A-Za-z\d-]*\.)+[A-Za-z]{2,}$/,
  url: /^https?:\/\/[A-Za-z\d][A-Za-z\d.-]*(?::\d{1,5})?(?:[/?#][\w\-./?#%&=+~:,;@!$*()]*)?$/,
}

const formats = Object.keys(patterns) as StringFormat[]

/** The formats, of some, that a text has: all of `among` that are left once it was seen. */
export const formatsOf = (text: string, among: readonly StringFormat[] = formats): readonly StringFormat[] =>
  among.length === 0 || text.length > 2048 ? [] : among.filter(format => patterns[format].test(text))

/** A format as zod calls it. */
export const zodFormat = (format: StringFormat): { readonly format: string; readonly offset?: boolean } => ({
  format: format.toLowerCase().endsWith('datetime') ? 'datetime' : format,
  ...(format === 'offsetDatetime' && { offset: true }),
})
