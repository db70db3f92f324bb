import type { RunnableConfig } from '@langchain/core/runnables'
import { InvalidKeyError } from '../../errors/monotable-error.js'

type Name = 'thread_id' | 'checkpoint_ns' | 'checkpoint_id'

/**
 * What a config says of where a checkpoint is.
 * @throws InvalidKeyError `key.wrongType` where it is no text
 */
export function configured(config: RunnableConfig | undefined, name: Name): string | undefined {
  const value: unknown = config?.configurable?.[name]
  return value === undefined ? undefined : text(name, value)
}

/** @throws InvalidKeyError `key.wrongType` */
export function text(name: Name, value: unknown): string {
  if (typeof value === 'string') return value
  const received = value === null ? 'null' : typeof value
  throw new InvalidKeyError('key.wrongType', { attribute: name, expected: 'string', received })
}

/**
 * What a config must say.
 * @throws InvalidKeyError `key.missingAttribute`, `key.wrongType`
 */
export function required(config: RunnableConfig, name: Name): string {
  const value = configured(config, name)
  if (value !== undefined) return value
  throw new InvalidKeyError('key.missingAttribute', { attribute: name, template: `configurable: { ${name} }` })
}
