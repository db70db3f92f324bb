import { InvalidCursorError } from '../../errors/monotable-error.js'
import type { StoredItem } from '../../schema/item-model.js'
import { decodeBase64Url, encodeBase64Url, toUtf8 } from './base64url.js'
import type { ReadPlan } from './read-plan.js'
import type { CursorSeal } from './seal.js'

/** Where each segment of a read goes on: behind a key, at its beginning, or nowhere, for it is done. */
export type Position = StoredItem | 'start' | 'done'

/** What a cursor is made for. */
type Bound = Pick<ReadPlan, 'binding' | 'segments' | 'keyNames'>

/**
 * The text of a cursor: opaque, URL-safe, and bound to its query.
 * Without a seal it can be read and made by whoever wants to; a seal signs it, and encrypts it where asked.
 */
export async function encodeCursor(
  positions: readonly Position[],
  { binding }: Bound,
  seal: CursorSeal | undefined,
): Promise<string> {
  const json = JSON.stringify([fingerprint(binding), positions], (_, value) =>
    value instanceof Uint8Array ? encodeBase64Url(value) : value,
  )
  const payload = toUtf8(json)
  return encodeBase64Url(seal ? await seal.close(payload, toUtf8(binding)) : payload)
}

/** @throws InvalidCursorError when it is malformed, forged, or of another query */
export async function decodeCursor(
  text: string,
  bound: Bound,
  seal: CursorSeal | undefined,
): Promise<readonly Position[]> {
  const bytes = decodeBase64Url(text)
  const payload = seal && bytes ? await seal.open(bytes, toUtf8(bound.binding)) : bytes
  return readPayload(payload, bound, 'it is not signed for this query')
}

/** The same without a look at the seal, for showing the command that would be sent. */
export function peekCursor(text: string, bound: Bound, seal: CursorSeal | undefined): readonly Position[] {
  const bytes = decodeBase64Url(text)
  const payload = seal && bytes ? seal.peek(bytes) : bytes
  return readPayload(payload, bound, 'it is encrypted: only the running query opens it')
}

function readPayload(payload: Uint8Array | undefined, bound: Bound, closed: string): readonly Position[] {
  if (payload === undefined) throw invalid(closed)
  let parsed: unknown
  try {
    parsed = JSON.parse(new TextDecoder().decode(payload), (name, value) =>
      name === 'B' && typeof value === 'string' ? decodeBase64Url(value) : value,
    )
  } catch {}
  const [mark, positions] = Array.isArray(parsed) ? parsed : []
  if (mark === undefined) throw invalid('it is damaged')
  if (mark !== fingerprint(bound.binding)) throw invalid('it is of another query')
  if (!Array.isArray(positions) || positions.length !== bound.segments || !positions.every(isPosition(bound)))
    throw invalid('it is damaged')
  return positions
}

/** DynamoDB must be asked for nothing but a key of the index that is read. */
const isPosition =
  ({ keyNames }: Bound) =>
  (position: unknown): boolean => {
    if (position === 'start' || position === 'done') return true
    const entries = Object.entries(Object(position))
    return (
      entries.length === keyNames.length && entries.every(([name, value]) => keyNames.includes(name) && isKey(value))
    )
  }

/** Whether a value is a stored one of a type that keys have. */
function isKey(value: unknown): boolean {
  const [[type, content] = [], ...more] = Object.entries(Object(value))
  return (
    more.length === 0 &&
    (type === 'B' ? content instanceof Uint8Array : /^[SN]$/.test(`${type}`) && typeof content === 'string')
  )
}

const invalid = (reason: string) => new InvalidCursorError('cursor.invalid', { reason })

/** A short text that differs where two long ones do; guards against mistakes, not against forgers (the seal does). */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x1000193)
  return (hash >>> 0).toString(36)
}
