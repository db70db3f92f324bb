import type { MonotableError } from 'monotable'
import { dim, inline, type Paint, plain, red, table } from './terminal.js'

/** Text beside its label, and how it is coloured. */
export interface Row {
  readonly label: string
  readonly text: string
  readonly paint?: Paint
  /** By how much it is indented where it goes on in another line. */
  readonly hang?: number
}

/** What came of a call, in rows for people: lists as tables, an item with an attribute a line. */
export function describeResult(result: unknown, columns: number): Row[] {
  if (typeof result === 'string') return [{ label: 'gives', text: result, paint: plain }]
  if (isPage(result)) return describeItems(result.items, columns)
  if (Array.isArray(result) && result.every(item => typeof item === 'object')) return describeItems(result, columns)
  if (result === null || typeof result !== 'object' || Array.isArray(result))
    return [{ label: 'gives', text: inline(result) }]
  const longest = Math.max(...Object.keys(result).map(name => name.length))
  return Object.entries(result).map(([name, value], index) => ({
    label: index === 0 ? 'gives' : '',
    text: `${name.padEnd(longest)}  ${inline(value)}`,
    hang: longest + 2,
  }))
}

export function describeError(error: MonotableError): Row[] {
  return [
    { label: 'fails', text: `${error.name}: ${error.message}`, paint: red },
    ...(error.item === undefined ? [] : [{ label: 'error.item', text: inline(error.item) }]),
  ]
}

function describeItems(items: readonly object[], columns: number): Row[] {
  const { head, body, left } = table(items, columns)
  return [
    { label: 'gives', text: items.length === 1 ? '1 item' : `${items.length} items`, paint: plain },
    ...(items.length > 0 ? [{ label: '', text: head, paint: dim }] : []),
    ...body.map(text => ({ label: '', text, paint: plain })),
    ...(left.length > 0 ? [{ label: '', text: `and ${left.join(', ')}`, paint: dim }] : []),
  ]
}

const isPage = (value: unknown): value is { items: object[] } =>
  typeof value === 'object' && value !== null && 'items' in value && 'scannedCount' in value
