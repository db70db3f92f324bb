import { inspect } from 'node:util'
import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { ResponseEvent } from 'monotable'
import type { Row } from './result.js'
import { dim, inline, plain } from './terminal.js'

/** What all the commands have between them; `event.input` is one of their inputs. */
interface CommandInput {
  readonly TransactItems?: readonly Readonly<Record<string, CommandInput>>[]
  readonly RequestItems?: Readonly<Record<string, { readonly Keys?: readonly Stored[] } | readonly unknown[]>>
  readonly IndexName?: string
  readonly Key?: Stored
  readonly Item?: Stored
  readonly KeyConditionExpression?: string
  readonly FilterExpression?: string
  readonly ProjectionExpression?: string
  readonly UpdateExpression?: string
  readonly ConditionExpression?: string
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>
  readonly ExpressionAttributeValues?: Stored
  readonly ConsistentRead?: boolean
  readonly ScanIndexForward?: boolean
  readonly Limit?: number
}
type Stored = Readonly<Record<string, AttributeValue>>

/** Requests in rows for people: each kind of request once, with how often it was sent, and what they cost together. */
export function describeRequests(events: readonly ResponseEvent[]): Row[] {
  if (events.length === 0) return []
  const kindOf = (event: ResponseEvent) => `${event.operation} ${event.entity}`
  const kinds = [...new Set(events.map(kindOf))].map(kind => events.filter(event => kindOf(event) === kind))
  return [
    ...kinds.flatMap(kind => describeRequest(kind[0]!, kind.length)),
    { label: 'cost', text: costOf(events), paint: dim },
  ]
}

/** The expressions of a request, with the names and values that stand behind the placeholders. */
function describeRequest({ operation, entity, input }: ResponseEvent, times: number): Row[] {
  const command = input as CommandInput
  const more = times === 1 ? '' : `, and ${times - 1} more like it`
  const items = command.TransactItems?.flatMap(item => Object.entries(item)) ?? []
  if (items.length > 0)
    return [
      { label: 'sends', text: `${operation} of ${entity}: ${count(items.length, 'operation')}${more}`, paint: plain },
      ...items.flatMap(([name, item], index) => [
        { label: '', text: `${index + 1}  ${name}`, paint: plain },
        ...describeCommand(item),
      ]),
    ]
  const index = command.IndexName === undefined ? '' : `, index ${command.IndexName}`
  const batch = Object.values(command.RequestItems ?? {}).map(each =>
    Array.isArray(each) ? each.length : (each as { readonly Keys: readonly unknown[] }).Keys.length,
  )
  const size = batch.length > 0 ? `: ${count(batch[0] ?? 0, 'item')}` : ''
  return [
    { label: 'sends', text: `${operation} ${entity}${index}${size}${more}`, paint: plain },
    ...describeCommand(command),
  ]
}

/** The parts of one command. */
function describeCommand(command: CommandInput): Row[] {
  const resolve = (expression: string | undefined) =>
    expression?.replace(/[#:]\w+/g, placeholder => {
      const value = command.ExpressionAttributeValues?.[placeholder]
      return value ? textOf(value) : (command.ExpressionAttributeNames?.[placeholder] ?? placeholder)
    })
  const options = [
    command.ScanIndexForward === false ? 'descending' : '',
    command.ConsistentRead ? 'consistent' : '',
    command.Limit === undefined ? '' : `at most ${command.Limit}`,
  ]
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['key', command.Key && attributesOf(command.Key)],
    ['item', command.Item && attributesOf(command.Item)],
    ['key', resolve(command.KeyConditionExpression)],
    ['filter', resolve(command.FilterExpression)],
    ['projection', resolve(command.ProjectionExpression)],
    ['update', resolve(command.UpdateExpression?.replace(/ (REMOVE|ADD|DELETE) /g, '\n$1 '))],
    ['condition', resolve(command.ConditionExpression)],
    ['options', options.filter(option => option !== '').join(', ')],
  ]
  return rows.flatMap(([label, text]) => (text ? [{ label, text }] : []))
}

/** What requests cost together, and how much of what they read came back. */
function costOf(events: readonly ResponseEvent[]): string {
  const total = (of: (event: ResponseEvent) => number | undefined) =>
    events.reduce((sum, event) => sum + (of(event) ?? 0), 0)
  const isRead = ({ operation }: ResponseEvent) => /Get|Query|Scan/.test(operation)
  const readUnits = total(event => (isRead(event) ? event.consumedCapacity : 0))
  const writeUnits = total(event => (isRead(event) ? 0 : event.consumedCapacity))
  const scanned = total(event => event.scannedCount)
  return [
    count(events.length, 'request'),
    readUnits > 0 ? count(readUnits, 'read unit') : '',
    writeUnits > 0 ? count(writeUnits, 'write unit') : '',
    scanned > 0 ? `${count(scanned, 'item')} read, ${total(event => event.count)} returned` : '',
  ]
    .filter(part => part !== '')
    .join(' · ')
}

const count = (amount: number, unit: string): string => `${amount} ${unit}${amount === 1 ? '' : 's'}`

const attributesOf = (stored: Stored): string =>
  Object.entries(stored)
    .map(([name, value]) => `${name}: ${textOf(value)}`)
    .join(', ')

/** A stored value as code. U+10FFFF, which closes ranges of keys, shows on no terminal. */
const textOf = (value: AttributeValue): string => inline(unwrap(value)).replaceAll('\u{10FFFF}', '\\u{10FFFF}')

/** A stored value without its type tags. */
function unwrap(value: AttributeValue): unknown {
  if (value.L) return value.L.map(unwrap)
  if (value.M) return Object.fromEntries(Object.entries(value.M).map(([name, member]) => [name, unwrap(member)]))
  if (value.N !== undefined) return Number(value.N)
  if (value.NULL) return null
  if (value.B) return bytesOf(value.B)
  return value.S ?? value.BOOL ?? new Set<unknown>(value.SS ?? value.NS ?? value.BS)
}

/** Bytes tell nobody anything but how many they are. */
const bytesOf = ({ length }: Uint8Array) => ({ [inspect.custom]: () => `<${length} bytes>` })
