import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { InvalidCursorError } from '../../errors/monotable-error.js'
import type { StoredItem } from '../../schema/item-model.js'
import { decodeBase64Url, encodeBase64Url, fromUtf8, toUtf8 } from './base64url.js'
import { fingerprint } from './fingerprint.js'
import type { CursorSeal } from './seal.js'

/** Where each segment of a read goes on: behind a key, at its beginning, or nowhere, for it is done. */
export type Position = StoredItem | 'start' | 'done'

/**
 * The text of a cursor: opaque, URL-safe, and bound to its query by `binding`.
 * Without a seal it can be read and made by whoever wants to; a seal signs it, and encrypts it where asked.
 */
export async function encodeCursor(
  positions: readonly Position[],
  binding: string,
  seal: CursorSeal | undefined,
): Promise<string> {
  const payload = toUtf8(JSON.stringify([fingerprint(binding), positions.map(writePosition)]))
  return encodeBase64Url(seal ? await seal.close(payload, toUtf8(binding)) : payload)
}

/** @throws InvalidCursorError when it is malformed, forged, or of another query */
export async function decodeCursor(
  text: string,
  binding: string,
  segments: number,
  seal: CursorSeal | undefined,
): Promise<readonly Position[]> {
  const bytes = decodeBase64Url(text)
  if (bytes === undefined) throw invalid('it is damaged')
  const payload = seal ? await seal.open(bytes, toUtf8(binding)) : bytes
  if (payload === undefined) throw invalid('it was not made with the cursorSecret for this query')
  return readPayload(payload, binding, segments)
}

/** The same without a look at the seal, for showing the command that would be sent. */
export function peekCursor(
  text: string,
  binding: string,
  segments: number,
  seal: CursorSeal | undefined,
): readonly Position[] {
  const bytes = decodeBase64Url(text)
  const payload = bytes && (seal ? seal.peek(bytes) : bytes)
  if (payload === undefined)
    throw invalid(bytes ? 'it is encrypted, and only opened when the query runs' : 'it is damaged')
  return readPayload(payload, binding, segments)
}

function readPayload(payload: Uint8Array, binding: string, segments: number): readonly Position[] {
  const [bound, written] = parse(payload)
  if (bound !== fingerprint(binding))
    throw invalid('it is of another query (table, index, partition, range, direction or segments)')
  if (!Array.isArray(written) || written.length !== segments) throw invalid('it is damaged')
  return written.map(readPosition)
}

function parse(payload: Uint8Array): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(fromUtf8(payload))
    if (Array.isArray(parsed)) return parsed
  } catch {}
  throw invalid('it is damaged')
}

const invalid = (reason: string) => new InvalidCursorError('cursor.invalid', { reason })

function writePosition(position: Position): unknown {
  if (position === 'start') return 0
  if (position === 'done') return 1
  return Object.entries(position).map(([name, { S, N, B }]) =>
    B ? [name, 'B', encodeBase64Url(B)] : S !== undefined ? [name, 'S', S] : [name, 'N', N],
  )
}

function readPosition(written: unknown): Position {
  if (written === 0) return 'start'
  if (written === 1) return 'done'
  if (!Array.isArray(written) || written.length === 0) throw invalid('it is damaged')
  const key: StoredItem = Object.create(null)
  for (const entry of written) {
    const [name, type, text]: readonly unknown[] = Array.isArray(entry) ? entry : []
    if (typeof name !== 'string' || typeof text !== 'string') throw invalid('it is damaged')
    key[name] = readValue(type, text)
  }
  return key
}

function readValue(type: unknown, text: string): AttributeValue {
  if (type === 'S') return { S: text }
  if (type === 'N') return { N: text }
  const bytes = type === 'B' ? decodeBase64Url(text) : undefined
  if (bytes === undefined) throw invalid('it is damaged')
  return { B: bytes }
}
