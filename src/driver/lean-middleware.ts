import type { CommandName } from '../operation/transport.js'
import { bytesOf, outputOf } from './answer.js'
import { replayedAt, replayFirst, watchAttempts, watchedAt } from './attempts.js'
import { clockNotes, correctsClock, signingDate } from './clock.js'
import type { SdkConfig, SdkContext, SdkMiddleware, SdkStack } from './middleware-types.js'
import type { Sample } from './sample.js'
import type { Sign } from './signer.js'
import { base64Of, writeWire } from './wire.js'

/** What middleware of ours takes the place of, in the stack of one operation of a client. */
export interface LeanOptions {
  readonly config: SdkConfig
  readonly name: CommandName
  /** The SDK's own, for requests and answers that are not as usual. */
  readonly stock: Readonly<Record<'serializer' | 'deserializer' | 'signing', SdkMiddleware>>
  readonly sign: Sign
  /** What is known of the operation's requests. */
  readonly sample: Sample
}

/** Puts our middleware into a command's stack: each takes the place of the SDK's of its name, or watches the attempts. */
export function addLeanMiddleware(stack: SdkStack, options: LeanOptions): void {
  const replace = (name: string, step: string, middleware: SdkMiddleware) =>
    stack.add(middleware, { name, step, override: true })
  // The client's logger does nothing, and what it would be told is a copy of the whole answer.
  replace('loggerMiddleware', 'initialize', next => next)
  replace('serializerMiddleware', 'serialize', serializer(options))
  replace('deserializerMiddleware', 'deserialize', deserializer(options))
  stack.add(watchAttempts, watchedAt)
  stack.add(replayFirst, replayedAt)
  stack.addRelativeTo(signing(options), {
    name: 'httpSigningMiddleware',
    relation: 'after',
    toMiddleware: 'retryMiddleware',
    override: true,
  })
}

/** Makes the request of the input. */
function serializer({ config, name, sample: { Request }, stock }: LeanOptions): SdkMiddleware {
  const target = `DynamoDB_20120810.${name}`
  return (next, context) => args => {
    // Both are this request's: the middleware before this one has just put them there.
    const { url, headers: given = {} } = context.endpointV2!
    if (url.pathname !== '/' || url.search !== '' || url.username !== '') return stock.serializer(next, context)(args)
    const scheme = context.__smithy_context?.selectedHttpAuthScheme
    const headers: Record<string, string> = {}
    for (const name of Object.keys(given)) headers[name] = given[name]!.join(', ')
    headers['content-type'] = 'application/x-amz-json-1.0'
    headers['x-amz-target'] = target
    const request = new Request({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      port: url.port ? Number(url.port) : undefined,
      path: '/',
      query: {},
      headers,
      body: writeWire(args.input, base64Of(config)),
    })
    return next({ scheme, ...args, request })
  }
}

/** Makes the output of the answer. */
function deserializer({ config, stock }: LeanOptions): SdkMiddleware {
  return (next, context) => async args => {
    const answer = await next(args)
    const { response } = answer
    const read = bytesOf(response, config)
    if (response.statusCode === 200) {
      try {
        return { response, output: outputOf(response, await read, config) }
      } catch {
        // What can't be read, or is not understood, is told in the SDK's way.
      }
    }
    const streamCollector = () => read
    return stock.deserializer(async () => answer, { ...context, streamCollector } as SdkContext)(args)
  }
}

/** Signs the request, and lets the SDK's signer learn of its answer how far the clock is off. */
function signing({ config, sample: { scope, Request }, sign, stock }: LeanOptions): SdkMiddleware {
  return (next, context) => async args => {
    if (!args.scheme) return stock.signing(next, context)(args)
    const { signer, identity, httpAuthOption } = args.scheme
    const { signingProperties = {} } = httpAuthOption
    const region = signingProperties.signingRegion ?? scope.region
    const service = signingProperties.signingName ?? scope.service
    const corrected = await correctsClock(config)
    // Of an attempt that was made already the notes are from then.
    const notes = args.attempts.first?.notes ?? clockNotes(config, corrected, signingProperties)
    // Of an attempt before this one they may have a date.
    const { date, ...headers } = args.request.headers
    sign(headers, args.request.body, identity, { region, service }, signingDate(config, corrected))
    try {
      const answer = await next({ ...args, request: new Request({ ...args.request, headers }) })
      signer.successHandler?.(answer.response, notes)
      return answer
    } catch (error) {
      signer.errorHandler?.(notes)(error)
      throw error
    }
  }
}
