import { allOf } from '../../expression/condition.js'
import type { Context } from '../context.js'
import { own } from '../guards.js'
import { compileRead } from '../pages/compile-read.js'
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
  const parts = entity.primaryKey
  const keyNames = parts.map(part => part.name)
  const selection = {
    command: 'Scan',
    input: {},
    segments: node.segments,
    keys: undefined,
    filter: own(entity) ?? allOf(...parts.flatMap(part => ownKeys([part]))),
    impossible: false,
    keyNames,
    keyParts: parts,
    binding: [],
    accepts: undefined,
    notes: ['A scan reads the whole table, and is charged for all of it, whatever it finds.'],
  } as const
  return compileRead(context, node, selection, createVisibility(context, undefined, [], keyNames, node), counting)
}
