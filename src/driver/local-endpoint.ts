import type { DynamoDBClientLike } from './client-like.js'

/** Names that mean this machine, or one beside it in a network of containers. */
const local =
  /^(localhost|127(\.\d+){3}|0\.0\.0\.0|\[?::1\]?|host\.docker\.internal|[^.:]+|.+\.(local|localhost|internal|test))$/

/** What of a client's configuration says where it sends to: given to it, or in the environment. */
interface EndpointConfig {
  readonly endpoint?: unknown
  readonly serviceConfiguredEndpoint?: unknown
  readonly ignoreConfiguredEndpointUrls?: unknown
}

/** Whether a client talks to a server that is not AWS's: one of this machine, or of a network of its own. Sends nothing. */
export async function isLocalEndpoint({ config }: DynamoDBClientLike): Promise<boolean> {
  const { endpoint, serviceConfiguredEndpoint, ignoreConfiguredEndpointUrls }: EndpointConfig = Object(config)
  const provider = endpoint ?? (ignoreConfiguredEndpointUrls ? undefined : serviceConfiguredEndpoint)
  try {
    const found: unknown = typeof provider === 'function' ? await provider() : provider
    const hostname = typeof found === 'string' ? new URL(found).hostname : Object(found).hostname
    return typeof hostname === 'string' && local.test(hostname)
  } catch {
    return false
  }
}
