import type { CommandName, Commands } from '../operation/transport.js'
import { createCommand } from './carrier.js'
import type { DynamoDBClientLike } from './client-like.js'
import { createFastLane } from './fast-lane.js'
import type { Attempts } from './middleware-types.js'
import { pipelineOf } from './pipeline.js'
import { isRefusal } from './translate-error.js'

/** How requests are sent: through the SDK's pipeline, or beside it. */
export type TransportKind = 'standard' | 'fast'

/** Sends a command. What goes wrong is thrown as the SDK has it; what is known of a lost answer is noted in `attempts`. */
export type Send = (
  name: CommandName,
  input: Commands[CommandName]['input'],
  attempts: Attempts,
  signal: AbortSignal | undefined,
) => Promise<object>

/** Sends through the client, by a pipeline that is kept, or beside it where that is asked for and possible. */
export function createSender(client: DynamoDBClientLike, transport: TransportKind = 'standard'): Send {
  const pipeline = pipelineOf(client)
  const byClient: Send = (name, input, attempts, signal) =>
    client.send(createCommand(name, input, { pipeline, attempts }), signal && { abortSignal: signal })
  if (transport === 'standard') return byClient
  const attempt = createFastLane(client, pipeline)
  const { send } = client
  // Who wraps a client's `send` (a tracer, a mock) is to see each request.
  const isSdks = /resolveMiddleware/.test(String(send))
  return async (name, input, attempts, signal) => {
    const first = isSdks && client.send === send ? await attempt(name, input, signal) : undefined
    if (first && 'output' in first) return first.output
    attempts.first = first
    // The pipeline may fail before it comes to what is known already, on credentials say.
    if (first) attempts.known.lost ||= !('response' in first && isRefusal(first.response.statusCode))
    return byClient(name, input, attempts, signal)
  }
}
