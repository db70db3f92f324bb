import type { DynamoDBClientLike } from './client-like.js'

/** Names that mean this machine, or one beside it in a network of containers. */
const local =
  /^(localhost|127(\.\d+){3}|0\.0\.0\.0|\[?::1\]?|host\.docker\.internal|[^.:]+|.+\.(local|localhost|internal|test))$/

/** Whether a client talks to a server that is not AWS's: one of this machine, or of a network of its own. Sends nothing. */
export async function isLocalEndpoint({ config }: DynamoDBClientLike): Promise<boolean> {
  const { endpoint } = Object(config) as { readonly endpoint?: unknown }
  try {
    const found: unknown = typeof endpoint === 'function' ? await endpoint() : endpoint
    const hostname = typeof found === 'string' ? /^\w+:\/\/([^/:]+|\[.*\])/.exec(found)?.[1] : Object(found).hostname
    return typeof hostname === 'string' && local.test(hostname)
  } catch {
    return false
  }
}
