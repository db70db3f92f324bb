const twoWay = 'a transform has no way back to what is stored: use z.codec, which has both directions'

/** Why schemas of these types can't be stored, and what to use instead. */
export const refusals: Readonly<Record<string, string>> = {
  date: 'z.date() has no stored form of its own: use a codec, such as z.codec(z.iso.datetime(), z.date(), { decode: text => new Date(text), encode: date => date.toISOString() })',
  undefined: 'undefined is never stored: use .optional()',
  void: 'undefined is never stored: use .optional()',
  never: 'z.never() has no values: leave it out',
  nan: 'NaN is no number to DynamoDB: use z.number()',
  symbol: 'symbols have no stored form',
  function: 'functions have no stored form',
  promise: 'promises have no stored form: await the value before, and use its schema',
  file: 'files have no stored form: use z.instanceof(Uint8Array) for their content',
  map: 'a Map has no stored form: use z.record, or z.codec over one',
  success: 'z.success() has no way back to what is stored: use a codec',
  transform: twoWay,
}
