import { DefinitionError } from '../../errors/monotable-error.js'
import { once } from '../../schema/once.js'
import { toUtf8 } from './base64url.js'

type Bytes = Uint8Array<ArrayBuffer>

/** How cursors are kept from being forged: signed (HMAC-SHA-256), and encrypted (AES-256-GCM) where asked. */
export interface CursorSeal {
  close(payload: Bytes, binding: Bytes): Promise<Bytes>
  /** The payload, or undefined where no secret of ours closed it for this binding. */
  open(sealed: Bytes, binding: Bytes): Promise<Bytes | undefined>
  /** The payload without a check; undefined where it is encrypted. */
  peek(sealed: Bytes): Bytes | undefined
}

/**
 * What `createDatabase({ cursorSecret })` takes: a secret; several, of which the first closes and all open, so that one
 * can follow another; or, with `encrypt`, the wish that cursors don't show the keys that they hold.
 */
export type CursorSecret =
  | string
  | readonly string[]
  | { readonly secrets: string | readonly string[]; readonly encrypt?: boolean | undefined }

const SIGNATURE_BYTES = 32
const NONCE_BYTES = 12

/** @throws DefinitionError when there is no secret, or an empty one */
export function createSeal(secret: CursorSecret): CursorSeal {
  const { secrets, encrypt = false } = typeof secret === 'object' && 'secrets' in secret ? secret : { secrets: secret }
  const all = [secrets].flat() as string[]
  if (all.length === 0 || all.includes(''))
    throw new DefinitionError('definition.database', { reason: 'a cursorSecret is empty' })
  const { subtle } = crypto
  const name = encrypt ? 'AES-GCM' : 'HMAC'
  // One key of 256 bits for each use of a secret, so that neither use tells of the other.
  const keyOf = async (text: string) => {
    const bits = await subtle.digest('SHA-256', toUtf8(`monotable cursor ${name} ${text}`))
    return subtle.importKey(
      'raw',
      bits,
      { name, hash: 'SHA-256' },
      false,
      encrypt ? ['encrypt', 'decrypt'] : ['sign', 'verify'],
    )
  }
  const keys = once(() => all.map(keyOf))
  const head = encrypt ? NONCE_BYTES : SIGNATURE_BYTES
  const split = (sealed: Bytes) => [sealed.slice(0, head), sealed.slice(head)] as const
  // JSON holds no zero byte, so that nothing of one part can pass for the other's.
  const signed = (payload: Bytes, binding: Bytes) => join(payload, new Uint8Array(1), binding)
  return {
    async close(payload, binding) {
      const key = await keys()[0]!
      if (!encrypt) return join(new Uint8Array(await subtle.sign(name, key, signed(payload, binding))), payload)
      const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
      return join(iv, new Uint8Array(await subtle.encrypt({ name, iv, additionalData: binding }, key, payload)))
    },
    async open(sealed, binding) {
      const [start, rest] = split(sealed)
      for (const key of await Promise.all(keys())) {
        const payload = encrypt
          ? await subtle.decrypt({ name, iv: start, additionalData: binding }, key, rest).catch(() => undefined)
          : (await subtle.verify(name, key, start, signed(rest, binding))) && rest
        if (payload) return new Uint8Array(payload)
      }
      return undefined
    },
    peek: sealed => (encrypt ? undefined : split(sealed)[1]),
  }
}

function join(...parts: readonly Uint8Array[]): Bytes {
  return Uint8Array.from(parts.flatMap(part => [...part]))
}
