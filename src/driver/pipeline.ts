import type { CommandName } from '../operation/transport.js'
import { isOurs } from './attempts.js'
import type { DynamoDBClientLike } from './client-like.js'
import { addLeanMiddleware } from './lean-middleware.js'
import type { SdkConfig, SdkHandler, SdkMiddleware, SdkStack } from './middleware-types.js'
import { decisiveParts, isPlainClient } from './plain-client.js'
import { type Sample, sampledAt, takeSample } from './sample.js'
import { type SdkCommand, sdkCommands } from './sdk-commands.js'
import { createSigner, nodeCrypto, type Sign } from './signer.js'
import { createStackWatch, entriesOf } from './stack-watch.js'

/** What is known of one operation of a client: an example of its requests, and the middleware made for it. */
interface Known {
  readonly sample: Sample
  handler?: SdkHandler
}

/** The way of commands through one client. */
export interface Pipeline {
  /**
   * The middleware for a command of ours; undefined where it goes the SDK's own way: the first of its operation, which is
   * watched for an example, and all where the client has middleware or a logger of its user's.
   */
  resolve(
    name: CommandName,
    command: SdkCommand,
    stack: SdkStack,
    config: SdkConfig,
    options: object | undefined,
  ): SdkHandler | undefined
  /** An example of an operation's requests, where the client's way is still that on which it was taken. */
  sampleOf(name: CommandName, stack: SdkStack, config: SdkConfig): Sample | undefined
  /** Takes a new example at the next request. */
  forget(name: CommandName): void
  /** Makes what signs as the SDK does; undefined where this place has no crypto for it: then all goes the SDK's own way. */
  readonly signer: (() => Sign) | undefined
  /** A middleware of the SDK's own. */
  find(name: string): SdkMiddleware
}

/**
 * The configuration as it is at any time, for the SDK's middleware that copies all of it for each request: of the object itself,
 * which V8 keeps as a dictionary, a copy costs 7 µs, of this 1.
 */
function viewOf(config: SdkConfig): SdkConfig {
  const view = {}
  for (const name of Object.keys(config) as (keyof SdkConfig)[])
    Object.defineProperty(view, name, { enumerable: true, get: () => config[name] })
  return view as SdkConfig
}

/** By their stacks: a document client has that of the client which it is made of. */
const pipelines = new WeakMap<object, Pipeline>()

/** The pipeline of a client, one for all of its databases. */
export function pipelineOf(client: DynamoDBClientLike): Pipeline {
  const { middlewareStack: identity = client } = client as { readonly middlewareStack?: object }
  const pipeline = pipelines.get(identity) ?? createPipeline()
  pipelines.set(identity, pipeline)
  return pipeline
}

/** A pipeline learns of its client with each operation's first request. */
function createPipeline(): Pipeline {
  const crypto = nodeCrypto()
  const signer = crypto && (() => createSigner(crypto))
  const watch = createStackWatch()
  const known = new Map<CommandName, Known | 'unfit'>()
  let parts: readonly unknown[] = []
  let plain = false
  const find = (name: string) => watch.entries.find(entry => entry.name === name)!.middleware

  /** Whether nothing of the client's is its user's own; if that has changed, all is learned anew. */
  function isPlain(stack: SdkStack, config: SdkConfig): boolean {
    const now = decisiveParts(config)
    if (watch.changed(stack) || now.some((part, index) => part !== parts[index])) {
      known.clear()
      parts = now
      plain = signer !== undefined && isPlainClient(watch.entries, config)
    }
    return plain
  }

  /** Whether somebody between us and the client has added something to a command. */
  const isTouched = ({ middlewareStack }: SdkCommand) => entriesOf(middlewareStack).some(({ name }) => !isOurs(name))

  function build(name: CommandName, sample: Sample, stack: SdkStack, config: SdkConfig, options: object | undefined) {
    const command = new sdkCommands[name]({})
    const stock = {
      serializer: find('serializerMiddleware'),
      deserializer: find('deserializerMiddleware'),
      signing: find('httpSigningMiddleware'),
    }
    addLeanMiddleware(command.middlewareStack, { config, name, stock, sign: signer!(), sample })
    return command.resolveMiddleware(stack, viewOf(config), options)
  }

  return {
    signer,
    find,
    resolve(name, command, stack, config, options) {
      if (!isPlain(stack, config) || isTouched(command)) return undefined
      const entry = known.get(name)
      if (entry === 'unfit') return undefined
      if (entry === undefined) {
        const tell = (sample: Sample | undefined) => known.set(name, sample ? { sample } : 'unfit')
        command.middlewareStack.add(takeSample(signer!(), tell), sampledAt)
        return undefined
      }
      if (options) return build(name, entry.sample, stack, config, options)
      entry.handler ??= build(name, entry.sample, stack, config, options)
      return entry.handler
    },
    sampleOf(name, stack, config) {
      // Of a client that is none of the SDK's nothing is ever known.
      const entry = known.size > 0 && isPlain(stack, config) ? known.get(name) : undefined
      return entry === 'unfit' ? undefined : entry?.sample
    },
    forget: name => void known.delete(name),
  }
}
