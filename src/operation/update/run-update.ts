import type { UpdateItemCommandInput, UpdateItemCommandOutput } from '@aws-sdk/client-dynamodb'
import { decodeStored } from '../../entity/decode-item.js'
import { MonotableError } from '../../errors/monotable-error.js'
import type { Context } from '../context.js'
import { conditionFailure, itemOf } from '../failure.js'
import type { Outcome } from '../transport.js'
import { compileUpdate } from './compile-update.js'
import { isOvertaken, makeParents } from './missing-parents.js'
import type { UpdateNode } from './update-node.js'

/** How often an update is planned anew when what it was planned on has changed meanwhile. */
const MAX_ATTEMPTS = 5

/**
 * Sends an update. Where it sets something inside an attribute that is not there, that attribute is made by the same
 * update, on condition that it is missing still.
 * @throws ItemNotFoundError, VersionConflictError, ConditionFailedError, InvalidItemError
 */
export async function runUpdate(context: Context, node: UpdateNode, input: UpdateItemCommandInput): Promise<object> {
  const { entity, transport } = context
  const nested = node.actions.some(({ path }) => path.kind === 'attribute' && path.segments.length > 1)
  const outcome = await attempt(context, node, input, nested)
  if (outcome !== 'no parent') return settle(context, node, outcome)
  for (let count = 1; count < MAX_ATTEMPTS; count++) {
    const { Item: current } = await transport.send(
      'GetItem',
      { TableName: input.TableName, Key: input.Key, ConsistentRead: true },
      { entity: entity.name, signal: node.signal },
    )
    if (current === undefined && node.kind === 'update') return settle(context, node, { written: false, current })
    const { actions, guard } = makeParents(entity, node.actions, current ?? {})
    const again = await attempt(context, node, compileUpdate(context, { ...node, actions }, guard), true)
    if (again === 'no parent' || (!again.written && isOvertaken(entity, guard, again.current))) continue
    return settle(context, node, again)
  }
  throw new MonotableError('update.invalid', {
    entity: entity.name,
    reason: `what holds the paths that it sets came and went; it was tried ${MAX_ATTEMPTS} times`,
  })
}

async function attempt(
  { entity, transport }: Context,
  { signal }: UpdateNode,
  input: UpdateItemCommandInput,
  nested: boolean,
): Promise<Outcome<UpdateItemCommandOutput> | 'no parent'> {
  try {
    return await transport.write('UpdateItem', input, { entity: entity.name, signal })
  } catch (error) {
    if (nested && isInvalidPath(error)) return 'no parent'
    throw error
  }
}

/** DynamoDB has no code of its own for a path that leads through nothing. */
const isInvalidPath = (error: unknown) =>
  error instanceof MonotableError &&
  error.cause instanceof Error &&
  error.cause.name === 'ValidationException' &&
  error.cause.message.includes('document path')

function settle({ entity }: Context, node: UpdateNode, outcome: Outcome<UpdateItemCommandOutput>): object {
  if (outcome.written) {
    const stored = outcome.output.Attributes ?? {}
    return itemOf(entity, stored, decodeStored(entity, stored), true)
  }
  const item = node.kind === 'update' ? 'present' : 'any'
  throw conditionFailure(entity, node.key, { item, version: node.version }, outcome.current)
}
