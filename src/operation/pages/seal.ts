import { DefinitionError } from '../../errors/monotable-error.js'
import { toUtf8 } from './base64url.js'

/** How cursors are kept from being forged: signed (HMAC-SHA-256), and encrypted (AES-256-GCM) where asked. */
export interface CursorSeal {
  close(payload: Uint8Array<ArrayBuffer>, binding: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>
  /** The payload, or undefined where no secret of ours closed it for this binding. */
  open(sealed: Uint8Array<ArrayBuffer>, binding: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | undefined>
  /** The payload without a check; undefined where it is encrypted. */
  peek(sealed: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined
}

/**
 * What `createDatabase({ cursorSecret })` takes: a secret; several, of which the first closes and all open, so that one
 * can follow another; or, with `encrypt`, the wish that cursors don't show the keys that they hold.
 */
export type CursorSecret =
  | string
  | readonly string[]
  | { readonly secrets: string | readonly string[]; readonly encrypt?: boolean }

const SIGNATURE_BYTES = 32
const NONCE_BYTES = 12

/** @throws DefinitionError when there is no secret, or an empty one */
export function createSeal(secret: CursorSecret): CursorSeal {
  const { secrets, encrypt = false } = typeof secret === 'object' && 'secrets' in secret ? secret : { secrets: secret }
  const all = typeof secrets === 'string' ? [secrets] : secrets
  if (all.length === 0 || all.includes(''))
    throw new DefinitionError('definition.database', { reason: 'a cursorSecret is empty' })
  return encrypt ? encryptingSeal(all) : signingSeal(all)
}

function signingSeal(secrets: readonly string[]): CursorSeal {
  const keys = secrets.map(secret =>
    once(() => importKey(secret, { name: 'HMAC', hash: 'SHA-256' }, ['sign', 'verify'])),
  )
  return {
    async close(payload, binding) {
      const signature = await crypto.subtle.sign('HMAC', await keys[0]!(), bound(payload, binding))
      return join(new Uint8Array(signature), payload)
    },
    async open(sealed, binding) {
      const signature = sealed.slice(0, SIGNATURE_BYTES)
      const payload = sealed.slice(SIGNATURE_BYTES)
      for (const key of keys) {
        if (await crypto.subtle.verify('HMAC', await key(), signature, bound(payload, binding))) return payload
      }
      return undefined
    },
    peek: sealed => sealed.slice(SIGNATURE_BYTES),
  }
}

function encryptingSeal(secrets: readonly string[]): CursorSeal {
  const keys = secrets.map(secret => once(() => importKey(secret, { name: 'AES-GCM' }, ['encrypt', 'decrypt'])))
  return {
    async close(payload, binding) {
      const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
      const parameters = { name: 'AES-GCM', iv, additionalData: binding }
      return join(iv, new Uint8Array(await crypto.subtle.encrypt(parameters, await keys[0]!(), payload)))
    },
    async open(sealed, binding) {
      const parameters = { name: 'AES-GCM', iv: sealed.slice(0, NONCE_BYTES), additionalData: binding }
      for (const key of keys) {
        try {
          return new Uint8Array(await crypto.subtle.decrypt(parameters, await key(), sealed.slice(NONCE_BYTES)))
        } catch {}
      }
      return undefined
    },
    peek: () => undefined,
  }
}

/** The web's types, which Node's have no global names for. */
type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>
type Usage = 'sign' | 'verify' | 'encrypt' | 'decrypt'
type Algorithm = { readonly name: 'HMAC'; readonly hash: 'SHA-256' } | { readonly name: 'AES-GCM' }

/** A key of 256 bits from a secret of any length; one for each use, so that neither tells of the other. */
async function importKey(secret: string, algorithm: Algorithm, usages: Usage[]): Promise<Key> {
  const bits = await crypto.subtle.digest('SHA-256', toUtf8(`monotable cursor ${algorithm.name} ${secret}`))
  return crypto.subtle.importKey('raw', bits, algorithm, false, usages)
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** JSON holds no zero byte, so that nothing of one part can pass for the other's. */
const bound = (payload: Uint8Array, binding: Uint8Array) => join(join(payload, new Uint8Array(1)), binding)

function join(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}
