/** A document of JSON. Maps become objects, sets lists, big integers and dates texts, bytes base64: what items are made of. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, (_, each: unknown) => plainJson(each), 2)}\n`
}

/** What JSON can't have, as it has it. */
export function plainJson(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Map) return Object.fromEntries(value)
  if (value instanceof Set) return [...value]
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  return value
}
