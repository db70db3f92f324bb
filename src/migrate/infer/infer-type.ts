import type { StoredType } from '../../schema/attribute-model.js'
import { createSummary, mergeSummary, type Summary } from './attribute-summary.js'
import type { InferredAttribute, InferredType, SeenValue } from './inferred-model.js'

/** The type of what was seen at a place. */
export function inferType(summary: Summary): InferredType {
  // The order is that of no scan: the same items give the same code.
  const types = [...summary.types].sort(([a, x], [b, y]) => y - x || byName({ name: a }, { name: b }))
  const [first] = types
  if (first === undefined) return { kind: 'unknown' }
  if (types.length === 1) return typeOfKind(first[0], summary)
  return { kind: 'mixed', types: types.map(([type, count]) => ({ type: typeOfKind(type, summary), count })) }
}

function typeOfKind(type: StoredType, summary: Summary): InferredType {
  switch (type) {
    case 'S':
      return textType(summary)
    case 'N':
      return { kind: 'number', integer: summary.integer, exact: summary.exact }
    case 'BOOL':
      return { kind: 'boolean' }
    case 'NULL':
      return { kind: 'null' }
    case 'B':
      return { kind: 'binary' }
    case 'SS':
      return { kind: 'set', element: 'string' }
    case 'NS':
      return { kind: 'set', element: 'number' }
    case 'BS':
      return { kind: 'set', element: 'binary' }
    case 'L':
      return { kind: 'list', element: summary.element ? inferType(summary.element) : { kind: 'unknown' } }
    case 'M':
      return mapType(summary)
  }
}

function textType(summary: Summary): InferredType {
  const [format] = summary.formats ?? []
  if (format) return { kind: 'string', format }
  const seen = fewWords(summary)
  return seen ? { kind: 'string', seen } : { kind: 'string' }
}

/** Values that may be all there are: a few of one word or two, which are there often. The most frequent first. */
function fewWords({ values, types }: Summary): readonly SeenValue[] | undefined {
  const total = types.get('S') ?? 0
  if (!values || total < 12 || values.size > 6 || values.size < 2 || total < values.size * 6) return undefined
  const words = [...values].map(([value, count]) => ({ value, count }))
  return words.every(({ value }) => /^[A-Za-z][A-Za-z_.:/-]{0,23}( [A-Za-z_.:/-]{1,15})?$/.test(value))
    ? words.sort((a, b) => b.count - a.count || byName({ name: a.value }, { name: b.value }))
    : undefined
}

function mapType(summary: Summary): InferredType {
  const { members, maps } = summary
  const names = [...(members?.keys() ?? [])]
  if (members === undefined || isRecord(names, members, maps)) {
    const element = createSummary()
    for (const member of members?.values() ?? []) mergeSummary(element, member)
    if (!members && summary.element) mergeSummary(element, summary.element)
    return { kind: 'record', element: inferType(element) }
  }
  const found = [...members].map(([name, member]) => inferMember(name, member, maps)).sort(byName)
  return { kind: 'map', members: found, count: maps }
}

/** Whether the names of a map's members are data: ids, or many of which each is rarely there. */
function isRecord(names: readonly string[], members: ReadonlyMap<string, Summary>, maps: number): boolean {
  if (names.length === 0) return true
  if (names.some(name => name === '')) return true
  if (names.every(name => /^(\d+|[\da-f]{8}-[\da-f-]{27}|\d{4}-\d\d-\d\d.*)$/i.test(name))) return true
  const present = [...members.values()].reduce((sum, { count }) => sum + count, 0)
  return names.length > 30 && present / (names.length * maps) < 0.2
}

/** The order of attributes in code. */
export const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : Number(a.name > b.name)

/** A member of a map, or an attribute, of which there could be so many. */
export const inferMember = (name: string, summary: Summary, outOf: number): InferredAttribute => ({
  name,
  present: summary.count,
  optional: summary.count < outOf,
  type: inferType(summary),
})
