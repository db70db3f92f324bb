import { once } from '../schema/once.js'

/** Bytes of Node's, into which text can be written. */
interface Bytes extends Uint8Array {
  write(text: string, start: number, encoding: 'utf8' | 'hex'): number
}

/** What of Node signs. */
interface Crypto {
  hash(algorithm: 'sha256', data: string | Uint8Array, encoding: 'hex'): string
  createHmac(algorithm: 'sha256', key: string | Uint8Array): { update(data: string): { digest(): Uint8Array } }
  alloc(size: number, fill: number): Bytes
}

// Asked of the process, not imported: bundles for edge runtimes and browsers stay free of Node, and let the SDK sign.
const findCrypto = (): Crypto | undefined => {
  const host = (globalThis as { process?: { getBuiltinModule?: (name: string) => object } }).process
  const { hash, createHmac }: Partial<Crypto> = host?.getBuiltinModule?.('node:crypto') ?? {}
  const buffers = host?.getBuiltinModule?.('node:buffer') as { readonly Buffer: Pick<Crypto, 'alloc'> } | undefined
  const alloc = buffers?.Buffer.alloc
  return hash && createHmac && alloc && { hash, createHmac, alloc }
}

/** Node's crypto, where it is there and has what signing needs (Node 20.16 and later). */
export const nodeCrypto = /* @__PURE__ */ once(findCrypto)

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

/** What a signature is good for. */
export interface Scope {
  readonly region: string
  readonly service: string
}

/**
 * Signs a request to `POST /` with AWS's Signature Version 4, as the SDK does: adds its headers to those that are given, which
 * must not have them yet.
 */
export type Sign = (
  headers: Record<string, string>,
  body: string,
  credentials: Credentials,
  scope: Scope,
  date: Date,
) => void

/** Headers that are never signed: proxies change them. */
const unsigned = new Set([
  'authorization',
  'cache-control',
  'connection',
  'expect',
  'from',
  'keep-alive',
  'max-forwards',
  'pragma',
  'referer',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'x-amzn-trace-id',
])

/** A signer that keeps the key of the day, and what most headers come to, for they are the same in each request. */
export function createSigner(crypto: Crypto): Sign {
  const { hash, createHmac } = crypto
  const hmac = (key: string | Uint8Array, data: string) => createHmac('sha256', key).update(data).digest()
  let key: { readonly of: string; readonly sign: (text: string) => string } | undefined
  let layout: Layout | undefined
  let last = { second: Number.NaN, time: '' }

  function keyFor({ secretAccessKey }: Credentials, { region, service }: Scope, day: string) {
    const of = `${day}/${region}/${service}/${secretAccessKey}`
    if (key?.of !== of) {
      const bytes = [day, region, service, 'aws4_request'].reduce<string | Uint8Array>(hmac, `AWS4${secretAccessKey}`)
      // Beside the scope, of which a character can take 3 bytes, the text has some 130.
      key = { of, sign: createHasher(crypto, bytes as Uint8Array, 3 * of.length + 256) }
    }
    return key
  }

  return (headers, body, credentials, scope, date) => {
    const second = Math.floor(date.getTime() / 1000)
    if (second !== last.second)
      last = { second, time: new Date(second * 1000).toISOString().replace(/[-:]|\.\d+/g, '') }
    const { time } = last
    const day = time.slice(0, 8)
    const payload = hash('sha256', body, 'hex')
    headers['x-amz-date'] = time
    if (credentials.sessionToken) headers['x-amz-security-token'] = credentials.sessionToken
    headers['x-amz-content-sha256'] = payload
    if (!layout?.fits(headers)) layout = createLayout(headers)
    const canonical = `POST\n/\n\n${layout.lines(headers)}\n${layout.signed}\n${payload}`
    const scoped = `${day}/${scope.region}/${scope.service}/aws4_request`
    const text = `AWS4-HMAC-SHA256\n${time}\n${scoped}\n${hash('sha256', canonical, 'hex')}`
    const signature = keyFor(credentials, scope, day).sign(text)
    headers.authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scoped}, SignedHeaders=${layout.signed}, Signature=${signature}`
  }
}

/**
 * HMAC-SHA256 with a key of 32 bytes: two hashes, each of a block that the key makes with what follows it. Both blocks are kept,
 * which takes half the time of a Hmac made for each text.
 * @param room the most bytes of a text
 */
function createHasher({ hash, alloc }: Crypto, key: Uint8Array, room: number): (text: string) => string {
  const inner = alloc(64 + room, 0x36)
  const outer = alloc(64 + 32, 0x5c)
  for (const [index, byte] of key.entries()) {
    inner[index]! ^= byte
    outer[index]! ^= byte
  }
  return text => {
    const end = 64 + inner.write(text, 64, 'utf8')
    outer.write(hash('sha256', inner.subarray(0, end), 'hex'), 64, 'hex')
    return hash('sha256', outer, 'hex')
  }
}

type Headers = Readonly<Record<string, string>>

/** How requests with headers of these names are signed. */
interface Layout {
  fits(headers: Headers): boolean
  /** The names of the headers that are signed, as they stand in the signature. */
  readonly signed: string
  /** The lines of these headers. */
  lines(headers: Headers): string
}

function createLayout(headers: Headers): Layout {
  const names = Object.keys(headers)
  const signed = new Map<string, string>()
  for (const name of [...names].sort()) {
    const lower = name.toLowerCase()
    if (!unsigned.has(lower) && !/^(proxy|sec)-/.test(lower)) signed.set(lower, name)
  }
  const places = [...signed].sort(([one], [other]) => (one < other ? -1 : 1))
  const known = places.map(() => ({ value: '', line: '' }))
  return {
    fits(headers) {
      let index = 0
      for (const name in headers) if (name !== names[index++]) return false
      return index === names.length
    },
    signed: places.map(([lower]) => lower).join(';'),
    lines(headers) {
      let lines = ''
      for (let index = 0; index < places.length; index++) {
        const [lower, name] = places[index]!
        const last = known[index]!
        const value = headers[name]!
        if (last.value !== value || last.line === '') {
          last.value = value
          last.line = `${lower}:${normalised(value)}\n`
        }
        lines += last.line
      }
      return lines
    },
  }
}

/** Most values are as they are signed: to find that out takes less than to have them changed. */
const normalised = (value: string): string => (/[\r\n\t]| {2}|^ | $/.test(value) ? normalise(value) : value)

const normalise = (value: string): string =>
  value
    .replace(/[\r\n]/g, ' ')
    .replace(/[ \t]+/g, ' ')
    .replace(/^ | $/g, '')
