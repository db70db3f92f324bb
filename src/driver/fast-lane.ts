import type { CommandName, Commands } from '../operation/transport.js'
import { bytesOf, outputOf, Unreadable } from './answer.js'
import type { DynamoDBClientLike } from './client-like.js'
import { clockNotes, correctsClock, signingDate } from './clock.js'
import { tableOf } from './hooks.js'
import type { FirstOutcome, SdkArguments, SdkConfig, SdkIdentity, SdkResponse, SdkStack } from './middleware-types.js'
import type { Pipeline } from './pipeline.js'
import type { Sample } from './sample.js'
import type { Sign } from './signer.js'
import { base64Of, writeWire } from './wire.js'

/** What the trace's middleware is answered with. */
const passed = { response: { statusCode: 200, headers: {}, body: undefined }, output: { $metadata: {} } }

/** How long the client's endpoint and headers are taken for what they were, in milliseconds. */
const SAMPLE_AGE = 30_000

/** What came of a first attempt: the output, or what the SDK goes on from. */
type Outcome = { readonly output: object } | FirstOutcome

/** Makes the first attempt at a request, beside the SDK's pipeline; undefined where it must not, and has sent nothing. */
export type FirstAttempt = (
  name: CommandName,
  input: Commands[CommandName]['input'],
  signal: AbortSignal | undefined,
) => Promise<Outcome | undefined>

/**
 * The lane beside the SDK's pipeline: the client's own request handler, credentials, retry quota and clock, and requests made
 * after an example that the pipeline gave. Where there is none (the first request of an operation, one each half minute, new
 * credentials), where the client has middleware or a logger of its user's, and for tables named by ARN, it sends nothing.
 */
export function createFastLane(client: DynamoDBClientLike, pipeline: Pipeline): FirstAttempt {
  const { config, middlewareStack: stack } = client as unknown as { config: SdkConfig; middlewareStack: SdkStack }
  const sign = pipeline.signer?.()
  const lanes = new Map<CommandName, Lane>()

  return async (name, input, signal) => {
    const sample = sign && pipeline.sampleOf(name, stack, config)
    // The endpoint of a table that is named by its ARN depends on the account in it.
    if (!sample || tableOf(input)?.startsWith('arn:')) return undefined
    let lane = lanes.get(name)
    if (lane?.sample !== sample) {
      lane = await createLane(sample, sign, pipeline, config)
      lanes.set(name, lane)
    }
    const identity = await config.credentials({})
    const strategy = await config.retryStrategy()
    if (Date.now() > sample.taken + SAMPLE_AGE || !isSame(identity, sample.scheme.identity)) {
      pipeline.forget(name)
      return undefined
    }
    // Others may wait before a request is sent, and would count one that goes on in the pipeline twice.
    const token = strategy.mode === 'standard' && (await strategy.acquireInitialRetryToken?.(''))
    if (!token) return undefined
    const outcome = await lane.attempt(input, identity, signal)
    if ('output' in outcome) strategy.recordSuccess?.(token)
    return outcome
  }
}

/** The lane for one operation, after one example. */
interface Lane {
  readonly sample: Sample
  attempt(input: object, identity: SdkIdentity, signal: AbortSignal | undefined): Promise<Outcome>
}

async function createLane(sample: Sample, sign: Sign, { find }: Pipeline, config: SdkConfig): Promise<Lane> {
  const { request: like, scheme, scope, Request } = sample
  const base64 = base64Of(config)
  const corrected = await correctsClock(config)
  const { signingProperties = {} } = scheme.httpAuthOption
  // The trace may be another in each request: the SDK's own middleware adds it.
  const addTrace = find('recursionDetectionMiddleware')(async () => passed, {})
  const headers = commonHeaders(like.headers, scheme.identity)

  return {
    sample,
    async attempt(input, identity, signal) {
      const text = writeWire(input, base64)
      const own: Record<string, string> = { ...headers }
      const request = new Request({ body: text, ...like, headers: own })
      own['content-length'] = String(config.bodyLengthChecker(text))
      own['amz-sdk-invocation-id'] = crypto.randomUUID()
      await addTrace({ input, request } as SdkArguments)
      const notes = clockNotes(config, corrected, signingProperties)
      sign(own, text, identity, scope, signingDate(config, corrected))
      let response: SdkResponse
      try {
        response = (await config.requestHandler.handle(request, signal ? { abortSignal: signal } : {})).response
      } catch (error) {
        return { error, notes }
      }
      // Whatever it is, it is read at once: a stream that nobody listens to may end unseen.
      let body: unknown
      try {
        const bytes = await bytesOf(response, config)
        body = bytes
        if (response.statusCode === 200) {
          const output = outputOf(response, bytes, config)
          Object.assign(output.$metadata, { attempts: 1, totalRetryDelay: 0 })
          scheme.signer.successHandler?.(response, notes)
          return { output }
        }
      } catch (error) {
        body ??= new Unreadable(error)
      }
      return { response: { ...response, body }, notes }
    },
  }
}

/**
 * The headers that are the same in each request: not its trace, and not what counts its attempts. Those that differ have their
 * places in them, for it is cheaper to fill places than to make them.
 */
function commonHeaders(headers: Readonly<Record<string, string>>, { sessionToken }: SdkIdentity) {
  const common: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (/^(x-amzn-trace-id|traceparent|tracestate|baggage)$/i.test(name)) continue
    common[name] = name === 'amz-sdk-request' ? value.replace(/attempt=\d+/, 'attempt=1') : value
  }
  const signature = { 'x-amz-date': '', 'x-amz-content-sha256': '', authorization: '' }
  return { ...common, ...signature, ...(sessionToken && { 'x-amz-security-token': '' }) }
}

const isSame = (one: SdkIdentity, other: SdkIdentity): boolean =>
  one === other ||
  (one.accessKeyId === other.accessKeyId &&
    one.secretAccessKey === other.secretAccessKey &&
    one.sessionToken === other.sessionToken &&
    one.accountId === other.accountId)
