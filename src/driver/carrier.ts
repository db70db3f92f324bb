import type { CommandName } from '../operation/transport.js'
import { once } from '../schema/once.js'
import { replayedAt, replayFirst, watchAttempts, watchedAt } from './attempts.js'
import type { Attempts, SdkConfig, SdkHandler, SdkStack } from './middleware-types.js'
import type { Pipeline } from './pipeline.js'
import { type SdkCommand, sdkCommands } from './sdk-commands.js'

/** What carries a command through a client: the way there, and what is watched on it. */
interface Carried {
  readonly pipeline: Pipeline
  readonly attempts: Attempts
}

/**
 * A command that resolves to the client's pipeline as it is kept, or to the SDK's own where the client is not a plain one. It
 * is one of the SDK's class, so that whoever looks at commands on their way (mocks, tracers) knows it.
 */
export const createCommand = (name: CommandName, input: object, carried: Carried): SdkCommand =>
  new (carriers()[name])(input, carried)

/** Made at the first request: who only defines entities has no use for them. */
const carriers = /* @__PURE__ */ once(
  () =>
    Object.fromEntries(
      Object.entries(sdkCommands).map(([name, Sdk]) => {
        class Carrier extends Sdk {
          readonly attempts: Attempts
          readonly #pipeline: Pipeline

          constructor(input: object, { pipeline, attempts }: Carried) {
            super(input)
            this.attempts = attempts
            this.#pipeline = pipeline
          }

          override resolveMiddleware(stack: SdkStack, config: SdkConfig, options: object | undefined): SdkHandler {
            const lean = this.#pipeline.resolve(name as CommandName, this, stack, config, options)
            if (lean) return lean
            this.middlewareStack.add(watchAttempts, watchedAt)
            this.middlewareStack.add(replayFirst, replayedAt)
            return super.resolveMiddleware(stack, config, options)
          }
        }
        return [name, Object.defineProperty(Carrier, 'name', { value: Sdk.name })]
      }),
    ) as unknown as Record<CommandName, new (input: object, carried: Carried) => SdkCommand>,
)
