type Exports = Readonly<Record<string, unknown>>

/**
 * What a module exports, and of lists and plain objects what is in them too, for `export const entities = { users: User }`
 * is as good as an export of each.
 */
export function exportedValues(exports: Exports): readonly unknown[] {
  const values = Object.values(exports)
  return [...new Set([...values, ...values.flatMap(membersOf)])]
}

function membersOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (typeof value !== 'object' || value === null) return []
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null ? Object.values(value) : []
}

/** What a file is for: its default export, or `module.exports` as a whole. */
export const defaultExport = (exports: Exports): unknown => ('default' in exports ? exports.default : exports)
