/** What to use instead of schemas that have no stored form. */
export const insteadOf: Readonly<Record<string, string>> = {
  date: 'use a codec, such as z.codec(z.iso.datetime(), z.date(), { decode: text => new Date(text), encode: date => date.toISOString() })',
  undefined: 'use .optional()',
  void: 'use .optional()',
  never: 'leave it out',
  nan: 'use z.number()',
  promise: 'await the value before',
  file: 'use z.instanceof(Uint8Array)',
  map: 'use z.record, or a codec over one',
  success: 'use a codec',
  transform: 'use z.codec, which has both directions',
}

/** Why a schema can't be stored, and what to do. */
export const noStoredForm = (what: string, instead = 'use a codec'): string =>
  `${what} has no stored form of its own: ${instead}`
