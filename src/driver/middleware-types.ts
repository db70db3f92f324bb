import type { Attempts as Known } from '../operation/transport.js'
import type { Credentials } from './signer.js'

// What is used of the SDK's inside, by shape: its own types don't tell, and another copy of the SDK is as good.

export interface SdkHttpRequest {
  readonly method: string
  readonly protocol: string
  readonly hostname: string
  readonly port?: number | undefined
  readonly path: string
  readonly query: Readonly<Record<string, unknown>>
  readonly username?: string | undefined
  /** The middleware adds its headers in place. */
  readonly headers: Record<string, string>
  readonly body: string
}

export interface SdkResponse {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

/** What goes through the middleware: the command's own fields, and what was made of it. */
export interface SdkArguments {
  readonly input: object
  readonly request: SdkHttpRequest
  /** Those of the command. */
  readonly attempts: Attempts
  /** How the request is signed, as it was chosen for it: the context may be another request's by then. */
  readonly scheme?: SdkAuthScheme | undefined
}

/** What becomes of the attempts to make one request. */
export interface Attempts {
  /** Whether a second one would do the work a second time. */
  readonly unrepeatable: boolean
  /** What is known of them; and of the requests before this one, where several are one write. */
  readonly known: Known
  /** What came of the first one where it was made by the fast lane: the SDK goes on from there. */
  first?: FirstOutcome | undefined
}

/** What came of a first attempt that was no success, and what was noted for the SDK's signer when it was sent. */
export type FirstOutcome = ({ readonly response: SdkResponse } | { readonly error: unknown }) & {
  readonly notes: SigningProperties
}

export interface SdkAnswer {
  readonly response: SdkResponse
  readonly output?: any
}

export type SdkHandler = (request: SdkArguments) => Promise<SdkAnswer>
export type SdkMiddleware = (next: SdkHandler, context: SdkContext) => SdkHandler

export interface SdkIdentity extends Credentials {
  readonly accountId?: string | undefined
}

/** How the SDK signs a request. */
export interface SdkAuthScheme {
  readonly identity: SdkIdentity
  readonly httpAuthOption: { readonly signingProperties?: SigningProperties | undefined }
  readonly signer: {
    errorHandler?(properties: SigningProperties): (error: unknown) => never
    successHandler?(response: SdkResponse, properties: SigningProperties): void
  }
}

/** What the SDK's signer notes for a request, to learn of its answer how far the clock is off. */
export interface SigningProperties {
  readonly signingRegion?: string | undefined
  readonly signingName?: string | undefined
  readonly context?: unknown
  readonly _disableClockSkewCorrection?: boolean
  readonly _skipClockSkewSampling?: boolean
  readonly _preRequestSystemClockOffset?: number
  readonly _requestSentAt?: number
}

/** What the middleware of one client shares. */
export interface SdkContext {
  readonly endpointV2?: { readonly url: URL; readonly headers?: Readonly<Record<string, readonly string[]>> }
  readonly userAgent?: unknown
  readonly __smithy_context?: { readonly selectedHttpAuthScheme?: SdkAuthScheme }
}

export interface SdkStack {
  add(middleware: SdkMiddleware, options: object): void
  addRelativeTo(middleware: SdkMiddleware, options: object): void
  /** Tells another stack of all that is in this one. */
  applyToStack(to: Pick<SdkStack, 'add' | 'addRelativeTo'>): void
}

export interface SdkConfig {
  readonly base64Encoder: (bytes: Uint8Array) => string
  readonly base64Decoder: (text: string) => Uint8Array
  readonly utf8Encoder: (bytes: Uint8Array) => string
  readonly streamCollector: (body: unknown) => Promise<Uint8Array>
  readonly bodyLengthChecker: (body: string) => number | undefined
  readonly requestHandler: { handle(request: SdkHttpRequest, options: object): Promise<SdkAnswer> }
  readonly credentials: (options: object) => Promise<SdkIdentity>
  readonly retryStrategy: () => Promise<SdkRetryStrategy>
  readonly disableClockSkewCorrection?: () => Promise<boolean>
  readonly systemClockOffset?: number
  readonly protocol?: object
  readonly signer?: unknown
  readonly httpAuthSchemes?: readonly { readonly signer: object }[]
  readonly httpAuthSchemeProvider?: unknown
  readonly logger?: { readonly info?: unknown; readonly error?: unknown }
}

interface SdkRetryStrategy {
  readonly mode?: string
  acquireInitialRetryToken?(scope: string): Promise<unknown>
  recordSuccess?(token: unknown): void
}
