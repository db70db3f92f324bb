import { at } from './attempts.js'
import { commonProperties } from './clock.js'
import type { SdkAuthScheme, SdkContext, SdkHttpRequest, SdkMiddleware } from './middleware-types.js'
import type { Scope, Sign } from './signer.js'

/** A request that the SDK made for one operation: what the next ones have in common with it. */
export interface Sample {
  /** Without a body, and without the headers that signing adds. */
  readonly request: Omit<SdkHttpRequest, 'body'>
  readonly scheme: SdkAuthScheme
  readonly scope: Scope
  /** Makes a request of the client's own class, for its handler may count on that. */
  readonly Request: new (
    fields: SdkHttpRequest,
  ) => SdkHttpRequest
  /** When it was taken, in milliseconds. */
  readonly taken: number
}

/**
 * Watches how the SDK makes a request, and tells of it once it has succeeded: undefined where it is not as DynamoDB's requests
 * are (another path, or way of signing or retrying), so that it is no example for others.
 * @param sign tried on the request: with another signature than the SDK's it is no example either
 */
export const takeSample =
  (sign: Sign, tell: (sample: Sample | undefined) => void): SdkMiddleware =>
  (next, context) =>
  async args => {
    // As it is now: a handler may write into it.
    const request = copyOf(args.request)
    const answer = await next(args)
    if (answer.response.statusCode === 200) tell(sampleOf(request, context, sign))
    return answer
  }

/** Where the request is signed, and has all of its headers. */
export const sampledAt = /* @__PURE__ */ at('finalizeRequest', 'Sample')

const classOf = (request: SdkHttpRequest) => request.constructor as Sample['Request']

function copyOf(request: SdkHttpRequest): SdkHttpRequest {
  const Request = classOf(request)
  return new Request({ ...request, headers: { ...request.headers } })
}

const credential = /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\/aws4_request, /

function sampleOf(request: SdkHttpRequest, context: SdkContext, sign: Sign): Sample | undefined {
  const { method, protocol, hostname, port, path, query, username, body } = request
  const scheme = context.__smithy_context?.selectedHttpAuthScheme
  const { authorization = '', 'x-amz-date': time = '', ...headers } = request.headers as Record<string, string>
  const [, region, service] = credential.exec(authorization) ?? []
  const isUsual = method === 'POST' && path === '/' && !username && Object.keys(query ?? {}).length === 0
  // A retry strategy of the old kind adds to the user agent of the context, which all requests would share.
  if (!isUsual || context.userAgent || !scheme || !region || !service) return undefined
  delete headers['x-amz-content-sha256']
  delete headers['x-amz-security-token']
  const scope = { region, service }
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body as unknown as Uint8Array)
  const signed = { ...headers }
  sign(signed, text, scheme.identity, scope, dateOf(time))
  if (signed.authorization !== authorization) return undefined
  const { identity, signer, httpAuthOption } = scheme
  const signingProperties = commonProperties(httpAuthOption.signingProperties ?? {})
  return {
    request: { method, protocol, hostname, port, path, query, headers },
    scheme: { identity, signer, httpAuthOption: { signingProperties } },
    scope,
    Request: classOf(request),
    taken: Date.now(),
  }
}

/** `20260101T120000Z` as a date. */
const dateOf = (time: string): Date =>
  new Date(time.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5'))
