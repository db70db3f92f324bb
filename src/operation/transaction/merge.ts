import { MonotableError } from '../../errors/monotable-error.js'
import { allOf } from '../../expression/condition.js'
import { ownPart } from '../../expression/stored-values.js'
import type { Expectation } from '../failure.js'
import { keyText } from '../key-text.js'
import type { PutNode } from '../put/put-node.js'
import type { UpdateNode } from '../update/update-node.js'
import type { WriteBuilder } from '../write/write-builder.js'
import type { WriteNode } from '../write/write-node.js'

/** One write of a transaction, and the operations that it was made of, with their positions. */
export interface Step {
  readonly positions: readonly number[]
  readonly operations: readonly WriteBuilder[]
  readonly write: WriteBuilder
}

export const invalid = (reason: string) => new MonotableError('transaction.invalid', { reason })

/**
 * DynamoDB takes one operation on an item in a transaction. So a check is put into the write of its item, and updates of
 * different places become one, with one step of the version.
 * @throws MonotableError `transaction.invalid` for anything else on one item
 */
export function mergeWrites(writes: readonly WriteBuilder[]): readonly Step[] {
  const steps = new Map<string, Step>()
  for (const [position, write] of writes.entries()) {
    const key = keyText(write.context.entity.table, write.storedKey())
    const known = steps.get(key)
    steps.set(key, {
      positions: [...(known?.positions ?? []), position],
      operations: [...(known?.operations ?? []), write],
      write: known ? merge(known.write, write, [known.positions[0]!, position]) : write,
    })
  }
  return [...steps.values()]
}

function merge(first: WriteBuilder, second: WriteBuilder, positions: readonly [number, number]): WriteBuilder {
  const [a, b]: [WriteNode, WriteNode] = [first.node, second.node]
  const named = [first, second].map(
    ({ node, context }, at) => `${positions[at]} (${node.kind} of ${context.entity.name})`,
  )
  const refuse = (reason: string) => invalid(`operations ${named.join(' and ')} are on one item: ${reason}`)
  if (first.context.entity !== second.context.entity) throw refuse('it can only be one entity’s')
  const shared = {
    condition: allOf(a.condition, b.condition),
    version: agreed(versionOf(first), versionOf(second), () => refuse('they expect different versions')),
    presence: agreed(presenceOf(first), presenceOf(second), () => refuse('one needs the item that the other excludes')),
  }
  if (shared.version !== undefined && shared.presence === 'absent')
    throw refuse('one needs a version of the item that the other excludes')
  if (b.kind === 'check') return first.changed(shared)
  if (a.kind === 'check') return second.changed(shared)
  if (a.kind !== 'update' || b.kind !== 'update')
    throw refuse('DynamoDB makes one write of an item, so only checks and updates can be put together')
  const [one, other] = [a as UpdateNode, b as UpdateNode]
  return first.changed({
    ...shared,
    actions: [...one.actions, ...other.actions],
    refresh: one.refresh || other.refresh,
    expiry: agreed(one.expiry, other.expiry, () => refuse('both set the time-to-live')),
  })
}

/** The version that a write expects; `put` carries it in its item. */
function versionOf({ node, context }: WriteBuilder<WriteNode>): number | undefined {
  const { version } = context.entity.managed
  if (node.kind !== 'put' || node.presence === 'absent' || !version) return node.version
  return node.version ?? (ownPart((node as PutNode).item, version.name) as number | undefined)
}

/** What a write demands of the item being there. A check demands it unless it says otherwise. */
function presenceOf(write: WriteBuilder<WriteNode>) {
  const { kind, presence } = write.node
  // `put` of a versioned item without a version makes a new one.
  const creates =
    kind === 'create' || (kind === 'put' && write.context.entity.managed.version && versionOf(write) === undefined)
  return presence ?? (creates ? 'absent' : kind === 'check' || kind === 'update' ? 'present' : undefined)
}

/** What an operation counts on, beside its conditions. */
export const demandOf = (write: WriteBuilder): Expectation => ({
  item: presenceOf(write) ?? 'any',
  version: versionOf(write),
})

function agreed<T>(a: T | undefined, b: T | undefined, refusal: () => Error): T | undefined {
  if (a !== undefined && b !== undefined && a !== b) throw refusal()
  return a ?? b
}
