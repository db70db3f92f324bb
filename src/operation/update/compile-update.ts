import type { AttributeValue, PutItemCommandInput, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb'
import type { CompiledEntity } from '../../entity/compiled-entity.js'
import { encodeKeyAttributes, primaryKeyOf } from '../../entity/encode-key.js'
import { isExpired } from '../../entity/time-to-live.js'
import { MonotableError } from '../../errors/monotable-error.js'
import { applyUpdate, isApplied, isRepeatable } from '../../expression/apply-update.js'
import { bindUpdate, writeUpdate } from '../../expression/compile-update.js'
import { allOf } from '../../expression/condition.js'
import { Placeholders } from '../../expression/placeholders.js'
import { equalStored } from '../../expression/stored-values.js'
import type { UpdateAction } from '../../expression/update.js'
import type { StoredItem } from '../../schema/item-model.js'
import type { Context } from '../context.js'
import { conditionFailure, type Expectation } from '../failure.js'
import {
  absent,
  absentOrOwn,
  alive,
  atVersion,
  conditional,
  ofLiving,
  present,
  storedNames,
  storedTest,
  upToDate,
} from '../guards.js'
import { versionOf } from '../version.js'
import type { CompiledWrite, Old } from '../write/compiled-write.js'
import { extend } from '../write/extend.js'
import { holderOf, oldGuard, wholeOf } from '../write/holder.js'
import { sentinelChanges } from '../write/sentinels.js'
import { indexKeyActions } from './index-key-actions.js'
import { makeParents } from './missing-parents.js'
import { checkUnions, tracked, trackedChanges, withKnownValues } from './tracked.js'
import { checkComplete, checkFixed, creationActions, extendActions } from './update-actions.js'
import type { UpdateNode } from './update-node.js'

const returnValues = { old: 'ALL_OLD', new: 'ALL_NEW', none: 'NONE' } as const

/**
 * Compiles `update` and `upsert` to UpdateItem, or an upsert in the place of an expired item to PutItem.
 * @param read the item as it was read, where the update is to be made of it
 * @throws InvalidItemError, InvalidKeyError, MonotableError `update.*`
 */
export function compileUpdate(context: Context, node: UpdateNode, read?: Old): CompiledWrite {
  const { entity, tableName } = context
  const now = context.now()
  const expired = read?.item !== undefined && isExpired(entity, read.item, now)
  const old = read && (expired ? undefined : read.item)
  const creates = node.kind === 'upsert' && (!read || !old)
  const expected: Expectation = {
    item: node.presence ?? (node.kind === 'update' ? 'present' : 'any'),
    version: node.version,
    newest: entity.evolution?.version,
  }
  if (read && !old && (expected.item === 'present' || node.version !== undefined))
    throw conditionFailure(entity, node.key, expected, undefined, now)
  const key = encodeKeyAttributes(entity.primaryKey, node.key)
  const storedKey = primaryKeyOf(entity, key)

  checkFixed(entity, node.actions)
  const extended = extend(entity, node, { key: node.key, item: undefined, version: node.version, now })
  const given = extendActions(node, extended, key)
  if (node.kind === 'upsert') checkComplete(entity, key, given, extended)
  const created = creates ? [...given, ...creationActions(entity, node.key, key, given)] : given
  const parents = read ? makeParents(entity, created, old ?? {}) : { actions: created, guard: undefined }
  const names = tracked(entity, key, parents.actions)
  const actions = read ? withKnownValues(entity, parents.actions, names, old ?? storedKey) : parents.actions
  const changes = trackedChanges(entity, actions, names, read && (old ?? storedKey))
  const all: readonly UpdateAction[] = [...actions, ...indexKeyActions(entity, key, changes, creates)]
  if (all.length === 0 && !creates && !node.ofWhole)
    throw new MonotableError('update.invalid', {
      entity: entity.name,
      reason: 'it changes nothing: call set, add, remove or delete on it',
    })

  const bound = bindUpdate(all, entity.model)
  const after = (item: StoredItem | undefined) => applyUpdate(bound, item ?? storedKey)
  const left = read && after(old)
  const result = read && entity.unique.length > 0 ? knownResult(entity, left) : undefined
  if (read) checkUnions(entity, node.actions, old ?? storedKey, left)
  const sentinels = result
    ? sentinelChanges(entity, read?.item && holderOf(entity, read.item), holderOf(entity, result))
    : []
  // A transaction gives nothing back: what is answered is worked out here, of what was read.
  const answered = (sentinels.length > 0 || node.exactlyOnce) && node.returning !== 'none'
  const used = [...storedNames(entity.model, names), ...(node.ofWhole || answered ? wholeOf(entity, read?.item) : [])]
  // In the place of an expired item nothing of it stays: there are no parents but the new ones.
  const guard = read && allOf(oldGuard(entity, read, used), expired ? undefined : parents.guard)
  const asked = allOf(extended.condition, node.condition)
  const condition = allOf(
    expired && node.kind === 'upsert' ? absent(entity, now) : demand(entity, node, expected, now),
    guard,
    expired ? undefined : upToDate(entity, node.kind === 'upsert'),
    expected.item === 'present' ? asked : ofLiving(entity, asked, now),
  )
  if (expired && node.kind === 'upsert') {
    const item = knownResult(entity, after(undefined))
    const input: PutItemCommandInput = {
      TableName: tableName,
      Item: item,
      ...conditional(entity, condition),
    }
    const isDone = (current: StoredItem | undefined) =>
      current &&
      (equalStored({ M: current }, { M: item }) || (equalStored({ M: current }, { M: read.item! }) ? false : undefined))
    return {
      command: 'PutItem',
      input,
      key: storedKey,
      expected,
      guard,
      sentinels,
      unrepeatable: false,
      isDone,
      after: () => item,
    }
  }
  const placeholders = new Placeholders()
  const input: UpdateItemCommandInput = { TableName: tableName, Key: storedKey }
  if (bound.length > 0) input.UpdateExpression = writeUpdate(bound, placeholders)
  Object.assign(input, conditional(entity, condition, placeholders))
  input.ReturnValues = returnValues[node.returning]
  // The version steps on by itself: only what was asked for counts.
  const wanted = bound.filter(({ path }) => path[0] !== entity.managed.version?.storedName)
  const versioned = node.version !== undefined || (read && entity.managed.version)
  return {
    command: 'UpdateItem',
    input,
    key: storedKey,
    expected,
    guard,
    sentinels,
    // Without a version to expect it would step the version twice, and undo what another writer has written between.
    unrepeatable: !versioned && (entity.managed.version !== undefined || !isRepeatable(wanted)),
    isDone: current => {
      if (!current) return undefined
      if (!read && node.version === undefined) return isApplied(wanted, current) || undefined
      // A version that went back is that of another item: this one may have been changed before it was deleted.
      const steps = versionOf(entity, current) - (node.version ?? versionOf(entity, old))
      if (!read) return steps === 1 ? isApplied(wanted, current) : steps === 0 ? false : undefined
      if (left && equalStored({ M: current }, { M: left })) return true
      const isNotMade = entity.managed.version
        ? steps === 0 || steps === 1
        : old && equalStored({ M: current }, { M: old })
      return isNotMade ? false : undefined
    },
    after,
  }
}

function demand(entity: CompiledEntity, { kind }: UpdateNode, { item, version }: Expectation, now: Date) {
  if (kind === 'update' && item === 'absent')
    throw new MonotableError('update.invalid', {
      entity: entity.name,
      reason: 'an update needs the item that ifNotExists excludes: use create or upsert',
    })
  // An item of a version is there: together with ifNotExists it fails, whatever is there.
  if (version !== undefined)
    return allOf(atVersion(entity, version, now), item === 'absent' ? absent(entity, now) : undefined)
  if (item === 'present') return present(entity, now)
  const none = storedTest(entity.partitionKey.name, 'notExists')
  // In the place of an expired item a whole new one is put, once it was read: an update would keep what is left of it.
  if (item === 'absent') return none
  const living = alive(entity, now)
  return allOf(absentOrOwn(entity), living && { kind: 'or', operands: [none, living] })
}

function knownResult(entity: CompiledEntity, after: StoredItem | undefined): Record<string, AttributeValue> {
  if (after) return after
  throw new MonotableError('update.invalid', {
    entity: entity.name,
    reason: 'it computes with an attribute that is not there: guard it with ifNotExists',
  })
}
