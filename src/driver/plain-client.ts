import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { once } from '../schema/once.js'
import type { SdkConfig, SdkStack } from './middleware-types.js'
import { entriesOf, type StackEntry } from './stack-watch.js'

/**
 * Whether a client makes, signs and reads requests as the SDK does that was given nothing for that: parts of it can then be made
 * by cheaper ones. A middleware, signer or protocol of its user's, also in the place and under the name of the SDK's, shows in
 * the sources of its functions.
 */
export const isPlainClient = (entries: readonly StackEntry[], config: SdkConfig): boolean =>
  isSilent(config) && hasParts(entries) && sourcesOf(entries, config) === plainSources()

/** Whether the SDK is one that has in its client's stack what is taken the place of there, or called: older ones have not. */
const hasParts = (entries: readonly StackEntry[]): boolean =>
  [
    'loggerMiddleware',
    'serializerMiddleware',
    'deserializerMiddleware',
    'recursionDetectionMiddleware',
    'retryMiddleware',
    'httpSigningMiddleware',
  ].every(wanted => entries.some(({ name }) => name === wanted))

const plainSources = /* @__PURE__ */ once(() => {
  const { middlewareStack, config } = new DynamoDBClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  })
  return sourcesOf(entriesOf(middlewareStack as unknown as SdkStack), config as unknown as SdkConfig)
})

function sourcesOf(entries: readonly StackEntry[], config: SdkConfig): string {
  const { signer, protocol, httpAuthSchemeProvider, httpAuthSchemes = [] } = config
  return [
    ...entries.flatMap(({ name, middleware }) => [name, middleware]),
    ...[protocol, ...httpAuthSchemes.map(scheme => scheme.signer)].map(object => object?.constructor),
    signer,
    httpAuthSchemeProvider,
  ].join('\n')
}

/** Whether a client's logger does nothing with what it is told, as that of a client that was given none. */
const isSilent = ({ logger }: SdkConfig): boolean => isEmpty(logger?.info) && isEmpty(logger?.error)

/** By its source: its class may have lost its name to a minifier. */
const isEmpty = (method: unknown): boolean =>
  method === undefined || /^[\w$\s]*(\([^)]*\)|[\w$]+)\s*(=>)?\s*\{\s*\}$/.test(String(method))

/** What of a client's configuration decides that, and may be replaced at any time. */
export const decisiveParts = ({ logger, requestHandler, protocol, signer }: SdkConfig): readonly unknown[] => [
  logger?.info,
  logger?.error,
  requestHandler,
  protocol,
  signer,
]
