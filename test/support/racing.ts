import type { DynamoDBClientLike } from '../../src/index.js'
import { localClient } from './local.js'

/**
 * A client of which somebody else is quicker: `race` runs right before the request of an operation that `on` matches, the
 * first one unless it is said which, or that it is each.
 */
export function racing(on: RegExp, race: () => unknown, which: number | 'each' = 1): DynamoDBClientLike {
  const client = localClient()
  let seen = 0
  const send = async (command: any, ...rest: any[]) => {
    if (on.test(command.constructor.name) && (++seen === which || which === 'each')) await race()
    return (client.send as any)(command, ...rest)
  }
  return new Proxy(client, { get: (target, name) => (name === 'send' ? send : Reflect.get(target, name)) })
}
