import { allOf } from '../../expression/condition.js'
import type { Context } from '../context.js'
import { own } from '../guards.js'
import { compileRead } from '../pages/compile-read.js'
import { reachOf } from '../pages/reach.js'
import type { ReadPlan } from '../pages/read-plan.js'
import { createVisibility } from '../pages/visibility.js'
import { ownKeys } from '../query/key-condition.js'
import type { ScanNode } from './scan-node.js'

/**
 * Compiles a scan to Scan: of the whole table, with a filter for the entity's own items. Without a discriminator, the
 * beginnings of the keys tell most of the other entities' items.
 * @throws MonotableError `expression.*`
 */
export function compileScan(context: Context, node: ScanNode, counting?: boolean): ReadPlan {
  const { entity } = context
  const reach = reachOf(entity, undefined)
  const selection = {
    command: 'Scan',
    input: {},
    segments: node.segments,
    keys: undefined,
    filter: own(entity) ?? allOf(...reach.parts.flatMap(part => ownKeys([part]))),
    impossible: false,
    reach,
    binding: () => [],
    accepts: undefined,
    notes: ['A scan reads the whole table, and is charged for all of it, whatever it finds.'],
  } as const
  return compileRead(context, node, selection, createVisibility(context, reach, [], node), counting)
}
