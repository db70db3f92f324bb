import { commonProperties } from './clock.js'
import type { SdkAuthScheme, SdkContext, SdkHttpRequest, SdkMiddleware } from './middleware-types.js'
import type { Scope, Sign } from './signer.js'

/** A request that the SDK made for one operation: what the next ones have in common with it. */
export interface Sample {
  /** Without a body, and without the headers that signing adds. */
  readonly request: Omit<SdkHttpRequest, 'body'>
  readonly scheme: SdkAuthScheme
  readonly scope: Scope
}

/**
 * Watches how the SDK makes a request, and tells of it once it has succeeded: undefined where it is not as DynamoDB's requests
 * are (another protocol, path or way of signing), so that it is no example for others.
 * @param sign tried on the request: another signature than the SDK's is no example either. Undefined where the SDK is to sign.
 */
export const takeSample =
  (sign: Sign | undefined, tell: (sample: Sample | undefined) => void): SdkMiddleware =>
  (next, context) =>
  async args => {
    const answer = await next(args)
    if (answer.response.statusCode === 200) tell(sampleOf(args.request, context, sign))
    return answer
  }

/** Where the request is signed, and has all of its headers. */
export const sampledAt = { step: 'finalizeRequest', priority: 'low', name: 'monotableSample' } as const

const credential = /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\/aws4_request, /

function sampleOf(request: SdkHttpRequest, context: SdkContext, sign: Sign | undefined): Sample | undefined {
  const { method, protocol, hostname, port, path, query, username, body } = request
  const scheme = context.__smithy_context?.selectedHttpAuthScheme
  const { authorization = '', 'x-amz-date': time = '', ...headers } = request.headers as Record<string, string>
  const [, region, service] = credential.exec(authorization) ?? []
  const isUsual = method === 'POST' && path === '/' && !username && Object.keys(query ?? {}).length === 0
  if (!isUsual || headers['content-type'] !== 'application/x-amz-json-1.0' || !scheme || !region || !service)
    return undefined
  delete headers['x-amz-content-sha256']
  delete headers['x-amz-security-token']
  const scope = { region, service }
  if (sign) {
    const text = typeof body === 'string' ? body : new TextDecoder().decode(body as unknown as Uint8Array)
    const signed = { ...headers }
    sign(signed, text, scheme.identity, scope, dateOf(time))
    if (signed.authorization !== authorization) return undefined
  }
  const { identity, signer, httpAuthOption } = scheme
  const signingProperties = commonProperties(httpAuthOption.signingProperties ?? {})
  return {
    request: { method, protocol, hostname, port, path, query, headers },
    scheme: { identity, signer, httpAuthOption: { signingProperties } },
    scope,
  }
}

/** `20260101T120000Z` as a date. */
const dateOf = (time: string): Date =>
  new Date(time.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5'))
