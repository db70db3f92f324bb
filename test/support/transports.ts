import { createDatabase } from '../../src/index.js'
import { Agent, Team } from './models.js'
import { createWire } from './wire.js'

/** How requests are made: by the SDK's own pipeline, by ours, or beside it. */
export type Way = 'sdk' | 'standard' | 'fast'

/** A database on a wire of its own: by the SDK's own pipeline (for it has middleware of a user's), by ours, or beside it. */
export function open(way: Way, table: string, config: Parameters<typeof createWire>[0] = {}, hooks = {}) {
  const wire = createWire(config)
  if (way === 'sdk') wire.client.middlewareStack.add(next => args => next(args), { name: 'mine', step: 'build' })
  const transport = way === 'fast' ? 'fast' : 'standard'
  const db = createDatabase({
    client: wire.client,
    tableName: table,
    entities: { agents: Agent, teams: Team },
    transport,
    hooks,
  })
  return { db, wire }
}
