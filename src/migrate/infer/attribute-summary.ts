import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { type StoredType, typeOf } from '../../schema/attribute-model.js'
import { readInteger, readNumber } from '../../schema/numbers.js'
import { formatsOf } from './formats.js'
import type { StringFormat } from './inferred-model.js'

/** How many different values are remembered, and how many members of a map before it is taken for a record. */
const VALUES_KEPT = 24
const MEMBERS_KEPT = 150
/** Below so many levels, what is there is not looked at. */
const LEVELS = 10

/** What was seen of an attribute, or of a place inside one. Grows with kinds of values, not with how many there are. */
export interface Summary {
  count: number
  readonly types: Map<StoredType, number>
  /** The formats that all texts have; undefined where there was none yet. */
  formats: readonly StringFormat[] | undefined
  /** The different texts, and how often each was there; undefined where they are too many. */
  values: Map<string, number> | undefined
  integer: boolean
  /** Whether some number needs more digits than JavaScript's have. */
  exact: boolean
  least: number
  greatest: number
  /** Of all elements of lists, or of all values of a record. */
  element: Summary | undefined
  members: Map<string, Summary> | undefined
  maps: number
}

export const createSummary = (): Summary => ({
  count: 0,
  types: new Map(),
  formats: undefined,
  values: new Map(),
  integer: true,
  exact: false,
  least: Number.POSITIVE_INFINITY,
  greatest: Number.NEGATIVE_INFINITY,
  element: undefined,
  members: new Map(),
  maps: 0,
})

/** Takes a value into account. */
export function addValue(summary: Summary, value: AttributeValue, level = 0): void {
  const type = typeOf(value)
  if (type === undefined) return
  summary.count++
  summary.types.set(type, (summary.types.get(type) ?? 0) + 1)
  if (value.S !== undefined) addText(summary, value.S)
  for (const number of value.NS ?? (value.N === undefined ? [] : [value.N])) addNumber(summary, number)
  if (level >= LEVELS) return
  for (const element of value.L ?? []) addValue(elementOf(summary), element, level + 1)
  if (value.M) addMap(summary, value.M, level)
}

function addText(summary: Summary, text: string): void {
  summary.formats = formatsOf(text, summary.formats)
  const { values } = summary
  if (values === undefined) return
  values.set(text, (values.get(text) ?? 0) + 1)
  if (values.size > VALUES_KEPT || text.length > 100) summary.values = undefined
}

function addNumber(summary: Summary, text: string): void {
  const number = readNumber(text)
  if (number === undefined) {
    summary.exact = true
    summary.integer &&= readInteger(text) !== undefined
    return
  }
  summary.integer &&= Number.isInteger(number)
  summary.least = Math.min(summary.least, number)
  summary.greatest = Math.max(summary.greatest, number)
}

function addMap(summary: Summary, map: Readonly<Record<string, AttributeValue>>, level: number): void {
  summary.maps++
  for (const [name, member] of Object.entries(map)) {
    const { members } = summary
    const known = members?.get(name)
    if (known) addValue(known, member, level + 1)
    else if (members && members.size < MEMBERS_KEPT && name !== '__proto__') {
      const fresh = createSummary()
      members.set(name, fresh)
      addValue(fresh, member, level + 1)
    } else {
      toRecord(summary)
      addValue(elementOf(summary), member, level + 1)
    }
  }
}

/** Has the members of a map be one: they are too many to have names. */
function toRecord(summary: Summary): void {
  const { members } = summary
  if (members === undefined) return
  for (const member of members.values()) mergeSummary(elementOf(summary), member)
  summary.members = undefined
}

function elementOf(summary: Summary): Summary {
  summary.element ??= createSummary()
  return summary.element
}

/** Adds what is known of one place to another. */
export function mergeSummary(into: Summary, other: Summary): void {
  into.count += other.count
  into.maps += other.maps
  for (const [type, count] of other.types) into.types.set(type, (into.types.get(type) ?? 0) + count)
  if (other.formats) {
    const { formats } = into
    into.formats = formats ? other.formats.filter(format => formats.includes(format)) : other.formats
  }
  if (into.values && other.values) {
    for (const [value, count] of other.values) into.values.set(value, (into.values.get(value) ?? 0) + count)
    if (into.values.size > VALUES_KEPT) into.values = undefined
  } else into.values = undefined
  into.integer &&= other.integer
  into.exact ||= other.exact
  into.least = Math.min(into.least, other.least)
  into.greatest = Math.max(into.greatest, other.greatest)
  if (other.element) mergeSummary(elementOf(into), other.element)
  if (!other.members) toRecord(into)
  for (const [name, member] of other.members ?? []) {
    const target = into.members?.get(name) ?? createSummary()
    mergeSummary(target, member)
    if (into.members && (into.members.has(name) || into.members.size < MEMBERS_KEPT)) into.members.set(name, target)
    else {
      toRecord(into)
      mergeSummary(elementOf(into), member)
    }
  }
}
