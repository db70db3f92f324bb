import { InvalidCursorError } from '../../errors/monotable-error.js'
import type { StoredItem } from '../../schema/item-model.js'
import { decodeBase64Url, encodeBase64Url, toUtf8 } from './base64url.js'
import type { ReadPlan } from './read-plan.js'
import type { CursorSeal } from './seal.js'

/** Where each segment of a read goes on: behind a key, at its beginning, or nowhere, for it is done. */
export type Position = StoredItem | 'start' | 'done'

/** What a cursor is made for. */
type Bound = Pick<ReadPlan, 'binding' | 'segments' | 'keyNames' | 'isStart'>

/**
 * The text of a cursor: opaque, URL-safe, and bound to its query.
 * Without a seal it can be read and made by whoever wants to; a seal signs it, and encrypts it where asked.
 */
export async function encodeCursor(
  positions: readonly Position[],
  { binding }: Bound,
  seal: CursorSeal | undefined,
): Promise<string> {
  const json = JSON.stringify([fingerprint(binding()), positions], (_, value) =>
    value instanceof Uint8Array ? encodeBase64Url(value) : value,
  )
  const payload = toUtf8(json)
  return encodeBase64Url(seal ? await seal.close(payload, toUtf8(binding())) : payload)
}

/** @throws InvalidCursorError when it is malformed, forged, or of another query */
export async function decodeCursor(
  text: string,
  bound: Bound,
  seal: CursorSeal | undefined,
): Promise<readonly Position[]> {
  const bytes = decodeBase64Url(text)
  if (bytes === undefined) throw damaged()
  const payload = seal ? await seal.open(bytes, toUtf8(bound.binding())) : bytes
  if (payload === undefined) throw invalid('the cursorSecret did not sign it for this query')
  return readPayload(payload, bound)
}

/** The same without a look at the seal, for showing the command that would be sent. */
export function peekCursor(text: string, bound: Bound, seal: CursorSeal | undefined): readonly Position[] {
  const bytes = decodeBase64Url(text)
  if (bytes === undefined) throw damaged()
  const payload = seal ? seal.peek(bytes) : bytes
  if (payload === undefined) throw invalid('it is encrypted: only the running query opens it')
  return readPayload(payload, bound)
}

function readPayload(payload: Uint8Array, bound: Bound): readonly Position[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(new TextDecoder().decode(payload), (name, value) =>
      name === 'B' && typeof value === 'string' ? decodeBase64Url(value) : value,
    )
  } catch {}
  const [mark, positions] = Array.isArray(parsed) ? parsed : []
  if (mark === undefined) throw damaged()
  if (mark !== fingerprint(bound.binding())) throw invalid('it is of another query')
  if (!Array.isArray(positions) || positions.length !== bound.segments || !positions.every(isPosition(bound)))
    throw damaged()
  return positions
}

/** DynamoDB must be asked for nothing but a key of the index that is read, in what is read of it. */
const isPosition =
  ({ keyNames, isStart }: Bound) =>
  (position: unknown): boolean => {
    if (position === 'start' || position === 'done') return true
    const names = Object.keys(Object(position))
    return (
      names.length === keyNames.length &&
      names.every(name => keyNames.includes(name)) &&
      isStart(position as StoredItem)
    )
  }

const damaged = () => invalid('it is damaged')
const invalid = (reason: string) => new InvalidCursorError('cursor.invalid', { reason })

/** A short text that differs where two long ones do; guards against mistakes, not against forgers (the seal does). */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x1000193)
  return (hash >>> 0).toString(36)
}
